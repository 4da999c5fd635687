//! Memory: arguments that are read, arguments that are written to, results that grow.

use core::mem::MaybeUninit;
use cpython_api::memory::{String, Vec};
use cpython_api::prelude::*;

/// The sum of the bytes; a thread that adds up many lets others run meanwhile.
#[function(data, /)]
pub(crate) fn sum<'py>(cx: &mut Context<'py>, data: Buffer<'py>) -> u32 {
    let data = data.bytes(cx);
    cx.detach(|_| {
        data.iter()
            .fold(0, |sum: u32, byte| sum.wrapping_add((*byte).into()))
    })
}

/// Write `data` into `target` from `offset` on, as a `readinto()` does.
#[function(target, data, offset = 0, /)]
pub(crate) fn write_into<'py>(
    cx: &mut Context<'py>,
    target: BufferMut<'py>,
    data: Buffer<'py>,
    offset: i32,
) -> PyResult<u32> {
    let Ok(offset) = usize::try_from(offset) else {
        return Err(ValueError::raise(cx, "offset must not be negative"));
    };
    let data = data.bytes(cx);
    target.write_at(cx, offset, data)?;
    Ok(data.len() as u32)
}

/// The first eight bytes of a writable object.
#[function(target, /)]
pub(crate) fn first_eight<'py>(
    cx: &mut Context<'py>,
    target: BufferMut<'py>,
) -> PyResult<Bound<'py, PyBytes>> {
    let mut room = [MaybeUninit::uninit(); 8];
    let read = target.read_at(cx, 0, &mut room)?;
    PyBytes::build(cx, 8, |out| out.extend(read)).or_raise::<SystemError>(cx)
}

/// Return text from its end to its beginning.
#[function(text, /)]
pub(crate) fn backwards<'py>(cx: &mut Context<'py>, text: &'py str) -> PyResult<String> {
    // Like Rust's own, but in Python's memory, which can be missing.
    let mut characters = Vec::new();
    for character in text.chars() {
        characters.push(cx, character)?;
    }
    let mut result = String::new();
    while let Some(character) = characters.pop() {
        result.push(cx, character)?;
    }
    Ok(result)
}
