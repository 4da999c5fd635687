//! A member that the garbage collector cannot look into.

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
    field: Field,
    path: std::path::PathBuf,
}

#[methods]
impl Counter {}

fn main() {}
