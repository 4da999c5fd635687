//! The nearest thing to `k_output_claimed` that is accepted.

use cpython_api::prelude::*;

fn f<'py>(cx: &mut Context<'py>) -> PyResult<Bound<'py, PyBytes>> {
    PyBytes::build(cx, 0, |_| Ok::<(), core::fmt::Error>(())).or_raise::<ValueError>(cx)
}

fn main() {}
