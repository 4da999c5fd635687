//! Base32.

use codec_base32::options::{Decoding, decode, decoded_len_max};
use codec_base32::{BASE32, BASE32_HEX, Encoding, Values, encode, encoded_len};
use core::num::NonZero;
use cpython_api::prelude::*;
use cpython_api::types::OrNone;

use super::{Later, Later::LeftOut, ignored};
use crate::data::{Text, to_object};
use crate::{or_error, raise_error};

/// Encode bytes in base32.
#[function(s, *, padded = true, wrapcol = 0)]
pub(crate) fn b32encode<'py>(
    cx: &mut Context<'py>,
    s: Buffer<'py>,
    padded: bool,
    wrapcol: usize,
) -> PyResult<Bound<'py, PyBytes>> {
    encoded(cx, s, &BASE32, padded, wrapcol)
}

/// Encode bytes in base32hex.
#[function(s, *, padded = true, wrapcol = 0)]
pub(crate) fn b32hexencode<'py>(
    cx: &mut Context<'py>,
    s: Buffer<'py>,
    padded: bool,
    wrapcol: usize,
) -> PyResult<Bound<'py, PyBytes>> {
    encoded(cx, s, &BASE32_HEX, padded, wrapcol)
}

/// Decode base32, perhaps in lowercase, and with the digits 0 and 1 for letters.
#[function(
    s, casefold = LeftOut(false), map01 = None, *, padded = LeftOut(true),
    ignorechars = LeftOut(None), canonical = LeftOut(false)
)]
pub(crate) fn b32decode<'py>(
    cx: &mut Context<'py>,
    s: Text<'py>,
    casefold: Later<'py, bool>,
    map01: Option<OrNone<Borrowed<'py>>>,
    padded: Later<'py, bool>,
    ignorechars: Later<'py, Option<Buffer<'py>>>,
    canonical: Later<'py, bool>,
) -> PyResult<Bound<'py, PyBytes>> {
    static STANDARD: Values = Values::of(&BASE32).prepared();
    let one = match map01 {
        Some(OrNone(Some(map01))) => Some(letter(cx, map01)?),
        _ => None,
    };
    let casefold = casefold.converted(cx)?;
    let decoding = Decoding {
        values: &STANDARD,
        padded: padded.converted(cx)?,
        ignored: {
            let given = ignorechars.converted(cx)?;
            ignored(cx, given)?
        },
        canonical: canonical.converted(cx)?,
    };
    let s = s.0.bytes(cx);
    if one.is_none() && !casefold {
        return decoded(cx, s, &decoding);
    }
    let read = |char: u8| {
        let char = match (char, one) {
            (b'0', Some(_)) => b'O',
            (b'1', Some(one)) => one,
            _ => char,
        };
        if casefold {
            char.to_ascii_uppercase()
        } else {
            char
        }
    };
    decoded_as(cx, s, read, &decoding)
}

/// Decode base32hex, perhaps in lowercase.
#[function(s, casefold = false, *, padded = true, ignorechars = None, canonical = false)]
pub(crate) fn b32hexdecode<'py>(
    cx: &mut Context<'py>,
    s: Text<'py>,
    casefold: bool,
    padded: bool,
    ignorechars: Option<Buffer<'py>>,
    canonical: bool,
) -> PyResult<Bound<'py, PyBytes>> {
    static HEX: Values = Values::of(&BASE32_HEX).prepared();
    let s = s.0.bytes(cx);
    let decoding = Decoding {
        values: &HEX,
        padded,
        ignored: ignored(cx, ignorechars)?,
        canonical,
    };
    match casefold {
        true => decoded_as(cx, s, |char| char.to_ascii_uppercase(), &decoding),
        false => decoded(cx, s, &decoding),
    }
}

fn encoded<'py>(
    cx: &mut Context<'py>,
    s: Buffer<'py>,
    chars: &'static [u8; 32],
    padded: bool,
    wrapcol: usize,
) -> PyResult<Bound<'py, PyBytes>> {
    let s = s.bytes(cx);
    let encoding = Encoding {
        chars,
        padded,
        columns: NonZero::new(wrapcol),
    };
    let Some(len) = encoded_len(s.len(), &encoding) else {
        return Err(raise_error(cx, "Too much data for base32 line"));
    };
    PyBytes::computed(cx, len, |out| encode(s, &encoding, out)).or_raise::<SystemError>(cx)
}

fn decoded<'py>(
    cx: &mut Context<'py>,
    s: &[u8],
    decoding: &Decoding<'_>,
) -> PyResult<Bound<'py, PyBytes>> {
    let most = decoded_len_max(s);
    let result = PyBytes::computed_at_most(cx, most, |out| decode(s, decoding, out));
    or_error(cx, result)
}

/// What is decoded if each character is read as another one. What is ignored is asked afterwards, so
/// that it takes a copy.
fn decoded_as<'py>(
    cx: &mut Context<'py>,
    s: &[u8],
    read: impl Fn(u8) -> u8,
    decoding: &Decoding<'_>,
) -> PyResult<Bound<'py, PyBytes>> {
    let copy = PyBytes::build(cx, s.len(), |out| {
        s.iter().try_for_each(|&char| out.push(read(char)))
    });
    let copy = copy.or_raise::<SystemError>(cx)?;
    let s = copy.as_bytes(cx);
    decoded(cx, s, decoding)
}

/// What the digit 1 stands for.
fn letter<'py>(cx: &mut Context<'py>, map01: Borrowed<'py>) -> PyResult<u8> {
    let map01 = to_object(cx, map01)?;
    let bytes = PyBytes::from_object(cx, &map01)?;
    match *bytes.as_bytes(cx) {
        [one] => Ok(one),
        _ => Err(ValueError::raise(
            cx,
            "maketrans arguments must have same length",
        )),
    }
}
