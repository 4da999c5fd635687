//! Base32.

use codec_base32::{
    BASE32, BASE32_HEX, Encoding, Error, Values, decode, decoded_len, encode, encoded_len,
};
use cpython_api::BuildError;
use cpython_api::prelude::*;
use cpython_api::types::{OrNone, Unconverted, Unconverted::LeftOut};

use super::Bytes;
use super::assert_len;
use crate::data::{Content, Text, to_object};
use crate::{or_error, raise_error};

/// Encode bytes in base32.
#[function(s)]
pub(crate) fn b32encode<'py>(
    cx: &mut Context<'py>,
    s: Bytes<'py>,
) -> PyResult<Bound<'py, PyBytes>> {
    encoded(cx, &s.0, &BASE32)
}

/// Encode bytes in base32hex.
#[function(s)]
pub(crate) fn b32hexencode<'py>(
    cx: &mut Context<'py>,
    s: Bytes<'py>,
) -> PyResult<Bound<'py, PyBytes>> {
    encoded(cx, &s.0, &BASE32_HEX)
}

/// Decode base32, perhaps in lowercase, and with the digits 0 and 1 for letters.
#[function(s, casefold = LeftOut(false), map01 = None)]
pub(crate) fn b32decode<'py>(
    cx: &mut Context<'py>,
    s: Text<'py>,
    casefold: Unconverted<'py, bool>,
    map01: Option<OrNone<Borrowed<'py>>>,
) -> PyResult<Bound<'py, PyBytes>> {
    static UPPER: Values = Values::of(&BASE32).prepared();
    static ANY_CASE: Values = Values::of(&BASE32).casefold().prepared();
    has_whole_groups(cx, &s.0)?;
    let one = match map01 {
        Some(OrNone(Some(map01))) => Some(letter(cx, map01)?),
        _ => None,
    };
    let values = match casefold.is_true(cx)? {
        true => &ANY_CASE,
        false => &UPPER,
    };
    match one {
        Some(one) => decoded(cx, &s.0, &values.clone().map01(one)),
        None => decoded(cx, &s.0, values),
    }
}

/// Decode base32hex, perhaps in lowercase.
#[function(s, casefold = LeftOut(false))]
pub(crate) fn b32hexdecode<'py>(
    cx: &mut Context<'py>,
    s: Text<'py>,
    casefold: Unconverted<'py, bool>,
) -> PyResult<Bound<'py, PyBytes>> {
    static UPPER: Values = Values::of(&BASE32_HEX).prepared();
    static ANY_CASE: Values = Values::of(&BASE32_HEX).casefold().prepared();
    has_whole_groups(cx, &s.0)?;
    match casefold.is_true(cx)? {
        true => decoded(cx, &s.0, &ANY_CASE),
        false => decoded(cx, &s.0, &UPPER),
    }
}

fn encoded<'py>(
    cx: &mut Context<'py>,
    s: &Content<'py>,
    chars: &'static [u8; 32],
) -> PyResult<Bound<'py, PyBytes>> {
    let s = s.bytes(cx);
    let encoding = Encoding::of(chars);
    let Some(len) = encoded_len(s.len(), &encoding) else {
        return Err(MemoryError::none(cx));
    };
    PyBytes::computed(cx, len, |out| encode(s, &encoding, out)).or_raise::<SystemError>(cx)
}

fn decoded<'py>(
    cx: &mut Context<'py>,
    s: &Content<'py>,
    values: &Values,
) -> PyResult<Bound<'py, PyBytes>> {
    let s = s.bytes(cx);
    match PyBytes::computed(cx, decoded_len(s, values), |out| decode(s, values, out)) {
        Err(BuildError::Content(error @ Error::NotBase32)) => {
            Err(raise_error(cx, error).from_none(cx))
        }
        result => or_error(cx, result),
    }
}

/// Raises what the codec would, but before options are looked at, as in Python.
fn has_whole_groups<'py>(cx: &mut Context<'py>, s: &Content<'py>) -> PyResult<()> {
    match s.bytes(cx).len() % 8 {
        0 => Ok(()),
        _ => Err(raise_error(cx, Error::IncorrectPadding)),
    }
}

/// What the digit 1 stands for.
fn letter<'py>(cx: &mut Context<'py>, map01: Borrowed<'py>) -> PyResult<u8> {
    let map01 = to_object(cx, map01)?;
    let bytes = PyBytes::from_object(cx, &map01)?;
    if let &[one] = bytes.as_bytes(cx) {
        return Ok(one);
    }
    assert_len(cx, &map01, 1)?;
    let message = "maketrans arguments must have same length";
    Err(ValueError::raise(cx, message))
}
