//! References to Python objects.

use crate::context::{Call, NotThreadSafe};
use crate::{Context, PyBytes, PyResult, raw};
use core::marker::PhantomData;
use core::ptr::NonNull;
use cpython_sys::PyObject;

/// Any Python object.
pub enum Any {}

/// A borrowed reference: somebody else keeps the object alive for `'a`.
///
/// # Invariants
/// `pointer` is an object that stays alive, with its thread attached, for `'a`.
#[derive(Clone, Copy)]
pub struct Borrowed<'a> {
    pointer: NonNull<PyObject>,
    owner: PhantomData<(&'a PyObject, NotThreadSafe)>,
}

impl Borrowed<'_> {
    /// Borrows the object at `pointer`.
    ///
    /// # Safety
    /// The object stays alive and this thread attached for the lifetime that is chosen.
    #[inline]
    pub(crate) unsafe fn from_borrowed(pointer: NonNull<PyObject>) -> Self {
        Borrowed {
            pointer,
            owner: PhantomData,
        }
    }

    #[inline]
    pub(crate) fn as_ptr(self) -> *mut PyObject {
        self.pointer.as_ptr()
    }
}

impl<'a> Borrowed<'a> {
    /// `len(self)`.
    ///
    /// # Errors
    /// `TypeError` if the object has no length; what its `__len__` raises.
    #[doc(alias = "PyObject_Length")]
    pub fn len(self, cx: &mut Context<'_>) -> PyResult<usize> {
        raw::length(cx, self)
    }

    /// The content, if the object is a `bytes` (or of a subclass). It never changes.
    #[doc(alias = "PyBytes_AsString")]
    pub fn as_bytes(self, cx: &Context<'_>) -> Option<&'a [u8]> {
        raw::bytes_content(cx, self)
    }
}

/// An owned reference, for the time of the call `'py`.
///
/// Only objects whose deallocation runs no Python code are owned so far (`bytes`,
/// `int` and `str` of exactly these types), so dropping one needs no `&mut Context`.
///
/// # Invariants
/// `pointer` is one strong reference to an object of the Python type `T` says.
pub struct Bound<'py, T = Any> {
    pointer: NonNull<PyObject>,
    call: PhantomData<(Call<'py>, *mut T)>,
}

impl<'py, T> Bound<'py, T> {
    /// Takes over the reference that a C function returned, or its exception.
    ///
    /// # Safety
    /// `pointer` is null with an exception set, or a strong reference to an object
    /// of type `T` whose deallocation runs no Python code.
    #[inline]
    pub(crate) unsafe fn from_owned_or_err(
        cx: &Context<'py>,
        pointer: *mut PyObject,
    ) -> PyResult<Self> {
        match NonNull::new(pointer) {
            Some(pointer) => Ok(Bound {
                pointer,
                call: PhantomData,
            }),
            None => Err(crate::Raised::take(cx)),
        }
    }

    /// The same reference, without its type.
    #[inline]
    pub fn into_any(self) -> Bound<'py, Any> {
        let any = Bound {
            pointer: self.pointer,
            call: PhantomData,
        };
        core::mem::forget(self);
        any
    }

    #[inline]
    pub(crate) fn as_ptr(&self) -> *mut PyObject {
        self.pointer.as_ptr()
    }

    /// Gives the reference away, to C.
    #[inline]
    pub(crate) fn into_ptr(self) -> *mut PyObject {
        let pointer = self.pointer.as_ptr();
        core::mem::forget(self);
        pointer
    }
}

impl<T> Drop for Bound<'_, T> {
    fn drop(&mut self) {
        // SAFETY: the invariant says that this is a strong reference, which is
        // given up here once; `'py` lies within a call from Python, so this
        // thread is attached.
        unsafe { raw::decref(self.pointer) }
    }
}

/// What a function may return to Python.
pub trait IntoPython<'py> {
    /// The object for this value.
    ///
    /// # Errors
    /// `MemoryError`, where making the object allocates.
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>>;
}

impl<'py> IntoPython<'py> for Bound<'py, PyBytes> {
    #[inline]
    fn into_python(self, _cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        Ok(self.into_any())
    }
}

impl<'py> IntoPython<'py> for u32 {
    #[doc(alias = "PyLong_FromUnsignedLong")]
    #[inline]
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        raw::int_from_u32(cx, self)
    }
}

impl<'py> IntoPython<'py> for u16 {
    #[inline]
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        u32::from(self).into_python(cx)
    }
}
