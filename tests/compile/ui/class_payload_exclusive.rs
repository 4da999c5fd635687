//! A payload that is changed without a lock.

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
    fn f(&mut self) {}
}

fn main() {}
