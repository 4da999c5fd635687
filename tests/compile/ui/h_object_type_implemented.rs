//! (h) A type check of a module's own.

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

enum Mine {}

impl cpython_api::ObjectType for Mine {
    const NAME: &'static str = "mine";

    fn is_instance(_: &Context<'_>, _: &Bound<'_>) -> bool {
        true
    }
}

fn main() {}
