//! A class without #[methods].

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

fn main() {}
