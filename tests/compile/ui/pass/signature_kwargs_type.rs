//! The nearest thing to `signature_kwargs_type` that is accepted.

use cpython_api::prelude::*;

#[function(**kwargs)]
fn f<'py>(cx: &Context<'py>, kwargs: Kwargs<'py>) -> u32 {
    let _ = cx;
    kwargs.len() as u32
}

fn main() {}
