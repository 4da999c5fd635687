//! Memory that others write to, as a `&mut [u8]`.

use cpython_api::prelude::*;

fn f<'py>(cx: &mut Context<'py>, data: BufferMut<'py>) {
    let bytes: &mut [u8] = data.bytes_mut(cx);
    bytes[0] = 1;
}

fn main() {}
