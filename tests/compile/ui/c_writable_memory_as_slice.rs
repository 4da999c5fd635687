//! A slice of a `bytearray`, which a call could resize.

use cpython_api::prelude::*;

fn f<'py>(cx: &mut Context<'py>, data: BufferMut<'py>, other: Borrowed<'py>) -> PyResult<usize> {
    let bytes: &[u8] = data.bytes(cx);
    other.len(cx)?;
    Ok(bytes.len())
}

fn main() {}
