//! Ascii85.

use codec_base85::ascii85::{
    Decoding, Encoding, decode, decoded_len, encode, encoded_len, unframed,
};
use codec_simd::ByteSet;
use core::num::NonZero;
use cpython_api::prelude::*;

use crate::{or_error, raise_error};

/// Encode bytes in Ascii85.
#[function(b, *, foldspaces = false, wrapcol = 0, pad = false, adobe = false)]
pub(crate) fn a85encode<'py>(
    cx: &mut Context<'py>,
    b: Buffer<'py>,
    foldspaces: bool,
    wrapcol: usize,
    pad: bool,
    adobe: bool,
) -> PyResult<Bound<'py, PyBytes>> {
    let b = b.bytes(cx);
    let encoding = Encoding {
        fold_spaces: foldspaces,
        columns: NonZero::new(wrapcol),
        pad,
        adobe,
    };
    let Some(len) = encoded_len(b, &encoding) else {
        return Err(raise_error(cx, "Too much data for Ascii85"));
    };
    PyBytes::computed(cx, len, |out| encode(b, &encoding, out)).or_raise::<SystemError>(cx)
}

/// Decode Ascii85.
#[function(b, *, foldspaces = false, adobe = false, ignorechars = None, canonical = false)]
pub(crate) fn a85decode<'py>(
    cx: &mut Context<'py>,
    b: AsciiBuffer<'py>,
    foldspaces: bool,
    adobe: bool,
    ignorechars: Option<Buffer<'py>>,
    canonical: bool,
) -> PyResult<Bound<'py, PyBytes>> {
    const SPACE: ByteSet = ByteSet::of(b" \t\n\r\x0b");
    let mut text = b.bytes(cx);
    let decoding = Decoding {
        fold_spaces: foldspaces,
        ignored: ignorechars.map_or(SPACE, |given| ByteSet::of(given.bytes(cx))),
        canonical,
        single: false,
    };
    if adobe {
        text = match unframed(text, false) {
            Ok(inside) => inside,
            Err(error) => return Err(raise_error(cx, error)),
        };
    }
    let most = decoded_len(text, &decoding);
    let result = PyBytes::computed_at_most(cx, most, |out| decode(text, &decoding, out));
    or_error(cx, result)
}
