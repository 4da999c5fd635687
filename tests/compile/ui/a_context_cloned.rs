//! Two contexts made of one.

use cpython_api::prelude::*;

fn f(cx: &mut Context<'_>) {
    let _second: Context<'_> = Context::clone(cx);
}

fn main() {}
