//! The nearest thing to `signature_error_type` that is accepted.

use cpython_api::prelude::*;

#[function]
fn f(cx: &mut Context<'_>) -> PyResult<u32> {
    let result: Result<u32, std::fmt::Error> = Ok(0);
    result.map_err(|error| ValueError::raise(cx, format_args!("{error}")))
}

fn main() {}
