//! A result whose error is no exception.

use cpython_api::prelude::*;

#[function]
fn f() -> Result<u32, std::fmt::Error> {
    Ok(0)
}

fn main() {}
