//! The context of `attach` kept until the thread has detached again.

use cpython_api::prelude::*;

fn f(cx: &mut Context<'_>) {
    cx.detach(|detached| {
        let mut kept = None;
        detached.attach(|cx| kept = Some(cx));
    });
}

fn main() {}
