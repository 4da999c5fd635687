//! An `Err` that no exception belongs to.

use cpython_api::prelude::*;

fn f() -> PyResult<u32> {
    Err(Raised::default())
}

fn main() {}
