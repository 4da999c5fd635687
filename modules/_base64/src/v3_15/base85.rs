//! Base85 and Z85.

use codec_base85::{
    BASE85, Decoding, Encoding, Values, Z85, decode, decoded_len, encode, encoded_len,
};
use core::num::NonZero;
use cpython_api::prelude::*;

use super::ignored;
use crate::{or_error, raise_error};

/// Encode bytes in base85.
#[function(b, pad = false, *, wrapcol = 0)]
pub(crate) fn b85encode<'py>(
    cx: &mut Context<'py>,
    b: Buffer<'py>,
    pad: bool,
    wrapcol: usize,
) -> PyResult<Bound<'py, PyBytes>> {
    encoded(cx, b, &BASE85, pad, wrapcol)
}

/// Encode bytes in Z85.
#[function(s, pad = false, *, wrapcol = 0)]
pub(crate) fn z85encode<'py>(
    cx: &mut Context<'py>,
    s: Buffer<'py>,
    pad: bool,
    wrapcol: usize,
) -> PyResult<Bound<'py, PyBytes>> {
    encoded(cx, s, &Z85, pad, wrapcol)
}

/// Decode base85.
#[function(b, *, ignorechars = None, canonical = false)]
pub(crate) fn b85decode<'py>(
    cx: &mut Context<'py>,
    b: AsciiBuffer<'py>,
    ignorechars: Option<Buffer<'py>>,
    canonical: bool,
) -> PyResult<Bound<'py, PyBytes>> {
    static VALUES: Values = Values::of(&BASE85);
    decoded(cx, b, &VALUES, ignorechars, canonical)
}

/// Decode Z85.
#[function(s, *, ignorechars = None, canonical = false)]
pub(crate) fn z85decode<'py>(
    cx: &mut Context<'py>,
    s: AsciiBuffer<'py>,
    ignorechars: Option<Buffer<'py>>,
    canonical: bool,
) -> PyResult<Bound<'py, PyBytes>> {
    static VALUES: Values = Values::of(&Z85);
    decoded(cx, s, &VALUES, ignorechars, canonical)
}

fn encoded<'py>(
    cx: &mut Context<'py>,
    b: Buffer<'py>,
    chars: &'static [u8; 85],
    pad: bool,
    wrapcol: usize,
) -> PyResult<Bound<'py, PyBytes>> {
    let b = b.bytes(cx);
    let encoding = Encoding {
        chars,
        pad,
        columns: NonZero::new(wrapcol),
    };
    let Some(len) = encoded_len(b.len(), &encoding) else {
        return Err(raise_error(cx, "Too much data for Base85 line"));
    };
    PyBytes::computed(cx, len, |out| encode(b, &encoding, out)).or_raise::<SystemError>(cx)
}

fn decoded<'py>(
    cx: &mut Context<'py>,
    b: AsciiBuffer<'py>,
    values: &Values,
    ignorechars: Option<Buffer<'py>>,
    canonical: bool,
) -> PyResult<Bound<'py, PyBytes>> {
    let b = b.bytes(cx);
    let decoding = Decoding {
        values,
        // Z85, too, is an alphabet of it.
        name: "Base85",
        ignored: ignored(cx, ignorechars)?,
        canonical,
        single: false,
    };
    let most = decoded_len(b.len());
    let result = PyBytes::computed_at_most(cx, most, |out| decode(b, &decoding, out));
    or_error(cx, result)
}
