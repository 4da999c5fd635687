//! The same among keyword-only parameters: CPython's parser needs required ones first.

use cpython_api::prelude::*;

#[function(*, a = 1, b)]
fn f(cx: &mut Context<'_>, a: i32, b: i32) -> PyResult<u32> {
    let _ = (cx, a, b);
    Ok(0)
}

fn main() {}
