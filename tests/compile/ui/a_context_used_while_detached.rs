//! The context used in the closure for which it was detached.

use cpython_api::prelude::*;

fn f<'py>(cx: &mut Context<'py>) -> PyResult<Bound<'py, PyTuple>> {
    cx.detach(|_| PyTuple::of(cx, &[]))
}

fn main() {}
