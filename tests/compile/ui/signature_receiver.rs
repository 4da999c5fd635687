//! A method.

use cpython_api::prelude::*;

struct S;

impl S {
    #[function]
    fn f(&self) -> u32 {
        0
    }
}

fn main() {}
