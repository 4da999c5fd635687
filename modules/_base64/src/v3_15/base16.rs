//! Base16: hexadecimal in uppercase.

use codec_hex::{
    Separator, decode_ignoring, decoded_len, encode_upper, encode_with_sep, encoded_len,
    encoded_len_with_sep,
};
use codec_simd::ByteSet;
use core::num::NonZero;
use cpython_api::prelude::*;
use cpython_api::types::{Unconverted, Unconverted::Given};
use cpython_api::{Argument, FromArgument};
use outbuf::Full;

use super::{Later, ignored};
use crate::data::{Content, Text, to_bytes};
use crate::{or_error, raise_error};

/// Encode bytes in base16.
#[function(s, *, wrapcol = Unconverted::LeftOut(0))]
pub(crate) fn b16encode<'py>(
    cx: &mut Context<'py>,
    s: Later<'py, Buffer<'py>>,
    wrapcol: Unconverted<'py, usize>,
) -> PyResult<Bound<'py, PyBytes>> {
    if let Given(wrapcol) = wrapcol {
        if wrapcol.is_true(cx)? {
            return wrapped(cx, s, wrapcol);
        }
    }
    let s = s.converted(cx)?.try_bytes(cx)?;
    let Some(len) = encoded_len(s.len()) else {
        return Err(MemoryError::none(cx));
    };
    PyBytes::computed(cx, len, |out| encode_upper(s, out)).or_raise::<SystemError>(cx)
}

/// In lines of so many characters at most, and two at least.
fn wrapped<'py>(
    cx: &mut Context<'py>,
    s: Later<'py, Buffer<'py>>,
    wrapcol: Borrowed<'py>,
) -> PyResult<Bound<'py, PyBytes>> {
    if PyInt::is_exact(cx, &wrapcol) {
        let columns = wrapcol.index_clipped(cx)?;
        if (0..isize::MAX).contains(&columns) {
            let s = s.converted(cx)?.try_bytes(cx)?;
            return in_lines(cx, s, (columns.unsigned_abs() / 2).max(1));
        }
    }
    let zero = 0.into_python(cx)?;
    if wrapcol.compare_bool(cx, Operator::Lt, &zero)? {
        return Err(ValueError::raise(cx, "Negative wrapcol"));
    }
    let two = 2.into_python(cx)?;
    let bytes = match wrapcol.compare_bool(cx, Operator::Lt, &two)? {
        true => 1.into_python(cx)?,
        false => wrapcol.floor_divide(cx, &two)?,
    };
    let bytes = bytes.negative(cx)?;
    let s = s.converted(cx)?.try_bytes(cx)?;
    let group = match bytes.downcast::<PyInt>(cx) {
        Some(bytes) => bytes.to_isize(cx)?,
        None => bytes.index_clipped(cx)?,
    };
    let separator = NonZero::new(group).map(|group| Separator { byte: b'\n', group });
    let len = match separator {
        Some(separator) => encoded_len_with_sep(s.len(), separator),
        None => encoded_len(s.len()),
    };
    let Some(len) = len else {
        return Err(MemoryError::none(cx));
    };
    let digits = PyBytes::computed(cx, len, |out| match separator {
        Some(separator) => encode_with_sep(s, separator, out),
        None => encode_upper(s, out),
    });
    let digits = digits.or_raise::<SystemError>(cx)?;
    let upper = digits.into_any().call_method(cx, "upper", ())?;
    PyBytes::from_object(cx, &upper)
}

/// In lines of so many bytes.
fn in_lines<'py>(cx: &mut Context<'py>, s: &[u8], bytes: usize) -> PyResult<Bound<'py, PyBytes>> {
    let breaks = s.len().saturating_sub(1) / bytes;
    let len = encoded_len(s.len()).and_then(|len| len.checked_add(breaks));
    let Some(len) = len else {
        return Err(MemoryError::none(cx));
    };
    PyBytes::computed(cx, len, |out| {
        for (number, line) in s.chunks(bytes).enumerate() {
            if number > 0 {
                out.push(b'\n')?;
            }
            encode_upper(line, out)?;
        }
        Ok::<(), Full>(())
    })
    .or_raise::<SystemError>(cx)
}

/// Decode base16, perhaps in lowercase.
#[function(s, casefold = false, *, ignorechars = None)]
pub(crate) fn b16decode<'py>(
    cx: &mut Context<'py>,
    s: Whole<'py>,
    casefold: bool,
    ignorechars: Option<Whole<'py>>,
) -> PyResult<Bound<'py, PyBytes>> {
    if casefold {
        let s = AsciiBuffer::from_argument(cx, s.0)?;
        let ignorechars = match ignorechars {
            Some(given) => Some(Buffer::from_argument(cx, given.0)?),
            None => None,
        };
        let s = s.try_bytes(cx)?;
        let ignored = ignored(cx, ignorechars)?;
        return decoded(cx, s, &ignored);
    }
    let Text(content) = Text::from_argument(cx, s.0)?;
    let ignored = match ignorechars {
        None => ByteSet::EMPTY,
        Some(given) => chars_of(cx, given.0)?,
    };
    let s = match &content {
        Content::Held(buffer) => buffer.try_bytes(cx)?,
        Content::Lent(_) | Content::Made(_) => content.bytes(cx),
    };
    if !s.iter().any(|char| LOWER.contains(char)) {
        return decoded(cx, s, &ignored);
    }
    if s.iter()
        .any(|char| LOWER.contains(char) && !ignored.contains(*char))
    {
        return Err(raise_error(cx, "Non-base16 digit found"));
    }
    // They would be digits.
    let upper = s.iter().filter(|char| !LOWER.contains(char));
    let copy = PyBytes::build(cx, s.len(), |out| {
        upper.copied().try_for_each(|char| out.push(char))
    });
    let copy = copy.or_raise::<SystemError>(cx)?;
    let s = copy.as_bytes(cx);
    decoded(cx, s, &ignored)
}

/// The digits that are not of base16.
const LOWER: &[u8; 6] = b"abcdef";

/// An argument as it is given.
pub(crate) struct Whole<'py>(Argument<'py>);

impl<'py> FromArgument<'py> for Whole<'py> {
    #[inline]
    fn from_argument(_: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
        Ok(Whole(argument))
    }
}

/// What is ignored: the items of a `bytes`, or the memory of anything else.
fn chars_of<'py>(cx: &mut Context<'py>, given: Argument<'py>) -> PyResult<ByteSet> {
    if let Some(bytes) = given.value.downcast::<PyBytes>(cx) {
        return Ok(ByteSet::of(bytes.as_bytes(cx)));
    }
    let bytes = to_bytes(cx, &given.value)?;
    Ok(ByteSet::of(bytes.as_bytes(cx)))
}

fn decoded<'py>(
    cx: &mut Context<'py>,
    s: &[u8],
    ignored: &ByteSet,
) -> PyResult<Bound<'py, PyBytes>> {
    let result = PyBytes::computed(cx, decoded_len(s.len()), |out| {
        decode_ignoring(s, ignored, out)
    });
    or_error(cx, result)
}
