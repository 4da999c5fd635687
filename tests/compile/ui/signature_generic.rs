//! A generic function.

use cpython_api::prelude::*;

#[function(a)]
fn f<T>(a: T) -> u32 {
    let _ = a;
    0
}

fn main() {}
