//! A star with only `**kwargs` after it.

use cpython_api::prelude::*;

#[function(*, **kwargs)]
fn f(kwargs: Kwargs<'_>) -> u32 {
    kwargs.len() as u32
}

fn main() {}
