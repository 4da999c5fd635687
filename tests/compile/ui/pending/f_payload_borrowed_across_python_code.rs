//! A class's payload borrowed exclusively while Python code runs.

use cpython_api::prelude::*;

class! { Counter { count: usize } }

#[methods]
impl Counter {
    fn add<'py>(&mut self, cx: &mut Context<'py>, object: Borrowed<'py>) -> PyResult<()> {
        self.count += object.len(cx)?;
        Ok(())
    }
}

fn main() {}
