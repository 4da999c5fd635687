//! The nearest thing to `a_context_kept_from_attach` that is accepted.

use cpython_api::prelude::*;

fn f(cx: &mut Context<'_>) -> PyResult<usize> {
    cx.detach(|detached| detached.attach(|cx| Ok(PyTuple::of(cx, &[])?.len(cx))))
}

fn main() {}
