//! The nearest thing to `e_handle_in_nested_call` that is accepted.

use cpython_api::prelude::*;

scoped_tls_hkt::scoped_thread_local!(
    static LENT: for<'a> &'a (dyn Fn(&mut Context<'_>) + 'a)
);

fn outer<'py>(cx: &mut Context<'py>, object: Bound<'py>, other: Borrowed<'py>) -> PyResult<usize> {
    let stored = object.store(cx)?;
    let lent = |cx: &mut Context<'_>| drop(stored.get(cx));
    LENT.set(&lent, || other.len(cx))
}

fn nested(cx: &mut Context<'_>) {
    LENT.with(|lent| lent(cx));
}

fn main() {}
