//! Quoted-printable.

use codec_qp::{Options, decode, encode, encoded_len_max};
use cpython_api::prelude::*;

/// Decode a string of qp-encoded data.
#[function(data, header = false)]
pub(crate) fn a2b_qp<'py>(
    cx: &mut Context<'py>,
    data: AsciiBuffer<'py>,
    header: bool,
) -> PyResult<Bound<'py, PyBytes>> {
    let data = data.bytes(cx);
    if data.is_empty() {
        return PyBytes::new(cx, b"");
    }
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
    let Some(most) = encoded_len_max(data, options) else {
        return Err(MemoryError::none(cx));
    };
    PyBytes::computed_at_most(cx, most, |out| encode(data, options, out))
        .or_raise::<SystemError>(cx)
}
