//! `*args` of another type.

use cpython_api::prelude::*;

#[function(*args)]
fn f<'py>(cx: &Context<'py>, args: Borrowed<'py, PyTuple>) -> u32 {
    let _ = (cx, args);
    0
}

fn main() {}
