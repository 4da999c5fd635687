//! An asynchronous function.

use cpython_api::prelude::*;

#[function]
async fn f() -> u32 {
    0
}

fn main() {}
