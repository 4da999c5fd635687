//! Base16: hexadecimal in uppercase.

use codec_hex::{Error, decode, encoded_len};
use cpython_api::prelude::*;
use cpython_api::types::{Unconverted, Unconverted::LeftOut};

use crate::data::Text;
use crate::{or_error, raise_error};

/// Encode bytes in base16.
#[function(s)]
pub(crate) fn b16encode<'py>(
    cx: &mut Context<'py>,
    s: Buffer<'py>,
) -> PyResult<Bound<'py, PyBytes>> {
    let s = s.bytes(cx);
    let Some(len) = encoded_len(s.len()) else {
        return Err(MemoryError::none(cx));
    };
    PyBytes::computed(cx, len, |out| codec_hex::encode_upper(s, out)).or_raise::<SystemError>(cx)
}

/// Decode base16, perhaps in lowercase.
#[function(s, casefold = LeftOut(false))]
pub(crate) fn b16decode<'py>(
    cx: &mut Context<'py>,
    s: Text<'py>,
    casefold: Unconverted<'py, bool>,
) -> PyResult<Bound<'py, PyBytes>> {
    let casefold = casefold.is_true(cx)?;
    let s = s.0.bytes(cx);
    if !casefold && !all(s, |digit| matches!(digit, b'0'..=b'9' | b'A'..=b'F')) {
        return Err(raise_error(cx, NOT_BASE16));
    }
    let result = PyBytes::computed(cx, s.len() / 2, |out| decode(s, out));
    match result {
        // That the length is odd is said only if there is nothing worse.
        Err(cpython_api::BuildError::Content(Error::NotHex | Error::OddLength))
            if !all(s, |digit| digit.is_ascii_hexdigit()) =>
        {
            Err(raise_error(cx, NOT_BASE16))
        }
        result => or_error(cx, result),
    }
}

const NOT_BASE16: &str = "Non-base16 digit found";

/// Whether all bytes are such. Without a branch it becomes vector code.
fn all(bytes: &[u8], is: impl Fn(u8) -> bool) -> bool {
    let mut chunks = bytes.chunks_exact(64);
    let whole = chunks
        .by_ref()
        .all(|chunk| chunk.iter().fold(true, |all, &byte| all & is(byte)));
    whole && chunks.remainder().iter().all(|&byte| is(byte))
}
