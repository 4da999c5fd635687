//! An object that an outer call has left in a scoped thread-local, used by a nested one.

use cpython_api::prelude::*;

scoped_tls_hkt::scoped_thread_local!(
    static SMUGGLED: for<'a> &'a (dyn Fn(&mut Context<'_>) + 'a)
);

fn outer<'py>(cx: &mut Context<'py>, object: Bound<'py>, other: Borrowed<'py>) -> PyResult<usize> {
    let smuggled = |cx: &mut Context<'_>| drop(object.len(cx));
    SMUGGLED.set(&smuggled, || other.len(cx))
}

fn nested(cx: &mut Context<'_>) {
    SMUGGLED.with(|smuggled| smuggled(cx));
}

fn main() {}
