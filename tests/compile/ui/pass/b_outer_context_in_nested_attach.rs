//! The nearest thing to `b_outer_context_in_nested_attach` that is accepted.

use cpython_api::prelude::*;

fn f(cx: &mut Context<'_>) {
    cx.detach(|detached| detached.attach(|cx| cx.detach(|_| ())));
}

fn main() {}
