//! The attribute above something else.

use cpython_api::prelude::*;

#[function]
struct S;

fn main() {}
