//! A context after another parameter.

use cpython_api::prelude::*;

#[function(a)]
fn f(a: i32, cx: &mut Context<'_>) -> u32 {
    let _ = (cx, a);
    0
}

fn main() {}
