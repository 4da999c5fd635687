//! From Rust's results to Python's.

use crate::context::{Call, Origin};
use crate::interpreter::release_waiting;
use crate::{Any, Borrowed, Bound, Context, PyResult, Raised};
use core::marker::PhantomData;
use core::ptr;
use cpython_sys::PyObject;

/// What a function may return to Python.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be returned to Python",
    label = "a function cannot return this type",
    note = "return a handle (`Bound<'py>`, `Bound<'py, PyBytes>`), a number, or a `PyResult` of one; \
            an error of another type becomes an exception with `or_raise`",
    note = "or implement `IntoPython` for `{Self}`"
)]
pub trait IntoPython<'py> {
    /// The object for this value.
    ///
    /// # Errors
    /// `MemoryError`, where making the object allocates.
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>>;

    /// The same as the last thing that a call does. What C makes goes to C as it is: the object,
    /// or null for the exception that C has set.
    #[doc(hidden)]
    #[inline]
    fn into_returned(self, cx: Context<'py>) -> Returned<'py>
    where
        Self: Sized,
    {
        match self.into_python(&cx) {
            Ok(object) => Returned::object(cx, object),
            Err(raised) => Returned::raised(cx, raised),
        }
    }
}

/// What a call returns to C: an object, or null with an exception set.
///
/// Only who gives up the call's context can make one, so nothing is done with Python
/// objects while that exception is set.
#[doc(hidden)]
#[must_use = "it is what the call returns"]
pub struct Returned<'py> {
    object: *mut PyObject,
    call: PhantomData<Call<'py>>,
}

impl<'py> Returned<'py> {
    /// What a function's result is for C. Before that, what waits is released; so a result cannot
    /// borrow the context.
    #[inline]
    pub fn of<T: IntoPython<'py>>(mut cx: Context<'py>, result: T) -> Self {
        release_waiting(&mut cx);
        result.into_returned(cx)
    }

    /// The end of a call that raises.
    #[inline]
    pub fn raised(_cx: Context<'py>, raised: Raised) -> Self {
        // SAFETY: attached, and the context is given up.
        unsafe { raise(raised) };
        Returned {
            object: ptr::null_mut(),
            call: PhantomData,
        }
    }

    #[inline]
    pub(crate) fn object<T>(_cx: Context<'py>, object: Bound<'py, T>) -> Self {
        Returned {
            object: object.into_ptr(),
            call: PhantomData,
        }
    }

    /// What a C function has just returned.
    ///
    /// # Safety
    /// `object` is a new reference to an object, or null with an exception set.
    #[inline]
    pub(crate) unsafe fn from_c(_cx: Context<'py>, object: *mut PyObject) -> Self {
        Returned {
            object,
            call: PhantomData,
        }
    }

    #[inline]
    pub(crate) fn into_ptr(self) -> *mut PyObject {
        self.object
    }
}

impl<'py, T> IntoPython<'py> for Bound<'py, T> {
    #[inline]
    fn into_python(self, _cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        Ok(self.into_any())
    }

    #[inline]
    fn into_returned(self, cx: Context<'py>) -> Returned<'py> {
        Returned::object(cx, self)
    }
}

/// A new reference to an object that was lent.
impl<'py, T> IntoPython<'py> for Borrowed<'py, T> {
    #[inline]
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        Ok(self.clone_ref(cx).into_any())
    }
}

/// A function that can raise returns a `PyResult`, one that cannot returns the value itself.
impl<'py, T: IntoPython<'py>> IntoPython<'py> for PyResult<T> {
    #[inline]
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        self?.into_python(cx)
    }

    #[inline]
    fn into_returned(self, cx: Context<'py>) -> Returned<'py> {
        match self {
            Ok(value) => value.into_returned(cx),
            Err(raised) => Returned::raised(cx, raised),
        }
    }
}

/// Needs no context but that there is one, so that a short call keeps its own nowhere.
///
/// # Safety
/// As for [`Context::enter`].
#[cold]
#[inline(never)]
unsafe fn raise(raised: Raised) {
    // SAFETY: exactly the condition of this function.
    let mut cx = unsafe { Context::enter(Origin::Nothing) };
    release_waiting(&mut cx);
    raised.set(&mut cx);
}
