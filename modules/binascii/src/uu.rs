//! Uuencoded lines.

use crate::Error;
use codec_uu::{decode, decoded_len, encode, encoded_len};
use cpython_api::prelude::*;

/// Decode a line of uuencoded data.
#[function(data, /)]
pub(crate) fn a2b_uu<'py>(
    cx: &mut Context<'py>,
    data: AsciiBuffer<'py>,
) -> PyResult<Bound<'py, PyBytes>> {
    let data = data.bytes(cx);
    match decoded_len(data) {
        Ok(len) => {
            PyBytes::computed_at_most(cx, len, |out| decode(data, out)).or_raise::<Error>(cx)
        }
        Err(error) => Err(Error::raise(cx, format_args!("{error}"))),
    }
}

/// Uuencode line of data.
#[function(data, /, *, backtick = false)]
pub(crate) fn b2a_uu<'py>(
    cx: &mut Context<'py>,
    data: Buffer<'py>,
    backtick: bool,
) -> PyResult<Bound<'py, PyBytes>> {
    let data = data.bytes(cx);
    PyBytes::computed_at_most(cx, encoded_len(data.len()), |out| {
        encode(data, backtick, out)
    })
    .or_raise::<Error>(cx)
}
