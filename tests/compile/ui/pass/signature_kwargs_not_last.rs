//! The nearest thing to `signature_kwargs_not_last` that is accepted.

use cpython_api::prelude::*;

#[function(a, **kwargs)]
fn f(a: i32, kwargs: Kwargs<'_>) -> u32 {
    let _ = a;
    kwargs.len() as u32
}

fn main() {}
