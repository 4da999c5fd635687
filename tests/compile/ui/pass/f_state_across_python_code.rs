//! The nearest thing to `f_state_across_python_code` that is accepted.

use cpython_api::prelude::*;

fn f<'py>(cx: &mut Context<'py>, state: &Guarded<usize>, object: Borrowed<'py>) -> PyResult<()> {
    let len = object.len(cx)?;
    let (mut state, _) = state.lock(cx);
    *state += len;
    Ok(())
}

fn main() {}
