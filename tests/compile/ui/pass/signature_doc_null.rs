//! The nearest thing to `signature_doc_null` that is accepted.

use cpython_api::prelude::*;

/// No null
#[doc = "character: \\0"]
#[function]
fn f() -> u32 {
    0
}

fn main() {}
