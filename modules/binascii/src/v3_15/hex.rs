//! Hexadecimal.

use super::arguments::ignored;
use crate::{Error, hex};
use codec_hex::{decode_ignoring, decoded_len};
use cpython_api::prelude::*;

/// Hexadecimal representation of binary data.
#[function(data, sep = None, bytes_per_sep = 1)]
pub(crate) fn b2a_hex<'py>(
    cx: &mut Context<'py>,
    data: Buffer<'py>,
    sep: Option<Borrowed<'py>>,
    bytes_per_sep: isize,
) -> PyResult<Bound<'py, PyBytes>> {
    hex::encoded(cx, data, sep, bytes_per_sep)
}

/// Hexadecimal representation of binary data.
#[function(data, sep = None, bytes_per_sep = 1)]
pub(crate) fn hexlify<'py>(
    cx: &mut Context<'py>,
    data: Buffer<'py>,
    sep: Option<Borrowed<'py>>,
    bytes_per_sep: isize,
) -> PyResult<Bound<'py, PyBytes>> {
    b2a_hex(cx, data, sep, bytes_per_sep)
}

/// Binary data of hexadecimal representation.
#[function(hexstr, /, *, ignorechars = None)]
pub(crate) fn a2b_hex<'py>(
    cx: &mut Context<'py>,
    hexstr: AsciiBuffer<'py>,
    ignorechars: Option<Buffer<'py>>,
) -> PyResult<Bound<'py, PyBytes>> {
    let hexstr = hexstr.bytes(cx);
    let ignored = ignored(cx, ignorechars);
    PyBytes::computed(cx, decoded_len(hexstr.len()), |out| {
        decode_ignoring(hexstr, &ignored, out)
    })
    .or_raise::<Error>(cx)
}

/// Binary data of hexadecimal representation.
#[function(hexstr, /, *, ignorechars = None)]
pub(crate) fn unhexlify<'py>(
    cx: &mut Context<'py>,
    hexstr: AsciiBuffer<'py>,
    ignorechars: Option<Buffer<'py>>,
) -> PyResult<Bound<'py, PyBytes>> {
    a2b_hex(cx, hexstr, ignorechars)
}
