//! A context made by safe code.

use cpython_api::prelude::*;

fn f() {
    let _cx = Context::enter(unreachable!());
}

fn main() {}
