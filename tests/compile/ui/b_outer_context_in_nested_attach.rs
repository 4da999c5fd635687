//! An outer frame's context used where an inner one has attached the thread.

use cpython_api::prelude::*;

fn f<'py>(cx: &mut Context<'py>, data: Borrowed<'py>) -> PyResult<usize> {
    cx.detach(|detached| detached.attach(|_inner| data.len(cx)))
}

fn main() {}
