//! Bytes-like arguments.

use crate::{Borrowed, Context, ExceptionType, FromArgument, PyResult, PyStr, ValueError, raw};

#[cfg(Py_GIL_DISABLED)]
mod snapshot;
#[cfg(not(Py_GIL_DISABLED))]
mod view;

#[cfg(Py_GIL_DISABLED)]
use snapshot::Snapshot as Held;
#[cfg(not(Py_GIL_DISABLED))]
use view::View as Held;

/// The memory of a bytes-like object, held for the time of one call.
///
/// The glue acquires it before a function runs and releases it afterwards; the
/// function gets `&Buffer`, so it cannot release it while memory is lent.
///
/// - `bytes`: its own memory, which never changes; no view is taken.
/// - Other exporters: a view, which also keeps a `bytearray` from being resized. In a
///   free-threaded build, where other threads can write to it at any time, a
///   snapshot of the view.
#[doc(alias = "Py_buffer")]
pub struct Buffer<'a>(Source<'a>);

enum Source<'a> {
    Constant(&'a [u8]),
    Held(Held),
}

impl Buffer<'_> {
    /// Its content, for as long as no Python code can run.
    #[inline]
    pub fn bytes<'b>(&'b self, cx: &'b Context<'_>) -> &'b [u8] {
        match &self.0 {
            Source::Constant(bytes) => bytes,
            Source::Held(held) => held.bytes(cx),
        }
    }
}

impl<'a> FromArgument<'a> for Buffer<'a> {
    #[doc(alias = "PyObject_GetBuffer")]
    #[inline]
    fn from_argument(cx: &mut Context<'_>, value: Borrowed<'a>) -> PyResult<Self> {
        if let Some(bytes) = raw::exact_bytes_content(cx, value) {
            return Ok(Buffer(Source::Constant(bytes)));
        }
        acquire(cx, value)
    }
}

#[inline(never)]
fn acquire<'a>(cx: &mut Context<'_>, value: Borrowed<'_>) -> PyResult<Buffer<'a>> {
    Held::acquire(cx, value).map(|held| Buffer(Source::Held(held)))
}

/// A bytes-like object, or a `str` of ASCII characters only.
///
/// The type of Argument Clinic's `ascii_buffer` parameters in binascii.
pub struct AsciiBuffer<'a>(Buffer<'a>);

impl AsciiBuffer<'_> {
    /// Its content, for as long as no Python code can run.
    #[inline]
    pub fn bytes<'b>(&'b self, cx: &'b Context<'_>) -> &'b [u8] {
        self.0.bytes(cx)
    }
}

impl<'a> FromArgument<'a> for AsciiBuffer<'a> {
    #[inline]
    fn from_argument(cx: &mut Context<'_>, value: Borrowed<'a>) -> PyResult<Self> {
        if let Some(bytes) = raw::exact_bytes_content(cx, value) {
            return Ok(AsciiBuffer(Buffer(Source::Constant(bytes))));
        }
        if let Some(text) = PyStr::from_object(cx, value) {
            return match text.as_ascii(cx) {
                Some(bytes) => Ok(AsciiBuffer(Buffer(Source::Constant(bytes)))),
                None => Err(not_ascii(cx)),
            };
        }
        match acquire(cx, value) {
            Ok(buffer) => Ok(AsciiBuffer(buffer)),
            Err(raised) => {
                drop(raised);
                Err(raw::not_ascii_or_buffer(cx, value))
            }
        }
    }
}

#[cold]
fn not_ascii(cx: &mut Context<'_>) -> crate::Raised {
    ValueError::raise(cx, "string argument should contain only ASCII characters")
}
