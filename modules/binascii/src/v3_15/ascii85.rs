//! Ascii85.

use super::arguments::ignored;
use crate::Error;
use codec_base85::ascii85::{
    Decoding, Encoding, decode, decoded_len, encode, encoded_len, unframed,
};
use core::num::NonZero;
use cpython_api::prelude::*;

/// Ascii85-encode data.
#[function(data, /, *, foldspaces = false, wrapcol = 0, pad = false, adobe = false)]
pub(crate) fn b2a_ascii85<'py>(
    cx: &mut Context<'py>,
    data: Buffer<'py>,
    foldspaces: bool,
    wrapcol: usize,
    pad: bool,
    adobe: bool,
) -> PyResult<Bound<'py, PyBytes>> {
    let data = data.bytes(cx);
    let encoding = Encoding {
        fold_spaces: foldspaces,
        columns: NonZero::new(wrapcol),
        pad,
        adobe,
    };
    let Some(len) = encoded_len(data, &encoding) else {
        return Err(Error::raise(cx, "Too much data for Ascii85"));
    };
    PyBytes::computed(cx, len, |out| encode(data, &encoding, out)).or_raise::<SystemError>(cx)
}

/// Decode Ascii85 data.
#[function(data, /, *, foldspaces = false, adobe = false, ignorechars = None, canonical = false)]
pub(crate) fn a2b_ascii85<'py>(
    cx: &mut Context<'py>,
    data: AsciiBuffer<'py>,
    foldspaces: bool,
    adobe: bool,
    ignorechars: Option<Buffer<'py>>,
    canonical: bool,
) -> PyResult<Bound<'py, PyBytes>> {
    let mut text = data.bytes(cx);
    let decoding = Decoding {
        fold_spaces: foldspaces,
        ignored: ignored(cx, ignorechars),
        canonical,
        single: false,
    };
    if adobe {
        text = match unframed(text, false) {
            Ok(inside) => inside,
            Err(error) => return Err(Error::raise(cx, format_args!("{error}"))),
        };
    }
    PyBytes::computed_at_most(cx, decoded_len(text, &decoding), |out| {
        decode(text, &decoding, out)
    })
    .or_raise::<Error>(cx)
}
