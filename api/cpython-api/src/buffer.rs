//! Bytes-like arguments.

use crate::{
    Borrowed, Context, ExceptionType, FromArgument, PyResult, PyStr, Raised, ValueError, raw,
};
use core::marker::PhantomData;

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
///
/// # Invariants
/// `content` is valid for reads while the value exists and no Python code runs: it is
/// constant for `'a`, or the memory of `_held`.
#[doc(alias = "Py_buffer")]
pub struct Buffer<'a> {
    content: *const [u8],
    _held: Option<Held>,
    argument: PhantomData<&'a [u8]>,
}

impl<'a> Buffer<'a> {
    /// A buffer of memory that never changes.
    #[inline(always)]
    fn constant(content: &'a [u8]) -> Self {
        Buffer {
            content,
            _held: None,
            argument: PhantomData,
        }
    }

    /// A buffer of what any other exporter has.
    #[inline(never)]
    fn acquire(cx: &mut Context<'_>, value: Borrowed<'_>) -> PyResult<Self> {
        let held = Held::acquire(cx, value)?;
        Ok(Buffer {
            content: held.content(),
            _held: Some(held),
            argument: PhantomData,
        })
    }

    /// Its content, for as long as no Python code can run.
    #[inline]
    pub fn bytes<'b>(&'b self, _cx: &'b Context<'_>) -> &'b [u8] {
        // SAFETY: the invariant: the value is borrowed, and so is the context, whose
        // shared borrow keeps Python code from running.
        unsafe { &*self.content }
    }
}

impl<'a> FromArgument<'a> for Buffer<'a> {
    // Always inlined, since the common case is nothing but a comparison and two loads,
    // and a buffer is too large to be passed around.
    #[doc(alias = "PyObject_GetBuffer")]
    #[inline(always)]
    fn from_argument(cx: &mut Context<'_>, value: Borrowed<'a>) -> PyResult<Self> {
        match raw::exact_bytes_content(cx, value) {
            Some(bytes) => Ok(Buffer::constant(bytes)),
            None => Buffer::acquire(cx, value),
        }
    }
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
    // Always inlined: see `Buffer`.
    #[inline(always)]
    fn from_argument(cx: &mut Context<'_>, value: Borrowed<'a>) -> PyResult<Self> {
        if let Some(bytes) = raw::exact_bytes_content(cx, value) {
            return Ok(AsciiBuffer(Buffer::constant(bytes)));
        }
        match PyStr::from_object(cx, value) {
            Some(text) => match text.as_ascii(cx) {
                Some(bytes) => Ok(AsciiBuffer(Buffer::constant(bytes))),
                None => Err(not_ascii(cx)),
            },
            None => match Buffer::acquire(cx, value) {
                Ok(buffer) => Ok(AsciiBuffer(buffer)),
                Err(raised) => Err(not_a_buffer(cx, value, raised)),
            },
        }
    }
}

#[cold]
fn not_a_buffer(cx: &mut Context<'_>, value: Borrowed<'_>, raised: Raised) -> Raised {
    // Whatever the exporter raised is replaced, as in C.
    drop(raised);
    raw::not_ascii_or_buffer(cx, value)
}

#[cold]
fn not_ascii(cx: &mut Context<'_>) -> Raised {
    ValueError::raise(cx, "string argument should contain only ASCII characters")
}
