//! A handle used while the thread is detached: there is no context to use it with.

use cpython_api::prelude::*;

fn f<'py>(cx: &mut Context<'py>, data: Borrowed<'py>) -> PyResult<usize> {
    cx.detach(|_| data.len(cx))
}

fn main() {}
