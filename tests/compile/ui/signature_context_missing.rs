//! A context that is used and not taken.

use cpython_api::prelude::*;

#[function(a)]
fn f<'py>(a: Borrowed<'py>) -> PyResult<u32> {
    Ok(a.len(cx)? as u32)
}

fn main() {}
