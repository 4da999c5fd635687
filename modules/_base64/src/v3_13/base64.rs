//! Base64.

use codec_base64::{
    Alphabet, Mode, STANDARD, URL_SAFE, decode, decoded_len_max, encode, encoded_len,
};
use cpython_api::prelude::*;
use cpython_api::types::{OrNone, Unconverted, Unconverted::LeftOut};

use super::assert_len;
use crate::data::{Content, Text, to_object};
use crate::or_error;

/// Encode bytes in base64, perhaps with other characters for '+' and '/'.
#[function(s, altchars = None)]
pub(crate) fn b64encode<'py>(
    cx: &mut Context<'py>,
    s: Buffer<'py>,
    altchars: Option<OrNone<Borrowed<'py>>>,
) -> PyResult<Bound<'py, PyBytes>> {
    match altchars {
        Some(OrNone(Some(altchars))) => {
            let altchars = characters(cx, altchars)?;
            encoded(cx, s, &Alphabet::with_altchars(altchars))
        }
        _ => encoded(cx, s, &STANDARD),
    }
}

/// Encode bytes in base64.
#[function(s)]
pub(crate) fn standard_b64encode<'py>(
    cx: &mut Context<'py>,
    s: Buffer<'py>,
) -> PyResult<Bound<'py, PyBytes>> {
    encoded(cx, s, &STANDARD)
}

/// Encode bytes in base64 with '-' and '_' for '+' and '/'.
#[function(s)]
pub(crate) fn urlsafe_b64encode<'py>(
    cx: &mut Context<'py>,
    s: Buffer<'py>,
) -> PyResult<Bound<'py, PyBytes>> {
    encoded(cx, s, &URL_SAFE)
}

/// Decode base64, perhaps with other characters for '+' and '/'.
#[function(s, altchars = None, validate = LeftOut(false))]
pub(crate) fn b64decode<'py>(
    cx: &mut Context<'py>,
    s: Text<'py>,
    altchars: Option<OrNone<Borrowed<'py>>>,
    validate: Unconverted<'py, bool>,
) -> PyResult<Bound<'py, PyBytes>> {
    let altchars = match altchars {
        Some(OrNone(Some(altchars))) => Some(text_characters(cx, altchars)?),
        _ => None,
    };
    let mode = match validate.is_true(cx)? {
        true => Mode::Strict,
        false => Mode::Lenient,
    };
    match altchars {
        Some(altchars) => decoded(cx, &s.0, &Alphabet::with_altchars(altchars), mode),
        None => decoded(cx, &s.0, &STANDARD, mode),
    }
}

/// Decode base64, passing over what is none.
#[function(s)]
pub(crate) fn standard_b64decode<'py>(
    cx: &mut Context<'py>,
    s: Text<'py>,
) -> PyResult<Bound<'py, PyBytes>> {
    decoded(cx, &s.0, &STANDARD, Mode::Lenient)
}

/// Decode base64 with '-' and '_' for '+' and '/', passing over what is none.
#[function(s)]
pub(crate) fn urlsafe_b64decode<'py>(
    cx: &mut Context<'py>,
    s: Text<'py>,
) -> PyResult<Bound<'py, PyBytes>> {
    decoded(cx, &s.0, &URL_SAFE, Mode::Lenient)
}

// binascii's limit, which is lower than what would fit.
const MOST_INPUT: usize = (isize::MAX as usize - 3) / 2;

fn encoded<'py>(
    cx: &mut Context<'py>,
    s: Buffer<'py>,
    alphabet: &Alphabet,
) -> PyResult<Bound<'py, PyBytes>> {
    let s = s.bytes(cx);
    let len = match encoded_len(s.len()) {
        Some(len) if s.len() <= MOST_INPUT => len,
        _ => return Err(crate::raise_error(cx, "Too much data for base64 line")),
    };
    PyBytes::computed(cx, len, |out| encode(s, alphabet.chars(), out)).or_raise::<SystemError>(cx)
}

fn decoded<'py>(
    cx: &mut Context<'py>,
    s: &Content<'py>,
    alphabet: &Alphabet,
    mode: Mode,
) -> PyResult<Bound<'py, PyBytes>> {
    let s = s.bytes(cx);
    let most = decoded_len_max(s.len());
    let result = PyBytes::computed_at_most(cx, most, |out| decode(s, alphabet, mode, out));
    or_error(cx, result)
}

/// The two characters for '+' and '/' to encode with: any bytes-like object of that length.
fn characters<'py>(cx: &mut Context<'py>, altchars: Borrowed<'py>) -> PyResult<[u8; 2]> {
    if PyBytes::is_exact(cx, &altchars) {
        if let Some(bytes) = altchars.cast::<PyBytes>(cx) {
            if let &[plus, slash] = bytes.into_bytes(cx) {
                return Ok([plus, slash]);
            }
        }
    }
    assert_len(cx, &altchars, 2)?;
    // What is accepted is what this function accepts, with its messages.
    let plus_slash = PyBytes::new(cx, b"+/")?;
    let table = PyBytes::type_object(cx).call_method(cx, "maketrans", (&plus_slash, &*altchars))?;
    match table
        .downcast::<PyBytes>(cx)
        .map(|table| table.as_bytes(cx))
    {
        Some(table) if table.len() == 256 => {
            Ok([table[usize::from(b'+')], table[usize::from(b'/')]])
        }
        _ => Err(SystemError::raise(cx, "bytes.maketrans() made no table")),
    }
}

/// The two characters for '+' and '/' to decode with: a text as the first argument is.
fn text_characters<'py>(cx: &mut Context<'py>, altchars: Borrowed<'py>) -> PyResult<[u8; 2]> {
    let altchars = to_object(cx, altchars)?;
    let bytes = PyBytes::from_object(cx, &altchars)?;
    if let &[plus, slash] = bytes.as_bytes(cx) {
        return Ok([plus, slash]);
    }
    assert_len(cx, &altchars, 2)?;
    Err(ValueError::raise(
        cx,
        "maketrans arguments must have same length",
    ))
}
