//! A parameter that Python cannot name.

use cpython_api::prelude::*;

#[function(r#in)]
fn f(r#in: i32) -> u32 {
    r#in.unsigned_abs()
}

fn main() {}
