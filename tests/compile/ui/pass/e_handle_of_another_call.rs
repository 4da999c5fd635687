//! The nearest thing to `e_handle_of_another_call` that is accepted.

use cpython_api::prelude::*;

fn f<'py>(cx: &mut Context<'py>, object: Bound<'py>) -> PyResult<usize> {
    object.len(cx)
}

fn main() {}
