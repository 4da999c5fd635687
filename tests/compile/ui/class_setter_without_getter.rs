//! A property that can only be set.

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
    #[setter]
    fn set_x(&self, x: i32) -> PyResult<()> {
        Ok(())
    }
}

fn main() {}
