//! A context that is not lent.

use cpython_api::prelude::*;

#[function]
fn f(cx: Context<'_>) -> u32 {
    let _ = cx;
    0
}

fn main() {}
