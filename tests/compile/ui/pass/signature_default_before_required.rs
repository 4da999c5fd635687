//! The nearest thing to `signature_default_before_required` that is accepted.

use cpython_api::prelude::*;

#[function(a, b = 1)]
fn f(cx: &mut Context<'_>, a: i32, b: i32) -> PyResult<u32> {
    let _ = (cx, a, b);
    Ok(0)
}

fn main() {}
