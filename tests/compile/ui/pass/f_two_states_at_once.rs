//! The nearest thing to `f_two_states_at_once` that is accepted.

use cpython_api::prelude::*;

fn f(cx: &mut Context<'_>, one: &Guarded<usize>, two: &Guarded<usize>) {
    let more = *two.lock(cx).0;
    *one.lock(cx).0 += more;
}

fn main() {}
