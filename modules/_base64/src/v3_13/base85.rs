//! Base85 and Z85.

use codec_base85::{
    BASE85, Decoding, Encoding, Values, Z85, decode, decoded_len, encode, encoded_len,
};
use cpython_api::BuildError;
use cpython_api::prelude::*;
use cpython_api::types::{Unconverted, Unconverted::LeftOut};

use super::Bytes;
use crate::data::{Content, Text};

/// Encode bytes in base85.
#[function(b, pad = LeftOut(false))]
pub(crate) fn b85encode<'py>(
    cx: &mut Context<'py>,
    b: Bytes<'py>,
    pad: Unconverted<'py, bool>,
) -> PyResult<Bound<'py, PyBytes>> {
    let pad = padding(cx, &b.0, pad)?;
    encoded(cx, &b.0, &BASE85, pad)
}

/// Encode bytes in Z85.
#[function(s)]
pub(crate) fn z85encode<'py>(
    cx: &mut Context<'py>,
    s: Bytes<'py>,
) -> PyResult<Bound<'py, PyBytes>> {
    encoded(cx, &s.0, &Z85, false)
}

/// Decode base85.
#[function(b)]
pub(crate) fn b85decode<'py>(cx: &mut Context<'py>, b: Text<'py>) -> PyResult<Bound<'py, PyBytes>> {
    static VALUES: Values = Values::of(&BASE85);
    decoded(cx, &b.0, &Decoding::of(&VALUES, "base85"))
}

/// Decode Z85.
#[function(s)]
pub(crate) fn z85decode<'py>(cx: &mut Context<'py>, s: Text<'py>) -> PyResult<Bound<'py, PyBytes>> {
    static VALUES: Values = Values::of(&Z85);
    decoded(cx, &s.0, &Decoding::of(&VALUES, "z85"))
}

/// Whether all digits of the last word are written; asked for only where it is not whole.
pub(crate) fn padding<'py>(
    cx: &mut Context<'py>,
    b: &Content<'py>,
    pad: Unconverted<'py, bool>,
) -> PyResult<bool> {
    Ok(b.bytes(cx).len() % 4 != 0 && pad.is_true(cx)?)
}

fn encoded<'py>(
    cx: &mut Context<'py>,
    b: &Content<'py>,
    chars: &'static [u8; 85],
    pad: bool,
) -> PyResult<Bound<'py, PyBytes>> {
    let b = b.bytes(cx);
    let encoding = Encoding {
        pad,
        ..Encoding::of(chars)
    };
    let Some(len) = encoded_len(b.len(), &encoding) else {
        return Err(MemoryError::none(cx));
    };
    PyBytes::computed(cx, len, |out| encode(b, &encoding, out)).or_raise::<SystemError>(cx)
}

fn decoded<'py>(
    cx: &mut Context<'py>,
    b: &Content<'py>,
    decoding: &Decoding<'_>,
) -> PyResult<Bound<'py, PyBytes>> {
    let b = b.bytes(cx);
    match PyBytes::computed(cx, decoded_len(b.len()), |out| decode(b, decoding, out)) {
        Ok(bytes) => Ok(bytes),
        Err(BuildError::Memory(raised)) => Err(raised),
        Err(BuildError::Content(error)) => {
            Err(ValueError::raise(cx, format_args!("{error}")).from_none(cx))
        }
    }
}
