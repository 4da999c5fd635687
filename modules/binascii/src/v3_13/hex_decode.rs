//! Hexadecimal, from digits to bytes.

use crate::Error;
use codec_hex::decode;
use cpython_api::prelude::*;

/// Binary data of hexadecimal representation.
#[function(hexstr, /)]
pub(crate) fn a2b_hex<'py>(
    cx: &mut Context<'py>,
    hexstr: AsciiBuffer<'py>,
) -> PyResult<Bound<'py, PyBytes>> {
    let hexstr = hexstr.bytes(cx);
    PyBytes::computed(cx, hexstr.len() / 2, |out| decode(hexstr, out)).or_raise::<Error>(cx)
}

/// Binary data of hexadecimal representation.
#[function(hexstr, /)]
pub(crate) fn unhexlify<'py>(
    cx: &mut Context<'py>,
    hexstr: AsciiBuffer<'py>,
) -> PyResult<Bound<'py, PyBytes>> {
    a2b_hex(cx, hexstr)
}
