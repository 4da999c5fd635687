//! A payload that runs Python code while the collector visits it.

use cpython_api::prelude::*;

struct Payload {
    field: Field,
}

impl Traverse for Payload {
    fn traverse(&self, visit: &mut Visit<'_>) {
        let _length = self.field.get(visit).len();
    }
}

fn main() {}
