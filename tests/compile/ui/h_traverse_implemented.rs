//! (h) A traversal of a module's own.

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
impl Counter {}

impl cpython_api::Traverse for Counter {
    const REFERENCES: bool = true;
}

fn main() {}
