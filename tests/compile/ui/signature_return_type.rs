//! A result that cannot be converted to an object.

use cpython_api::prelude::*;

#[function]
fn f() -> std::path::PathBuf {
    std::path::PathBuf::new()
}

fn main() {}
