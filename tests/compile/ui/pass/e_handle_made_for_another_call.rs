//! The nearest thing to `e_handle_made_for_another_call` that is accepted.

use cpython_api::prelude::*;

fn f<'py>(cx: &mut Context<'py>) -> PyResult<Bound<'py, PyTuple>> {
    PyTuple::of(cx, &[])
}

fn main() {}
