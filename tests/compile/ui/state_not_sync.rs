//! A state that two threads cannot use at the same time.

use cpython_api::prelude::*;
use std::cell::Cell;

#[state]
pub struct State {
    #[no_gc]
    hits: Cell<u64>,
}

fn main() {}
