//! The nearest thing to `j_error_without_exception` that is accepted.

use cpython_api::prelude::*;

fn f(cx: &mut Context<'_>) -> PyResult<u32> {
    Err(ValueError::raise(cx, "no"))
}

fn main() {}
