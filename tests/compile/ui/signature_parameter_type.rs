//! A parameter of a type that no object can be converted to.

use cpython_api::prelude::*;

#[function(a)]
fn f(a: std::path::PathBuf) -> u32 {
    let _ = a;
    0
}

fn main() {}
