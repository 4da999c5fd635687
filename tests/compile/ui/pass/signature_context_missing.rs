//! The nearest thing to `signature_context_missing` that is accepted.

use cpython_api::prelude::*;

#[function(a)]
fn f<'py>(cx: &mut Context<'py>, a: Borrowed<'py>) -> PyResult<u32> {
    Ok(a.len(cx)? as u32)
}

fn main() {}
