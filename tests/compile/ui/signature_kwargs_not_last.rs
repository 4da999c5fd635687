//! Something after `**kwargs`.

use cpython_api::prelude::*;

#[function(**kwargs, a)]
fn f(kwargs: Kwargs<'_>, a: i32) -> u32 {
    let _ = a;
    kwargs.len() as u32
}

fn main() {}
