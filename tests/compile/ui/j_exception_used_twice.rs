//! One exception returned and kept.

use cpython_api::prelude::*;

fn f(raised: Raised) -> (PyResult<u32>, Raised) {
    (Err(raised), raised)
}

fn main() {}
