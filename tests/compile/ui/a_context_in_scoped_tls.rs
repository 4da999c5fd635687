//! A context smuggled into a detached closure by a scoped thread-local.

use cpython_api::prelude::*;

scoped_tls::scoped_thread_local!(static SMUGGLED: Context<'static>);

fn f(cx: &mut Context<'_>) {
    SMUGGLED.set(cx, || {});
}

fn main() {}
