//! The nearest thing to `f_state_while_detached` that is accepted.

use cpython_api::prelude::*;

fn f(cx: &mut Context<'_>, state: &Guarded<usize>) {
    let one = cx.detach(|_| 1);
    *state.lock(cx).0 += one;
}

fn main() {}
