//! A special method that Python calls by itself, as an ordinary one.

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
    #[method]
    fn __len__(&self) -> PyResult<usize> {
        Ok(0)
    }
}

fn main() {}
