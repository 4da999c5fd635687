//! A parameter without a name.

use cpython_api::prelude::*;

#[function(a)]
fn f(Wrapping(a): Wrapping<u32>) -> u32 {
    a
}

fn main() {}
