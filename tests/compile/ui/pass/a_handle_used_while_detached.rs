//! The nearest thing to `a_handle_used_while_detached` that is accepted.

use cpython_api::prelude::*;

fn f<'py>(cx: &mut Context<'py>, data: Buffer<'py>, other: Borrowed<'py>) -> PyResult<usize> {
    let bytes = data.bytes(cx);
    let sum = cx.detach(|_| bytes.iter().map(|&byte| usize::from(byte)).sum::<usize>());
    Ok(sum + other.len(cx)?)
}

fn main() {}
