//! A handle that pretends to be `Send`, with the context that a detached thread gets to attach
//! again.

use cpython_api::prelude::*;

use send_wrapper::SendWrapper;

fn f<'py>(cx: &mut Context<'py>, data: Borrowed<'py>) -> PyResult<usize> {
    let smuggled = SendWrapper::new(data);
    cx.detach(|detached| detached.attach(|cx| smuggled.len(cx)))
}

fn main() {}
