//! A special method with more than Python passes.

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
    fn __getitem__<'py>(&self, key: Borrowed<'py>, default: Borrowed<'py>) -> PyResult<Borrowed<'py>> {
        Ok(key)
    }
}

fn main() {}
