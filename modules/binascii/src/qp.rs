//! Quoted-printable.

use codec_qp::{Options, decode, encode, encoded_len};
use cpython_api::prelude::*;

/// Decode a string of qp-encoded data.
#[function(data, header = false)]
pub(crate) fn a2b_qp<'py>(
    cx: &mut Context<'py>,
    data: AsciiBuffer<'py>,
    header: bool,
) -> PyResult<Bound<'py, PyBytes>> {
    let data = data.bytes(cx);
    PyBytes::computed_at_most(cx, data.len(), |out| decode(data, header, out))
        .or_raise::<SystemError>(cx)
}

/// Encode a string using quoted-printable encoding.
#[function(data, quotetabs = false, istext = true, header = false)]
pub(crate) fn b2a_qp<'py>(
    cx: &mut Context<'py>,
    data: Buffer<'py>,
    quotetabs: bool,
    istext: bool,
    header: bool,
) -> PyResult<Bound<'py, PyBytes>> {
    let data = data.bytes(cx);
    let options = Options {
        quote_tabs: quotetabs,
        is_text: istext,
        header,
    };
    let Some(len) = encoded_len(data, options) else {
        return Err(MemoryError::none(cx));
    };
    PyBytes::computed_at_most(cx, len, |out| encode(data, options, out)).or_raise::<SystemError>(cx)
}
