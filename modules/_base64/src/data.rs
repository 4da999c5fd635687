//! What is converted: bytes in all the forms that `base64` takes them.

use cpython_api::prelude::*;
use cpython_api::{Argument, FromArgument};

use crate::{State, names};

/// The content of an argument.
pub(crate) enum Content<'py> {
    /// That of a buffer.
    Held(Buffer<'py>),
    /// That of a text, or of what is exactly `bytes`.
    Lent(&'py [u8]),
    /// What Python has made of something else.
    Made(Bound<'py, PyBytes>),
}

impl<'py> Content<'py> {
    /// Its bytes, which do not change.
    pub(crate) fn bytes<'a>(&'a self, cx: &Context<'py>) -> &'a [u8] {
        match self {
            Content::Held(buffer) => buffer.bytes(cx),
            Content::Lent(bytes) => bytes,
            Content::Made(bytes) => bytes.as_bytes(cx),
        }
    }

    /// Of what is exactly `bytes`. That is the usual argument, and this is inlined: what another
    /// function has put together in memory is moved with a delay, of 8 ns in a call of 28.
    #[inline(always)]
    pub(crate) fn of_exact_bytes(cx: &Context<'py>, value: Borrowed<'py>) -> Option<Self> {
        match PyBytes::is_exact(cx, &value) {
            true => value
                .cast::<PyBytes>(cx)
                .map(|bytes| Content::Lent(bytes.into_bytes(cx))),
            false => None,
        }
    }

    /// Of a `bytes` or `bytearray` its own, of anything else that of `memoryview(value).tobytes()`:
    /// memory need not be contiguous, nor its items be bytes.
    pub(crate) fn of(cx: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
        let value = argument.value;
        if is_bytes(cx, &value) {
            return Buffer::from_argument(cx, argument).map(Content::Held);
        }
        if is_memoryview(cx, &value)? {
            // Without a copy, if it is of bytes that are contiguous.
            match Buffer::from_argument(cx, argument) {
                Ok(buffer) => return Ok(Content::Held(buffer)),
                Err(raised) => raised.clear(cx),
            }
        }
        to_bytes(cx, &value).map(Content::Made)
    }
}

/// The argument of a decoder: a bytes-like object, or a `str` of ASCII characters.
pub(crate) struct Text<'py>(pub(crate) Content<'py>);

impl<'py> FromArgument<'py> for Text<'py> {
    #[inline]
    fn from_argument(cx: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
        if let Some(content) = Content::of_exact_bytes(cx, argument.value) {
            return Ok(Text(content));
        }
        if let Some(text) = argument.value.cast::<PyStr>(cx) {
            return match text.into_ascii(cx) {
                Some(ascii) if PyStr::is_exact(cx, &argument.value) => {
                    Ok(Text(Content::Lent(ascii)))
                }
                _ => encoded(cx, &argument.value).map(|bytes| Text(Content::Made(bytes))),
            };
        }
        match Content::of(cx, argument) {
            Ok(content) => Ok(Text(content)),
            Err(raised) => Err(not_text(cx, &argument.value, raised)),
        }
    }
}

/// What [`Text`] takes, as Python's functions make an object of it.
pub(crate) fn to_object<'py>(cx: &mut Context<'py>, value: Borrowed<'py>) -> PyResult<Bound<'py>> {
    if value.downcast::<PyStr>(cx).is_some() {
        return encoded(cx, &value).map(Bound::into_any);
    }
    if is_bytes(cx, &value) {
        return Ok(value.clone_ref(cx));
    }
    match to_bytes(cx, &value) {
        Ok(bytes) => Ok(bytes.into_any()),
        Err(raised) => Err(not_text(cx, &value, raised)),
    }
}

/// `isinstance(value, (bytes, bytearray))`
fn is_bytes<'py>(cx: &Context<'py>, value: &Bound<'py>) -> bool {
    value.downcast::<PyBytes>(cx).is_some() || value.downcast::<PyByteArray>(cx).is_some()
}

/// `memoryview`
pub(crate) fn memoryview<'py>(cx: &mut Context<'py>) -> PyResult<Bound<'py>> {
    match State::of(cx)?.memoryview.get(cx) {
        Some(memoryview) => Ok(memoryview),
        None => Err(SystemError::raise(cx, "memoryview is gone")),
    }
}

/// Whether it is a `memoryview`, of which there are no subclasses.
pub(crate) fn is_memoryview<'py>(cx: &mut Context<'py>, value: &Bound<'py>) -> PyResult<bool> {
    let memoryview = memoryview(cx)?;
    Ok(value.type_object(cx)?.is(&memoryview))
}

/// `memoryview(value).tobytes()`
pub(crate) fn to_bytes<'py>(
    cx: &mut Context<'py>,
    value: &Bound<'py>,
) -> PyResult<Bound<'py, PyBytes>> {
    let view = memoryview(cx)?.call(cx, (value,))?;
    let bytes = view.call_method(cx, &*names::tobytes(cx)?, ())?;
    exactly_bytes(cx, bytes)
}

/// `text.encode('ascii')`
fn encoded<'py>(cx: &mut Context<'py>, text: &Bound<'py>) -> PyResult<Bound<'py, PyBytes>> {
    match text.call_method(cx, "encode", ("ascii",)) {
        Ok(bytes) => exactly_bytes(cx, bytes),
        Err(raised) if raised.matches::<cpython_api::UnicodeEncodeError>(cx) => {
            let message = "string argument should contain only ASCII characters";
            Err(ValueError::raise(cx, message).with_context(cx, raised))
        }
        Err(raised) => Err(raised),
    }
}

fn exactly_bytes<'py>(cx: &mut Context<'py>, value: Bound<'py>) -> PyResult<Bound<'py, PyBytes>> {
    match value.downcast_into::<PyBytes>(cx) {
        Ok(bytes) => Ok(bytes),
        // Only a subclass of str that encodes itself can do that.
        Err(value) => PyBytes::from_object(cx, &value),
    }
}

#[cold]
fn not_text<'py>(cx: &mut Context<'py>, value: &Bound<'py>, raised: Raised) -> Raised {
    if !raised.matches::<TypeError>(cx) {
        return raised;
    }
    raised.clear(cx);
    let template = "argument should be a bytes-like object or ASCII string, not %r";
    match class_name(cx, value) {
        Ok(name) => type_error(cx, template, &[&name]).from_none(cx),
        Err(raised) => raised,
    }
}

/// `value.__class__.__name__`
pub(crate) fn class_name<'py>(cx: &mut Context<'py>, value: &Bound<'py>) -> PyResult<Bound<'py>> {
    value.get_attr(cx, "__class__")?.get_attr(cx, "__name__")
}

/// Raises `TypeError(template % values)`.
#[cold]
pub(crate) fn type_error<'py>(
    cx: &mut Context<'py>,
    template: &str,
    values: &[&Bound<'py>],
) -> Raised {
    match formatted(cx, template, values) {
        Ok(message) => TypeError::raise_with(cx, (&message,)),
        Err(raised) => raised,
    }
}

/// `template % values`
#[cold]
pub(crate) fn formatted<'py>(
    cx: &mut Context<'py>,
    template: &str,
    values: &[&Bound<'py>],
) -> PyResult<Bound<'py>> {
    let template = PyStr::new(cx, template)?;
    let values = PyTuple::of(cx, values)?;
    template.into_any().remainder(cx, values.as_any())
}
