//! The nearest thing to `signature_keyword_default_before_required` that is accepted.

use cpython_api::prelude::*;

#[function(a = 1, *, b)]
fn f(cx: &mut Context<'_>, a: i32, b: i32) -> PyResult<u32> {
    let _ = (cx, a, b);
    Ok(0)
}

fn main() {}
