//! Hexadecimal.

use crate::{Error, hex};
use codec_hex::{decode, decoded_len};
use cpython_api::prelude::*;

/// Hexadecimal representation of binary data.
#[function(data, sep = None, bytes_per_sep = 1)]
pub(crate) fn b2a_hex<'py>(
    cx: &mut Context<'py>,
    data: Buffer<'py>,
    sep: Option<Borrowed<'py>>,
    bytes_per_sep: i32,
) -> PyResult<Bound<'py, PyBytes>> {
    hex::encoded(cx, data, sep, bytes_per_sep as isize)
}

/// Hexadecimal representation of binary data.
#[function(data, sep = None, bytes_per_sep = 1)]
pub(crate) fn hexlify<'py>(
    cx: &mut Context<'py>,
    data: Buffer<'py>,
    sep: Option<Borrowed<'py>>,
    bytes_per_sep: i32,
) -> PyResult<Bound<'py, PyBytes>> {
    b2a_hex(cx, data, sep, bytes_per_sep)
}

/// Binary data of hexadecimal representation.
#[function(hexstr, /)]
pub(crate) fn a2b_hex<'py>(
    cx: &mut Context<'py>,
    hexstr: AsciiBuffer<'py>,
) -> PyResult<Bound<'py, PyBytes>> {
    decoded(cx, hexstr)
}

/// Binary data of hexadecimal representation.
#[function(hexstr, /)]
pub(crate) fn unhexlify<'py>(
    cx: &mut Context<'py>,
    hexstr: AsciiBuffer<'py>,
) -> PyResult<Bound<'py, PyBytes>> {
    decoded(cx, hexstr)
}

/// What the digits stand for.
// Inlined, or else the result of a call of 13 ns goes through memory once more.
#[inline(always)]
fn decoded<'py>(cx: &mut Context<'py>, hexstr: AsciiBuffer<'py>) -> PyResult<Bound<'py, PyBytes>> {
    let hexstr = hexstr.bytes(cx);
    if hexstr.is_empty() {
        return PyBytes::new(cx, b"");
    }
    PyBytes::computed(cx, decoded_len(hexstr.len()), |out| decode(hexstr, out))
        .or_raise::<Error>(cx)
}
