//! `bytes`, `bytearray` and `str`.

use core::fmt::Write;
use cpython_api::memory::{String, Vec};
use cpython_api::prelude::*;

/// `data * times`, by a writer that grows.
#[function(data, times, /)]
pub(crate) fn bytes_repeat<'py>(
    cx: &mut Context<'py>,
    data: Borrowed<'py, PyBytes>,
    times: usize,
) -> PyResult<Bound<'py, PyBytes>> {
    let mut writer = BytesWriter::new(cx, 0)?;
    for _ in 0..times {
        writer.extend(cx, data.as_bytes(cx))?;
    }
    writer.finish(cx)
}

/// Up to `room` bytes of data by a writer that does not grow, but the last `less`.
#[function(data, room, less, /)]
pub(crate) fn bytes_partly<'py>(
    cx: &mut Context<'py>,
    data: Borrowed<'py, PyBytes>,
    room: usize,
    less: usize,
) -> PyResult<Bound<'py, PyBytes>> {
    let mut writer = BytesWriter::new(cx, room)?;
    for &byte in data.as_bytes(cx) {
        if writer.write(|out| out.push(byte)).is_err() {
            break;
        }
    }
    writer.truncate(writer.len().saturating_sub(less));
    writer.finish(cx)
}

/// data, written while other threads can run into room for so many bytes; ValueError if there is
/// too little.
#[function(data, room, /)]
pub(crate) fn bytes_detached<'py>(
    cx: &mut Context<'py>,
    data: Borrowed<'py, PyBytes>,
    room: usize,
) -> PyResult<Bound<'py, PyBytes>> {
    let data = data.into_bytes(cx);
    PyBytes::build_detached(cx, room, |out| out.extend(data)).or_raise::<ValueError>(cx)
}

/// `bytearray(data)`
#[function(data, /)]
pub(crate) fn bytearray_new<'py>(
    cx: &mut Context<'py>,
    data: Borrowed<'py, PyBytes>,
) -> PyResult<Bound<'py, PyByteArray>> {
    PyByteArray::new(cx, data.as_bytes(cx))
}

/// Changes the length, and gives it with a copy of the content.
#[function(array, length, /)]
pub(crate) fn bytearray_resize<'py>(
    cx: &mut Context<'py>,
    array: Borrowed<'py, PyByteArray>,
    length: usize,
) -> PyResult<(usize, Bound<'py, PyBytes>)> {
    array.resize(cx, length)?;
    Ok((array.len(cx), array.to_bytes(cx)?))
}

/// The text as a Rust `str`.
#[function(text, /)]
pub(crate) fn through_str<'py>(_cx: &mut Context<'py>, text: &'py str) -> PyResult<&'py str> {
    Ok(text)
}

/// The text as a Rust `char`.
#[function(text, /)]
pub(crate) fn through_char(_cx: &mut Context<'_>, text: char) -> PyResult<char> {
    Ok(text)
}

/// How the text is kept, its greatest possible character, and its characters.
#[function(text, /)]
pub(crate) fn str_data<'py>(
    cx: &mut Context<'py>,
    text: Borrowed<'py, PyStr>,
) -> PyResult<(&'static str, u32, Bound<'py, PyTuple>)> {
    let data = text.into_data(cx);
    let kind = match data {
        StrData::Ascii(_) => "ascii",
        StrData::Latin1(_) => "latin1",
        StrData::Ucs2(_) => "ucs2",
        StrData::Ucs4(_) => "ucs4",
    };
    let codes = (0..data.len()).map(|index| data.get(index).into_python(cx));
    let codes = PyTuple::from_iter(cx, data.len(), codes)?;
    Ok((kind, data.greatest(), codes))
}

/// The text with these characters, by a writer.
#[function(codes, /)]
pub(crate) fn str_from_codes<'py>(
    cx: &mut Context<'py>,
    codes: Borrowed<'py, PyTuple>,
) -> PyResult<Bound<'py, PyStr>> {
    let mut writer = StrWriter::new();
    for code in codes.into_slice(cx) {
        let code = code.index(cx)?.to_u64(cx)?;
        writer.push_code(cx, u32::try_from(code).unwrap_or(u32::MAX))?;
    }
    writer.finish(cx)
}

/// A text from parts of another, and a slice of that.
#[function(text, start, end, /)]
pub(crate) fn str_parts<'py>(
    cx: &mut Context<'py>,
    text: Borrowed<'py, PyStr>,
    start: usize,
    end: usize,
) -> PyResult<(Bound<'py, PyStr>, Bound<'py, PyStr>)> {
    let mut writer = StrWriter::new();
    writer.push_str(cx, "<")?;
    writer.push_slice(cx, &text, start, end)?;
    writer.push_str(cx, "…")?;
    writer.push_object(cx, &text)?;
    writer.push(cx, '>')?;
    Ok((writer.finish(cx)?, text.slice(cx, start, end)?))
}

/// A copy of the text.
#[function(text, /)]
pub(crate) fn str_copy<'py>(
    cx: &mut Context<'py>,
    text: Borrowed<'py, PyStr>,
) -> PyResult<Bound<'py, PyStr>> {
    PyStr::from_data(cx, text.into_data(cx))
}

/// An ASCII text, written in place where there is room for more.
#[function(data, /)]
pub(crate) fn str_build_ascii<'py>(
    cx: &mut Context<'py>,
    data: Borrowed<'py, PyBytes>,
) -> PyResult<Bound<'py, PyStr>> {
    let bytes = data.into_bytes(cx);
    PyStr::build_ascii(cx, bytes.len() + 3, |out| out.extend(bytes)).or_raise::<ValueError>(cx)
}

/// `text == other`, `text + other`, `other in text` and `text.find(character)`.
#[function(text, other, character, /)]
pub(crate) fn str_ask<'py>(
    cx: &mut Context<'py>,
    text: Borrowed<'py, PyStr>,
    other: Borrowed<'py, PyStr>,
    character: char,
) -> PyResult<(bool, Bound<'py, PyStr>, bool, Option<usize>)> {
    let rust = other.into_utf8(cx)?;
    let length = text.len(cx);
    Ok((
        text.is_text(cx, rust),
        text.concat(cx, &other)?,
        text.contains_text(cx, &other)?,
        text.find_char(cx, character.into(), 0, length)?,
    ))
}

/// The interned text.
#[function(text, /)]
pub(crate) fn str_intern<'py>(
    cx: &mut Context<'py>,
    text: &'py str,
) -> PyResult<Bound<'py, PyStr>> {
    PyStr::intern(cx, text)
}

/// The bytes of all numbers below `count` in decimal, made in a growing string.
#[function(count, /)]
pub(crate) fn decimals<'py>(cx: &mut Context<'py>, count: i32) -> PyResult<Bound<'py, PyBytes>> {
    let mut numbers = Vec::new();
    for number in 0..count {
        numbers.push(cx, number)?;
    }
    let mut text = String::new();
    for number in numbers.iter() {
        if write!(text, "{number} ").is_err() {
            return Err(MemoryError::none(cx));
        }
    }
    PyBytes::build(cx, text.len(), |out| out.extend(text.as_bytes())).or_raise::<SystemError>(cx)
}
