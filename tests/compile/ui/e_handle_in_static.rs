//! A handle kept for later calls, perhaps in another interpreter.

use cpython_api::prelude::*;

thread_local! {
    static KEPT: std::cell::RefCell<Option<Bound<'static>>> = const { std::cell::RefCell::new(None) };
}

fn f<'py>(object: Bound<'py>) {
    KEPT.with(|kept| *kept.borrow_mut() = Some(object));
}

fn main() {}
