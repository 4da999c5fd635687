//! An output that claims more than was written.

use cpython_api::prelude::*;

fn f<'py>(cx: &mut Context<'py>) -> PyResult<Bound<'py, PyBytes>> {
    PyBytes::build(cx, 8, |_| Ok::<usize, core::fmt::Error>(8)).or_raise::<ValueError>(cx)
}

fn main() {}
