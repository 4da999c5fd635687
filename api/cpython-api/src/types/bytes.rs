//! `bytes` objects that are written once, in place.

use super::PyBytes;
use crate::{Any, Borrowed, Bound, Context, ExceptionType, IntoPython, PyResult, Raised, raw};
use core::fmt::Display;
use core::mem::MaybeUninit;
use outbuf::Out;

/// Why a `bytes` object was not built.
#[derive(Debug)]
pub enum BuildError<E> {
    /// There was no memory for it, and `MemoryError` is raised.
    Memory(Raised),
    /// What its content is made from does not allow it; nothing is raised yet.
    Content(E),
}

// Results up to this size are put together on the stack when their exact size is
// not known beforehand: copying them costs less than shrinking an object.
const ON_STACK: usize = 512;

/// Results above this length are [computed](PyBytes::computed) while other threads can run.
///
/// To detach and attach takes 50 ns when nobody else wants to run: 1 % of what the fastest
/// codec takes for so many bytes. The slowest makes others wait for a third of a millisecond
/// for one that is not longer, which is a fifteenth of what Python code may.
const DETACH_ABOVE: usize = 128 * 1024;

impl PyBytes {
    /// A `bytes` object of at most `capacity` bytes, with what `write` writes.
    ///
    /// Nothing is zeroed, copied or allocated besides the object, which is cut to
    /// what was written if that is less than `capacity`.
    ///
    /// # Errors
    /// [`BuildError::Memory`], or what `write` returns, and then there is no object.
    #[doc(alias = "PyBytes_FromStringAndSize")]
    #[inline]
    pub fn build<'py, E>(
        cx: &Context<'py>,
        capacity: usize,
        write: impl FnOnce(&mut Out<'_>) -> Result<(), E>,
    ) -> Result<Bound<'py, PyBytes>, BuildError<E>> {
        let mut object = raw::bytes_uninit(cx, capacity).map_err(BuildError::Memory)?;
        // SAFETY: `object` was made above, so it is shared with nobody.
        let memory = unsafe { raw::bytes_memory(&mut object, capacity) };
        let len = outbuf::fill(memory, write)
            .map_err(BuildError::Content)?
            .len();
        if len == capacity {
            return Ok(object);
        }
        // SAFETY: as above, and the first `len` bytes are written.
        unsafe { raw::bytes_resize(cx, object, len) }.map_err(BuildError::Memory)
    }

    /// Like [`build`](Self::build), but other threads can run Python code while `write` writes: see
    /// [`Context::detach`]. That pays for what takes longer than some microseconds.
    ///
    /// # Errors
    /// As for `build`.
    pub fn build_detached<'py, E>(
        cx: &mut Context<'py>,
        capacity: usize,
        write: impl FnOnce(&mut Out<'_>) -> Result<(), E>,
    ) -> Result<Bound<'py, PyBytes>, BuildError<E>> {
        let mut object = raw::bytes_uninit(cx, capacity).map_err(BuildError::Memory)?;
        // SAFETY: `object` was made above, so it is shared with nobody. (The collector does not
        // know it: a `bytes` refers to nothing.)
        let memory = unsafe { raw::bytes_memory(&mut object, capacity) };
        let len = cx
            .detach(|_| outbuf::fill(memory, write).map(|written| written.len()))
            .map_err(BuildError::Content)?;
        if len == capacity {
            return Ok(object);
        }
        // SAFETY: as above, and the first `len` bytes are written.
        unsafe { raw::bytes_resize(cx, object, len) }.map_err(BuildError::Memory)
    }

    /// The result of a codec, of `len` bytes, or fewer by way of exception: [`build`](Self::build)
    /// or, if it is long, [`build_detached`](Self::build_detached).
    ///
    /// # Errors
    /// As for `build`.
    #[inline]
    pub fn computed<'py, E>(
        cx: &mut Context<'py>,
        len: usize,
        write: impl FnOnce(&mut Out<'_>) -> Result<(), E>,
    ) -> Result<Bound<'py, PyBytes>, BuildError<E>> {
        match len > DETACH_ABOVE {
            true => Self::build_detached(cx, len, write),
            false => Self::build(cx, len, write),
        }
    }

    /// Like [`computed`](Self::computed), for a result that is usually shorter than `most`.
    ///
    /// # Errors
    /// As for `build`.
    #[inline]
    pub fn computed_at_most<'py, E>(
        cx: &mut Context<'py>,
        most: usize,
        write: impl FnOnce(&mut Out<'_>) -> Result<(), E>,
    ) -> Result<Bound<'py, PyBytes>, BuildError<E>> {
        match most > DETACH_ABOVE {
            true => Self::build_detached(cx, most, write),
            false => Self::build_at_most(cx, most, write),
        }
    }

    /// Like [`build`](Self::build), for a result that is usually shorter than `capacity`.
    ///
    /// # Errors
    /// As for `build`.
    #[inline]
    pub fn build_at_most<'py, E>(
        cx: &Context<'py>,
        capacity: usize,
        write: impl FnOnce(&mut Out<'_>) -> Result<(), E>,
    ) -> Result<Bound<'py, PyBytes>, BuildError<E>> {
        if capacity > ON_STACK {
            return Self::build(cx, capacity, write);
        }
        let mut stack = [MaybeUninit::uninit(); ON_STACK];
        let bytes = outbuf::fill(&mut stack[..capacity], write).map_err(BuildError::Content)?;
        raw::bytes_from_slice(cx, bytes).map_err(BuildError::Memory)
    }
}

impl PyBytes {
    /// A `bytes` object with a copy of `content`.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyBytes_FromStringAndSize")]
    #[inline]
    pub fn new<'py>(cx: &Context<'py>, content: &[u8]) -> PyResult<Bound<'py, PyBytes>> {
        raw::bytes_from_slice(cx, content)
    }

    /// Whatever `bytes(value)` makes of a buffer or an iterable.
    ///
    /// # Errors
    /// `TypeError`, if the value is neither; what its methods raise.
    #[doc(alias = "PyBytes_FromObject")]
    pub fn from_object<'py>(
        cx: &mut Context<'py>,
        value: &Bound<'py>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        raw::bytes_from_object(cx, value)
    }
}

impl<'py> Bound<'py, PyBytes> {
    /// Its content, which never changes.
    #[doc(alias = "PyBytes_AS_STRING")]
    #[doc(alias = "PyBytes_GET_SIZE")]
    #[doc(alias = "PyBytes_Size")]
    #[inline]
    pub fn as_bytes(&self, _cx: &Context<'py>) -> &[u8] {
        // SAFETY: a handle of a `bytes` is one, and keeps it alive while it is borrowed.
        unsafe { raw::bytes_content(self.as_ptr()) }
    }
}

impl<'py> Borrowed<'py, PyBytes> {
    /// Its content, which never changes, for the time of the call.
    #[inline]
    pub fn into_bytes(self, _cx: &Context<'py>) -> &'py [u8] {
        // SAFETY: a handle of a `bytes` is one, and this one lives for `'py`.
        unsafe { raw::bytes_content(self.as_ptr()) }
    }
}

/// A copy, as `bytes`.
impl<'py> IntoPython<'py> for &[u8] {
    #[doc(alias = "PyBytes_FromStringAndSize")]
    #[inline]
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        PyBytes::new(cx, self).map(Bound::into_any)
    }
}

/// A copy, as `bytes`.
impl<'py, const N: usize> IntoPython<'py> for [u8; N] {
    #[inline]
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        self.as_slice().into_python(cx)
    }
}

/// From an error of Rust's to a Python exception.
///
/// There is one for a codec's errors in a [`BuildError`], and for those of Rust's own library.
pub trait OrRaise<T> {
    /// Raises `X` with the error's own text as the message.
    ///
    /// # Errors
    /// The exception.
    fn or_raise<X: ExceptionType>(self, cx: &mut Context<'_>) -> PyResult<T>;
}

impl<T, E: Display> OrRaise<T> for Result<T, BuildError<E>> {
    #[inline]
    fn or_raise<X: ExceptionType>(self, cx: &mut Context<'_>) -> PyResult<T> {
        match self {
            Ok(value) => Ok(value),
            Err(BuildError::Memory(raised)) => Err(raised),
            Err(BuildError::Content(error)) => Err(X::raise(cx, format_args!("{error}"))),
        }
    }
}

macro_rules! errors {
    ($($(#[$doc:meta])* $type:ty;)*) => {$(
        $(#[$doc])*
        impl<T> OrRaise<T> for Result<T, $type> {
            #[inline]
            fn or_raise<X: ExceptionType>(self, cx: &mut Context<'_>) -> PyResult<T> {
                self.map_err(|error| X::raise(cx, format_args!("{error}")))
            }
        }
    )*};
}

errors! {
    /// A number that does not fit.
    core::num::TryFromIntError;
    /// A text that says no integer.
    core::num::ParseIntError;
    /// A text that says no number.
    core::num::ParseFloatError;
    /// Bytes that are not UTF-8.
    core::str::Utf8Error;
    /// A number that is not a character.
    core::char::CharTryFromError;
    /// A slice of another length.
    core::array::TryFromSliceError;
    /// What writing a text can say.
    core::fmt::Error;
    /// An output that has no room.
    outbuf::Full;
}
