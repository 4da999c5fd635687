//! The same with a thread-local whose lifetime is open, and a closure that hides what it uses:
//! then the context is lent to that closure, and cannot be detached.

use cpython_api::prelude::*;

scoped_tls_hkt::scoped_thread_local!(static SMUGGLED: for<'a> &'a (dyn Fn() + 'a));

fn f<'py>(cx: &mut Context<'py>, data: Borrowed<'py>) {
    let clone = || drop(data.clone_ref(cx));
    SMUGGLED.set(&clone, || cx.detach(|_| SMUGGLED.with(|clone| clone())));
}

fn main() {}
