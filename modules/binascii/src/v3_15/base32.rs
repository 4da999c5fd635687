//! Base32, in any alphabet of 32 characters.

use super::arguments::{alphabet_of, ignored};
use crate::Error;
use codec_base32::options::{Decoding, decode, decoded_len_max};
use codec_base32::{BASE32, BASE32_HEX, Encoding, Values, encode, encoded_len};
use core::num::NonZero;
use cpython_api::prelude::*;

/// Base32-code line of data.
#[function(data, /, *, padded = true, wrapcol = 0, alphabet = None)]
pub(crate) fn b2a_base32<'py>(
    cx: &mut Context<'py>,
    data: Buffer<'py>,
    padded: bool,
    wrapcol: usize,
    alphabet: Option<Buffer<'py>>,
) -> PyResult<Bound<'py, PyBytes>> {
    let data = data.bytes(cx);
    let alphabet = alphabet.map(|alphabet| alphabet.bytes(cx));
    let encoding = Encoding {
        chars: alphabet_of(cx, alphabet)?.unwrap_or(&BASE32),
        padded,
        columns: NonZero::new(wrapcol),
    };
    let Some(len) = encoded_len(data.len(), &encoding) else {
        return Err(Error::raise(cx, "Too much data for base32 line"));
    };
    PyBytes::computed(cx, len, |out| encode(data, &encoding, out)).or_raise::<SystemError>(cx)
}

/// Decode a line of base32 data.
#[function(data, /, *, padded = true, alphabet = None, ignorechars = None, canonical = false)]
pub(crate) fn a2b_base32<'py>(
    cx: &mut Context<'py>,
    data: AsciiBuffer<'py>,
    padded: bool,
    alphabet: Option<Borrowed<'py, PyBytes>>,
    ignorechars: Option<Buffer<'py>>,
    canonical: bool,
) -> PyResult<Bound<'py, PyBytes>> {
    static STANDARD: Values = Values::of(&BASE32).prepared();
    static HEX: Values = Values::of(&BASE32_HEX).prepared();
    let data = data.bytes(cx);
    let alphabet = alphabet.map(|alphabet| alphabet.into_bytes(cx));
    let decoded = |cx: &mut Context<'py>, values: &Values| {
        let decoding = Decoding {
            values,
            padded,
            ignored: ignored(cx, ignorechars),
            canonical,
        };
        PyBytes::computed_at_most(cx, decoded_len_max(data), |out| {
            decode(data, &decoding, out)
        })
        .or_raise::<Error>(cx)
    };
    match alphabet_of(cx, alphabet)? {
        None => decoded(cx, &STANDARD),
        _ if data.is_empty() => decoded(cx, &STANDARD),
        // To make them takes longer than to decode a short text.
        Some(chars) if *chars == BASE32 => decoded(cx, &STANDARD),
        Some(chars) if *chars == BASE32_HEX => decoded(cx, &HEX),
        Some(chars) => decoded(cx, &Values::of(chars)),
    }
}
