//! A payload that is an enum.

use cpython_api::prelude::*;

module! {
    Example = "example",
    doc: "",
    exceptions: [],
    classes: [Counter],
    functions: [],
}

#[class]
pub enum Counter {
    One,
}

#[methods]
impl Counter {}

fn main() {}
