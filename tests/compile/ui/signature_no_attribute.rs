//! An attribute without parameters above a function with some.

use cpython_api::prelude::*;

#[function]
fn f(cx: &mut Context<'_>, a: i32, b: i32) -> PyResult<u32> {
    let _ = (cx, a, b);
    Ok(0)
}

fn main() {}
