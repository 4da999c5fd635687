//! Bytes-like arguments.

use crate::argument::Later;
use crate::context::Call;
use crate::types::PyStr;
use crate::{
    Argument, Borrowed, Bound, Context, ExceptionType, FromArgument, PyResult, Raised, ValueError,
    raw,
};
use core::marker::PhantomData;

mod held;
mod holdings;
mod snapshot;
mod target;

pub use holdings::Holdings;
pub use target::BufferMut;

use core::sync::atomic::AtomicU8;
use cpython_sys::Py_buffer;
use held::Held;

/// The memory of a bytes-like object, held for the time of one call.
///
/// - `bytes`, and a `memoryview` of one: its own memory, which never changes.
/// - Other exporters: a copy, since others may write to their memory at any time, in
///   every build (docs/design/buffers.md has the measurements).
///
/// What it holds is released after the function has returned: that can run Python
/// code, so it must not happen while memory is lent.
///
/// # Invariants
/// `constant` is readable and constant for `'py`.
#[doc(alias = "Py_buffer")]
#[derive(Clone, Copy)]
pub struct Buffer<'py> {
    constant: *const [u8],
    /// Where the content is, if it is not there.
    held: Option<&'py Held>,
    call: PhantomData<Call<'py>>,
}

impl<'py> Buffer<'py> {
    #[inline]
    fn constant(content: &'py [u8]) -> Self {
        Buffer {
            constant: content,
            held: None,
            call: PhantomData,
        }
    }

    /// Holds what any exporter but `bytes` has.
    #[inline(always)]
    fn acquire(cx: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
        // Only what is needed, in registers: what was just stored word by word is copied with a
        // delay.
        let Argument {
            value,
            holdings,
            later,
            ..
        } = argument;
        Buffer::acquire_before(cx, value, holdings, later)
    }

    #[inline(never)]
    fn acquire_before(
        cx: &mut Context<'py>,
        value: Borrowed<'py>,
        holdings: &'py Holdings,
        later: Later<'py>,
    ) -> PyResult<Self> {
        if let Some(copy) = holdings.copy_small(cx, value, later) {
            return Ok(Buffer::constant(copy));
        }
        let held = holdings.hold(cx, |cx, place| Held::acquire(cx, &value, place))?;
        Ok(Buffer {
            constant: &[],
            held: Some(held),
            call: PhantomData,
        })
    }

    /// Its content. It does not change, so it can also be used while the thread is detached.
    ///
    /// # Panics
    /// If the arguments of the call are not [settled](crate::Arguments::settle), which
    /// `#[function]` and `#[methods]` have done, and there is no memory for a copy. What is converted
    /// later than that has [`try_bytes`](Self::try_bytes).
    #[inline]
    pub fn bytes(self, cx: &Context<'py>) -> &'py [u8] {
        match self.try_bytes(cx) {
            Ok(content) => content,
            Err(_) => panic!("no memory for a copy of a buffer"),
        }
    }

    /// The same, of an argument that the function itself has converted.
    ///
    /// # Errors
    /// `MemoryError` if there is no memory for a copy.
    #[inline]
    pub fn try_bytes(self, cx: &Context<'py>) -> PyResult<&'py [u8]> {
        match self.held {
            // SAFETY: exactly the invariant.
            None => Ok(unsafe { &*self.constant }),
            Some(held) => held.settled(cx),
        }
    }
}

/// The memory that an acquired view shows, which others may read and write meanwhile.
///
/// # Safety
/// The view stays acquired for the lifetime that is chosen.
unsafe fn shared_memory<'a>(view: &Py_buffer) -> &'a [AtomicU8] {
    if view.len <= 0 {
        // The pointer of an empty view may be null.
        return &[];
    }
    // SAFETY: the exporter keeps `len` bytes at `buf` until the view is released. Atomic bytes are
    // as large as any, and are what may be used where others write.
    unsafe { core::slice::from_raw_parts(view.buf.cast(), view.len as usize) }
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
    /// Its content, which does not change.
    #[inline]
    pub fn bytes(self, cx: &Context<'py>) -> &'py [u8] {
        self.0.bytes(cx)
    }

    /// The same, of an argument that the function itself has converted.
    ///
    /// # Errors
    /// `MemoryError` if there is no memory for a copy.
    #[inline]
    pub fn try_bytes(self, cx: &Context<'py>) -> PyResult<&'py [u8]> {
        self.0.try_bytes(cx)
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
