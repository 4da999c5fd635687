//! A docstring that C would end early.

use cpython_api::prelude::*;

/// A null
#[doc = "character: \0"]
#[function]
fn f() -> u32 {
    0
}

fn main() {}
