//! A comma too many.

use cpython_api::prelude::*;

#[function(a,, b)]
fn f(cx: &mut Context<'_>, a: i32, b: i32) -> PyResult<u32> {
    let _ = (cx, a, b);
    Ok(0)
}

fn main() {}
