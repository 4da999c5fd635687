//! Base64 in lines of 76 characters, for mail.

use codec_base64::{Layout, Mode, STANDARD, decode, decoded_len_max, encode_in};
use core::num::NonZero;
use cpython_api::prelude::*;
use cpython_api::{Argument, FromArgument};

use crate::data::{class_name, is_memoryview, memoryview, type_error};
use crate::names;
use crate::or_error;

/// What one line encodes.
pub(crate) const LINE: usize = 57;

/// Its 76 characters.
const LINES: Layout = Layout {
    padded: true,
    width: NonZero::new(LINE / 3 * 4),
};

/// What `encodebytes` gives: nothing for nothing, otherwise the last line ends as the others do.
pub(crate) fn encoded<'py>(cx: &mut Context<'py>, s: &[u8]) -> PyResult<Bound<'py, PyBytes>> {
    let len = LINES
        .encoded_len(s.len())
        .and_then(|len| len.checked_add(usize::from(!s.is_empty())));
    let Some(len) = len else {
        return Err(MemoryError::none(cx));
    };
    PyBytes::computed(cx, len, |out| {
        encode_in(LINES, s, STANDARD.chars(), out)?;
        if s.is_empty() {
            Ok(())
        } else {
            out.push(b'\n')
        }
    })
    .or_raise::<SystemError>(cx)
}

/// Decode base64, passing over what is none.
#[function(s)]
pub(crate) fn decodebytes<'py>(
    cx: &mut Context<'py>,
    s: Whole<AsciiBuffer<'py>>,
) -> PyResult<Bound<'py, PyBytes>> {
    let s = s.0.bytes(cx);
    let most = decoded_len_max(s.len());
    let result =
        PyBytes::computed_at_most(cx, most, |out| decode(s, &STANDARD, Mode::Lenient, out));
    or_error(cx, result)
}

/// Bytes in one dimension, to be taken as a whole.
pub(crate) struct Whole<T>(pub(crate) T);

impl<'py, T: FromArgument<'py>> FromArgument<'py> for Whole<T> {
    const HOLDS: bool = T::HOLDS;

    #[inline]
    fn from_argument(cx: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
        check(cx, &argument.value)?;
        T::from_argument(cx, argument).map(Whole)
    }
}

/// Whether it is nothing but bytes, as `bytes` and `bytearray` are.
#[inline]
pub(crate) fn is_plain<'py>(cx: &Context<'py>, value: &Bound<'py>) -> bool {
    PyBytes::is_exact(cx, value) || PyByteArray::is_exact(cx, value)
}

/// Raises `TypeError` for what has no items of one byte in one dimension.
pub(crate) fn check<'py>(cx: &mut Context<'py>, value: &Bound<'py>) -> PyResult<()> {
    if is_plain(cx, value) {
        return Ok(());
    }
    if is_memoryview(cx, value)? {
        return check_view(cx, value, value);
    }
    match memoryview(cx)?.call(cx, (value,)) {
        Ok(view) => check_view(cx, &view, value),
        Err(raised) if raised.matches::<TypeError>(cx) => {
            let name = class_name(cx, value)?;
            let error = type_error(cx, "expected bytes-like object, not %s", &[&name]);
            Err(error.with_cause(cx, raised))
        }
        Err(raised) => Err(raised),
    }
}

/// As [`check`], of a `memoryview` of `value`.
fn check_view<'py>(cx: &mut Context<'py>, view: &Bound<'py>, value: &Bound<'py>) -> PyResult<()> {
    let format = view.get_attr(cx, &*names::format(cx)?)?;
    let is_byte = format
        .downcast::<PyStr>(cx)
        .is_some_and(|format| ["c", "b", "B"].iter().any(|one| format.is_text(cx, one)));
    if !is_byte {
        let name = class_name(cx, value)?;
        let template = "expected single byte elements, not %r from %s";
        return Err(type_error(cx, template, &[&format, &name]));
    }
    let dimensions = view.get_attr(cx, &*names::ndim(cx)?)?;
    let count = match dimensions.downcast::<PyInt>(cx) {
        Some(dimensions) => dimensions.to_isize(cx)?,
        None => 0,
    };
    if count != 1 {
        let name = class_name(cx, value)?;
        let template = "expected 1-D data, not %d-D data from %s";
        return Err(type_error(cx, template, &[&dimensions, &name]));
    }
    Ok(())
}
