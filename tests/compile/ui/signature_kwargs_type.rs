//! `**kwargs` of another type.

use cpython_api::prelude::*;

#[function(**kwargs)]
fn f<'py>(cx: &Context<'py>, kwargs: Args<'py>) -> u32 {
    let _ = (cx, kwargs);
    0
}

fn main() {}
