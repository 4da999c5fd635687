//! The nearest thing to `signature_args_default` that is accepted.

use cpython_api::prelude::*;

#[function(*args)]
fn f(args: Args<'_>) -> u32 {
    args.len() as u32
}

fn main() {}
