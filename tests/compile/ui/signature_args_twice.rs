//! `*args` twice.

use cpython_api::prelude::*;

#[function(*a, *b)]
fn f<'py>(a: Args<'py>, b: Args<'py>) -> u32 {
    (a.len() + b.len()) as u32
}

fn main() {}
