//! A detach behind the back of a shared context.

use cpython_api::prelude::*;

fn f(cx: &Context<'_>) {
    cx.detach(|_| ());
}

fn main() {}
