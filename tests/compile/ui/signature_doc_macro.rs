//! A docstring that the attribute cannot see.

use cpython_api::prelude::*;

#[doc = concat!("a", "b")]
#[function]
fn f() -> u32 {
    0
}

fn main() {}
