//! The nearest thing to `signature_context_by_value` that is accepted.

use cpython_api::prelude::*;

#[function]
fn f(cx: &mut Context<'_>) -> u32 {
    let _ = cx;
    0
}

fn main() {}
