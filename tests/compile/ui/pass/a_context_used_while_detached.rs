//! The nearest thing to `a_context_used_while_detached` that is accepted.

use cpython_api::prelude::*;

fn f<'py>(cx: &mut Context<'py>) -> PyResult<Bound<'py, PyTuple>> {
    cx.detach(|_| std::thread::yield_now());
    PyTuple::of(cx, &[])
}

fn main() {}
