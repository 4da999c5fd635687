//! A context used in a thread that is not attached.

use cpython_api::prelude::*;

fn f(cx: &mut Context<'_>) {
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let _cx = &cx;
        });
    });
}

fn main() {}
