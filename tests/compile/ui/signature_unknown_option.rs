//! An option that there is not.

use cpython_api::prelude::*;

#[function(a, b; doc = "g")]
fn f(cx: &mut Context<'_>, a: i32, b: i32) -> PyResult<u32> {
    let _ = (cx, a, b);
    Ok(0)
}

fn main() {}
