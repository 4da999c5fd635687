//! The nearest thing to `a_handle_sent` that is accepted.

use cpython_api::prelude::*;

fn f<'py>(cx: &mut Context<'py>, data: Buffer<'py>) -> usize {
    let bytes = data.bytes(cx);
    cx.detach(|_| {
        std::thread::scope(|scope| scope.spawn(|| bytes.len()).join()).expect("it does not panic")
    })
}

fn main() {}
