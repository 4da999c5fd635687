//! A state with a member that the garbage collector cannot look into.

use cpython_api::prelude::*;

#[state]
pub struct State {
    kept: Option<Stored>,
}

fn main() {}
