//! The nearest thing to `signature_python_keyword` that is accepted.

use cpython_api::prelude::*;

#[function(r#type)]
fn f(r#type: i32) -> u32 {
    r#type.unsigned_abs()
}

fn main() {}
