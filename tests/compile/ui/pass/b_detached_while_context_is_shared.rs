//! The nearest thing to `b_detached_while_context_is_shared` that is accepted.

use cpython_api::prelude::*;

fn f(cx: &mut Context<'_>) {
    cx.detach(|_| ());
}

fn main() {}
