//! Base85, in any alphabet of 85 characters.

use super::arguments::{alphabet_of, ignored};
use crate::Error;
use codec_base85::{
    BASE85, Decoding, Encoding, Values, Z85, decode, decoded_len, encode, encoded_len,
};
use core::num::NonZero;
use cpython_api::prelude::*;

/// Base85-code line of data.
#[function(data, /, *, pad = false, wrapcol = 0, alphabet = None)]
pub(crate) fn b2a_base85<'py>(
    cx: &mut Context<'py>,
    data: Buffer<'py>,
    pad: bool,
    wrapcol: usize,
    alphabet: Option<Buffer<'py>>,
) -> PyResult<Bound<'py, PyBytes>> {
    let data = data.bytes(cx);
    let alphabet = alphabet.map(|alphabet| alphabet.bytes(cx));
    let encoding = Encoding {
        chars: alphabet_of(cx, alphabet)?.unwrap_or(&BASE85),
        pad,
        columns: NonZero::new(wrapcol),
    };
    let Some(len) = encoded_len(data.len(), &encoding) else {
        return Err(Error::raise(cx, "Too much data for Base85 line"));
    };
    PyBytes::computed(cx, len, |out| encode(data, &encoding, out)).or_raise::<SystemError>(cx)
}

/// Decode a line of Base85 data.
#[function(data, /, *, alphabet = None, ignorechars = None, canonical = false)]
pub(crate) fn a2b_base85<'py>(
    cx: &mut Context<'py>,
    data: AsciiBuffer<'py>,
    alphabet: Option<Borrowed<'py, PyBytes>>,
    ignorechars: Option<Buffer<'py>>,
    canonical: bool,
) -> PyResult<Bound<'py, PyBytes>> {
    static STANDARD: Values = Values::of(&BASE85);
    static ZEROMQ: Values = Values::of(&Z85);
    let data = data.bytes(cx);
    let alphabet = alphabet.map(|alphabet| alphabet.into_bytes(cx));
    let decoded = |cx: &mut Context<'py>, values: &Values| {
        let decoding = Decoding {
            values,
            // In any alphabet.
            name: "Base85",
            ignored: ignored(cx, ignorechars),
            canonical,
            single: false,
        };
        PyBytes::computed_at_most(cx, decoded_len(data.len()), |out| {
            decode(data, &decoding, out)
        })
        .or_raise::<Error>(cx)
    };
    match alphabet_of(cx, alphabet)? {
        None => decoded(cx, &STANDARD),
        _ if data.is_empty() => decoded(cx, &STANDARD),
        // To make them takes longer than to decode a short text.
        Some(chars) if *chars == BASE85 => decoded(cx, &STANDARD),
        Some(chars) if *chars == Z85 => decoded(cx, &ZEROMQ),
        Some(chars) => decoded(cx, &Values::of(chars)),
    }
}
