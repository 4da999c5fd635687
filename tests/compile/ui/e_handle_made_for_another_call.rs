//! An object made in one call and given to another.

use cpython_api::prelude::*;

fn f<'py, 'other>(cx: &mut Context<'py>) -> PyResult<Bound<'other, PyTuple>> {
    PyTuple::of(cx, &[])
}

fn main() {}
