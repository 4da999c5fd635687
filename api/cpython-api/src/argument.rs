//! From Python's arguments to Rust's.

use crate::{Borrowed, Context, PyResult};
use core::marker::PhantomData;
use core::ptr::NonNull;
use cpython_sys::PyObject;

/// A type that a parameter of a `#[function]` can have.
pub trait FromArgument<'a>: Sized {
    /// What the conversion holds until the function has returned; `()` for most types.
    ///
    /// It belongs to the glue, so a function cannot release it early.
    type Room: Default;

    /// Converts the object that was passed, which lives for `'a`.
    ///
    /// # Errors
    /// `TypeError` and the like, as Argument Clinic's converter for the type raises;
    /// anything that the object's own methods raise.
    fn from_argument(
        cx: &mut Context<'_>,
        value: Borrowed<'a>,
        room: &'a mut Self::Room,
    ) -> PyResult<Self>;
}

/// Any object, as it is.
impl<'a> FromArgument<'a> for Borrowed<'a> {
    type Room = ();

    #[inline]
    fn from_argument(_: &mut Context<'_>, value: Borrowed<'a>, (): &mut ()) -> PyResult<Self> {
        Ok(value)
    }
}

/// A parameter that can be left out; Python's `None` counts as given.
impl<'a, T: FromArgument<'a>> FromArgument<'a> for Option<T> {
    type Room = T::Room;

    #[inline]
    fn from_argument(
        cx: &mut Context<'_>,
        value: Borrowed<'a>,
        room: &'a mut T::Room,
    ) -> PyResult<Self> {
        T::from_argument(cx, value, room).map(Some)
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
    call: PhantomData<&'a [*mut PyObject]>,
}

impl<'a> Arguments<'a> {
    /// The arguments in an array of CPython's.
    ///
    /// # Safety
    /// `first` points to `len` pointers, each null or an object; the array and the
    /// objects stay for the lifetime that is chosen.
    #[inline]
    pub(crate) unsafe fn from_array(first: *const *mut PyObject, len: usize) -> Self {
        Arguments {
            first,
            len,
            call: PhantomData,
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
    #[inline(always)]
    pub fn required<'r, T: FromArgument<'r>>(
        &self,
        cx: &mut Context<'_>,
        index: usize,
        room: &'r mut T::Room,
    ) -> PyResult<T>
    where
        'a: 'r,
    {
        match self.get(index) {
            Some(value) => T::from_argument(cx, value, room),
            None => Err(missing(cx)),
        }
    }

    /// The argument for parameter `index` converted, or its default.
    ///
    /// # Errors
    /// What the conversion raises.
    #[inline(always)]
    pub fn optional<'r, T: FromArgument<'r>>(
        &self,
        cx: &mut Context<'_>,
        index: usize,
        room: &'r mut T::Room,
        default: impl FnOnce() -> T,
    ) -> PyResult<T>
    where
        'a: 'r,
    {
        match self.get(index) {
            Some(value) => T::from_argument(cx, value, room),
            None => Ok(default()),
        }
    }
}

#[cold]
fn missing(cx: &mut Context<'_>) -> crate::Raised {
    use crate::ExceptionType;
    crate::SystemError::raise(cx, "a required argument is missing")
}
