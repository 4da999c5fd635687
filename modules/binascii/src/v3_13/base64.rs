//! Base64, in the alphabet of RFC 4648 section 4.

use crate::Error;
use codec_base64::{Mode, STANDARD, decode, decoded_len_max, encode, encoded_len};
use cpython_api::prelude::*;

// The C module's limit, which is lower than what would fit.
const MOST_INPUT: usize = (isize::MAX as usize - 3) / 2;

/// Base64-code line of data.
#[function(data, /, *, newline = true)]
pub(crate) fn b2a_base64<'py>(
    cx: &mut Context<'py>,
    data: Buffer<'py>,
    newline: bool,
) -> PyResult<Bound<'py, PyBytes>> {
    let data = data.bytes(cx);
    if data.is_empty() {
        // There is one object for each byte already.
        return PyBytes::new(cx, if newline { b"\n" } else { b"" });
    }
    let len = match encoded_len(data.len()) {
        Some(len) if data.len() <= MOST_INPUT => len + usize::from(newline),
        _ => return Err(Error::raise(cx, "Too much data for base64 line")),
    };
    PyBytes::computed(cx, len, |out| {
        encode(data, STANDARD.chars(), out)?;
        if newline { out.push(b'\n') } else { Ok(()) }
    })
    .or_raise::<SystemError>(cx)
}

/// Decode a line of base64 data.
#[function(data, /, *, strict_mode = false)]
pub(crate) fn a2b_base64<'py>(
    cx: &mut Context<'py>,
    data: AsciiBuffer<'py>,
    strict_mode: bool,
) -> PyResult<Bound<'py, PyBytes>> {
    let data = data.bytes(cx);
    if data.is_empty() {
        return PyBytes::new(cx, b"");
    }
    let mode = if strict_mode {
        Mode::Strict
    } else {
        Mode::Lenient
    };
    PyBytes::computed_at_most(cx, decoded_len_max(data.len()), |out| {
        decode(data, &STANDARD, mode, out)
    })
    .or_raise::<Error>(cx)
}
