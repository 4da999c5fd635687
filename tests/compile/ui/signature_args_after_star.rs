//! `*args` after a star.

use cpython_api::prelude::*;

#[function(*, *args)]
fn f(args: Args<'_>) -> u32 {
    args.len() as u32
}

fn main() {}
