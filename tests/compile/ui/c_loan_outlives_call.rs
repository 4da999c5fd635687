//! Bytes that were lent for a call, kept after it.

use cpython_api::prelude::*;

static KEPT: std::sync::Mutex<&'static [u8]> = std::sync::Mutex::new(&[]);

fn f<'py>(cx: &mut Context<'py>, data: Buffer<'py>) {
    *KEPT.lock().unwrap() = data.bytes(cx);
}

fn main() {}
