//! From Python's arguments to Rust's.

use crate::{Borrowed, Context, ExceptionType, Holdings, PyResult, Raised, SystemError};
use core::ptr::NonNull;
use cpython_sys::PyObject;

/// A type that a parameter of a `#[function]` can have.
pub trait FromArgument<'a>: Sized {
    /// Converts the object that was passed. It lives for the call `'a`, and so does what
    /// is put into `holdings`.
    ///
    /// # Errors
    /// `TypeError` and the like, as Argument Clinic's converter for the type raises;
    /// anything that the object's own methods raise.
    fn from_argument(
        cx: &mut Context<'_>,
        value: Borrowed<'a>,
        holdings: &'a Holdings,
    ) -> PyResult<Self>;
}

/// Any object, as it is.
impl<'a> FromArgument<'a> for Borrowed<'a> {
    #[inline]
    fn from_argument(_: &mut Context<'_>, value: Borrowed<'a>, _: &'a Holdings) -> PyResult<Self> {
        Ok(value)
    }
}

/// A parameter that can be left out; Python's `None` counts as given.
impl<'a, T: FromArgument<'a>> FromArgument<'a> for Option<T> {
    #[inline]
    fn from_argument(
        cx: &mut Context<'_>,
        value: Borrowed<'a>,
        holdings: &'a Holdings,
    ) -> PyResult<Self> {
        T::from_argument(cx, value, holdings).map(Some)
    }
}

/// The arguments of one call, by the position of their parameters.
///
/// # Invariants
/// `first` points to `len` pointers that are null or objects alive for `'a`.
#[derive(Clone, Copy)]
pub struct Arguments<'a> {
    first: *const *mut PyObject,
    len: usize,
    holdings: &'a Holdings,
}

impl<'a> Arguments<'a> {
    /// The arguments in an array of CPython's.
    ///
    /// # Safety
    /// `first` points to `len` pointers, each null or an object; the array and the
    /// objects stay for the lifetime of `holdings`.
    #[inline]
    pub(crate) unsafe fn from_array(
        first: *const *mut PyObject,
        len: usize,
        holdings: &'a Holdings,
    ) -> Self {
        Arguments {
            first,
            len,
            holdings,
        }
    }

    /// The argument for parameter `index`, unless it was left out.
    #[inline]
    pub fn get(&self, index: usize) -> Option<Borrowed<'a>> {
        if index >= self.len {
            return None;
        }
        // SAFETY: `index < len`, and the invariant says that `len` pointers are there.
        let entry = unsafe { self.first.add(index) };
        // SAFETY: `entry` lies in the array, which is readable for `'a`.
        let pointer = NonNull::new(unsafe { *entry })?;
        // SAFETY: the invariant says that the object lives for `'a`, within a call from Python.
        Some(unsafe { Borrowed::from_borrowed(pointer) })
    }

    /// The argument for parameter `index`, which has no default, converted.
    ///
    /// # Errors
    /// What the conversion raises. `SystemError` if it was left out, which the
    /// argument parser has excluded before.
    // Always inlined, like `optional`: the common conversions are a comparison and two loads.
    #[inline(always)]
    pub fn required<T: FromArgument<'a>>(&self, cx: &mut Context<'_>, index: usize) -> PyResult<T> {
        match self.get(index) {
            Some(value) => T::from_argument(cx, value, self.holdings),
            None => Err(missing(cx)),
        }
    }

    /// The argument for parameter `index` converted, or its default.
    ///
    /// # Errors
    /// What the conversion raises.
    #[inline(always)]
    pub fn optional<T: FromArgument<'a>>(
        &self,
        cx: &mut Context<'_>,
        index: usize,
        default: impl FnOnce() -> T,
    ) -> PyResult<T> {
        match self.get(index) {
            Some(value) => T::from_argument(cx, value, self.holdings),
            None => Ok(default()),
        }
    }
}

#[cold]
fn missing(cx: &mut Context<'_>) -> Raised {
    SystemError::raise(cx, "a required argument is missing")
}
