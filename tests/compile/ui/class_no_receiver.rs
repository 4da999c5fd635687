//! A method without an instance.

use cpython_api::prelude::*;

module! {
    Example = "example",
    doc: "",
    exceptions: [],
    classes: [Counter],
    functions: [],
}

#[class]
pub struct Counter;

#[methods]
impl Counter {
    #[method]
    fn f(cx: &mut Context<'_>) {}
}

fn main() {}
