//! A parameter that no object can be converted to.

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
    #[method(path)]
    fn f(&self, path: std::path::PathBuf) {}
}

fn main() {}
