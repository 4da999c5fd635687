//! The nearest thing to `signature_generic` that is accepted.

use cpython_api::prelude::*;

#[function(a)]
fn f<'a>(a: Borrowed<'a>) -> Borrowed<'a> {
    a
}

fn main() {}
