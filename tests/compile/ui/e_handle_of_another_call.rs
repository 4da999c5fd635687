//! An object of one call used in another.

use cpython_api::prelude::*;

fn f<'py, 'other>(cx: &mut Context<'py>, object: Bound<'other>) -> PyResult<usize> {
    object.len(cx)
}

fn main() {}
