//! A special name that Python does not call, without an attribute.

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
    fn __enter__(&self) -> PyResult<()> {
        Ok(())
    }
}

fn main() {}
