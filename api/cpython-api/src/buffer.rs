//! Bytes-like arguments.

use crate::context::Call;
use crate::types::PyStr;
use crate::{
    Argument, Bound, Context, ExceptionType, FromArgument, PyResult, Raised, ValueError, raw,
};
use core::marker::PhantomData;

mod holdings;
#[cfg(Py_GIL_DISABLED)]
mod snapshot;
#[cfg(not(Py_GIL_DISABLED))]
mod view;

pub use holdings::Holdings;

#[cfg(Py_GIL_DISABLED)]
use snapshot::Snapshot as Held;
#[cfg(not(Py_GIL_DISABLED))]
use view::View as Held;

/// The memory of a bytes-like object, held for the time of one call.
///
/// - `bytes`: its own memory, which never changes; no view is taken.
/// - Other exporters: a view, which also keeps a `bytearray` from being resized. In a
///   free-threaded build, where other threads can write to it at any time, a
///   snapshot of the view.
///
/// What it holds is released after the function has returned: that can run Python
/// code, so it must not happen while memory is lent.
///
/// # Invariants
/// `content` is readable for `'py`, and changes only when Python code runs.
#[doc(alias = "Py_buffer")]
#[derive(Clone, Copy)]
pub struct Buffer<'py> {
    content: *const [u8],
    call: PhantomData<Call<'py>>,
}

impl<'py> Buffer<'py> {
    #[inline]
    fn constant(content: &'py [u8]) -> Self {
        Buffer {
            content,
            call: PhantomData,
        }
    }

    /// Holds what any exporter but `bytes` has.
    #[inline(never)]
    fn acquire(cx: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
        let held = argument
            .holdings
            .hold(cx, |cx, place| Held::acquire(cx, &argument.value, place))?;
        Ok(Buffer {
            content: held.content(),
            call: PhantomData,
        })
    }

    /// Its content, for as long as no Python code can run.
    #[inline]
    pub fn bytes<'b>(self, _cx: &'b Context<'py>) -> &'b [u8] {
        // SAFETY: the invariant: readable for `'py`, which is longer than the loan, and
        // constant during it, since a shared context keeps Python code from running.
        unsafe { &*self.content }
    }
}

impl<'py> FromArgument<'py> for Buffer<'py> {
    #[doc(alias = "PyObject_GetBuffer")]
    #[inline]
    fn from_argument(cx: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
        match raw::exact_bytes_content(cx, argument.value) {
            Some(bytes) => Ok(Buffer::constant(bytes)),
            None => Buffer::acquire(cx, argument),
        }
    }
}

/// A bytes-like object, or a `str` of ASCII characters only.
///
/// The type of Argument Clinic's `ascii_buffer` parameters in binascii.
#[derive(Clone, Copy)]
pub struct AsciiBuffer<'py>(Buffer<'py>);

impl<'py> AsciiBuffer<'py> {
    /// Its content, for as long as no Python code can run.
    #[inline]
    pub fn bytes<'b>(self, cx: &'b Context<'py>) -> &'b [u8] {
        self.0.bytes(cx)
    }
}

impl<'py> FromArgument<'py> for AsciiBuffer<'py> {
    #[inline]
    fn from_argument(cx: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
        if let Some(bytes) = raw::exact_bytes_content(cx, argument.value) {
            return Ok(AsciiBuffer(Buffer::constant(bytes)));
        }
        match argument.value.cast::<PyStr>(cx) {
            Some(text) => match text.into_ascii(cx) {
                Some(bytes) => Ok(AsciiBuffer(Buffer::constant(bytes))),
                None => Err(not_ascii(cx)),
            },
            None => match Buffer::acquire(cx, argument) {
                Ok(buffer) => Ok(AsciiBuffer(buffer)),
                Err(raised) => Err(not_a_buffer(cx, &argument.value, raised)),
            },
        }
    }
}

#[cold]
fn not_a_buffer(cx: &mut Context<'_>, value: &Bound<'_>, raised: Raised) -> Raised {
    // Whatever the exporter raised is replaced, as in C.
    raised.clear(cx);
    raw::not_ascii_or_buffer(cx, value)
}

#[cold]
fn not_ascii(cx: &mut Context<'_>) -> Raised {
    ValueError::raise(cx, "string argument should contain only ASCII characters")
}
