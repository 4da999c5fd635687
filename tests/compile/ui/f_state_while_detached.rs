//! State that is looked at while other threads can look, too.

use cpython_api::prelude::*;

fn f(cx: &mut Context<'_>, state: &Guarded<usize>) {
    let (mut state, _) = state.lock(cx);
    cx.detach(|_| *state += 1);
}

fn main() {}
