//! A payload that two threads cannot use.

use cpython_api::prelude::*;

module! {
    Example = "example",
    doc: "",
    exceptions: [],
    classes: [Counter],
    functions: [],
}

#[class]
pub struct Counter {
    #[no_gc]
    count: std::cell::Cell<u32>,
}

#[methods]
impl Counter {}

fn main() {}
