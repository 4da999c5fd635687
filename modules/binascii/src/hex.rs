//! Hexadecimal, from bytes to digits, in groups.

use codec_hex::{Separator, encode, encode_with_sep, encoded_len, encoded_len_with_sep};
use core::num::NonZero;
use cpython_api::prelude::*;

/// The digits of `data`.
#[inline(always)]
pub(crate) fn encoded<'py>(
    cx: &mut Context<'py>,
    data: Buffer<'py>,
    sep: Option<Borrowed<'py>>,
    bytes_per_sep: isize,
) -> PyResult<Bound<'py, PyBytes>> {
    let separator = match sep {
        Some(sep) => {
            let byte = separator_byte(cx, sep)?;
            NonZero::new(bytes_per_sep).map(|group| Separator { byte, group })
        }
        None => None,
    };
    let data = data.bytes(cx);
    let len = match separator {
        Some(separator) => encoded_len_with_sep(data.len(), separator),
        None => encoded_len(data.len()),
    };
    let Some(len) = len else {
        return Err(MemoryError::none(cx));
    };
    PyBytes::computed(cx, len, |out| match separator {
        Some(separator) => encode_with_sep(data, separator, out),
        None => encode(data, out),
    })
    .or_raise::<SystemError>(cx)
}

/// The byte to put between groups: the only character of a `str` or `bytes`.
///
/// A `str` may be any Latin-1 character, since the result is `bytes`.
fn separator_byte<'py>(cx: &mut Context<'py>, sep: Borrowed<'py>) -> PyResult<u8> {
    // What len() says counts, even where a subclass makes it lie.
    if sep.len(cx)? != 1 {
        return Err(ValueError::raise(cx, "sep must be length 1."));
    }
    if let Some(text) = sep.downcast::<PyStr>(cx) {
        let mut byte = 0;
        for index in (0..text.len(cx)).rev() {
            match text.char_at(cx, index).map(u8::try_from) {
                Some(Ok(character)) => byte = character,
                _ => return Err(ValueError::raise(cx, "sep must be ASCII.")),
            }
        }
        return Ok(byte);
    }
    match sep.downcast::<PyBytes>(cx) {
        Some(bytes) => Ok(bytes.as_bytes(cx).first().copied().unwrap_or(0)),
        None => Err(TypeError::raise(cx, "sep must be str or bytes.")),
    }
}
