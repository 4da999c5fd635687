//! A buffer kept for a later call: what it holds is released when this one returns.

use cpython_api::prelude::*;

fn f<'py>(data: Buffer<'py>) -> Buffer<'static> {
    data
}

fn main() {}
