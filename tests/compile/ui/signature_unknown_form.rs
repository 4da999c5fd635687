//! Something that is no parameter.

use cpython_api::prelude::*;

#[function(a, 1)]
fn f(cx: &mut Context<'_>, a: i32, b: i32) -> PyResult<u32> {
    let _ = (cx, a, b);
    Ok(0)
}

fn main() {}
