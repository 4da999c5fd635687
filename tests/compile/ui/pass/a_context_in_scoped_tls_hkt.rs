//! The nearest thing to `a_context_in_scoped_tls_hkt` that is accepted.

use cpython_api::prelude::*;

scoped_tls_hkt::scoped_thread_local!(static LENT: for<'a> &'a (dyn Fn() + 'a));

fn f<'py>(cx: &mut Context<'py>, data: Borrowed<'py>) {
    let clone = || drop(data.clone_ref(cx));
    LENT.set(&clone, || LENT.with(|clone| clone()));
}

fn main() {}
