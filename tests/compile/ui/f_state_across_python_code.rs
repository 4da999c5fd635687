//! State that is looked at while Python code runs, which could come back to it.

use cpython_api::prelude::*;

fn f<'py>(cx: &mut Context<'py>, state: &Guarded<usize>, object: Borrowed<'py>) -> PyResult<()> {
    let (mut state, _) = state.lock(cx);
    *state += object.len(cx)?;
    Ok(())
}

fn main() {}
