//! The nearest thing to `c_buffer_outlives_call` that is accepted.

use cpython_api::prelude::*;

fn f<'py>(data: Buffer<'py>) -> Buffer<'py> {
    data
}

fn main() {}
