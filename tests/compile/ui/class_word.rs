//! A word that #[class] does not know.

use cpython_api::prelude::*;

module! {
    Example = "example",
    doc: "",
    exceptions: [],
    classes: [Counter],
    functions: [],
}

#[class(final)]
pub struct Counter;

#[methods]
impl Counter {}

fn main() {}
