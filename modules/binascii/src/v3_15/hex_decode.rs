//! Hexadecimal, from digits to bytes.

use super::arguments::ignored;
use crate::Error;
use codec_hex::{decode_ignoring, decoded_len};
use cpython_api::prelude::*;

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
