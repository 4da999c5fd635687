//! Two states locked in two orders.

use cpython_api::prelude::*;

fn f(cx: &mut Context<'_>, one: &Guarded<usize>, two: &Guarded<usize>) {
    let (mut one, _) = one.lock(cx);
    let (two, _) = two.lock(cx);
    *one += *two;
}

fn main() {}
