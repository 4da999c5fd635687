//! Exceptions.

use super::message::Message;
use super::text::str_from_utf8;
use crate::{Borrowed, Context, PyResult, Raised};
use core::ffi::CStr;
use core::fmt::{Display, Write};
use core::ptr::{self, NonNull};
use cpython_sys::{self as sys, PyObject};

/// Whether an exception is set.
#[doc(alias = "PyErr_Occurred")]
pub(crate) fn exception_is_set(_cx: &Context<'_>) -> bool {
    // SAFETY: attached.
    let object_type = unsafe { sys::PyErr_Occurred() };
    !object_type.is_null()
}

/// Clears the exception of this thread, if it has a thread state at all.
#[doc(alias = "PyErr_Clear")]
pub(crate) fn clear_exception_if_attached() {
    // SAFETY: this function needs nothing; it answers null when there is no thread state.
    let state = unsafe { sys::PyThreadState_GetUnchecked() };
    if !state.is_null() {
        // SAFETY: attached, as was just seen.
        unsafe { sys::PyErr_Clear() }
    }
}

/// `MemoryError`.
#[doc(alias = "PyErr_NoMemory")]
#[cold]
pub(crate) fn no_memory(_cx: &Context<'_>) -> Raised {
    // SAFETY: attached. It uses an instance made beforehand and runs no Python code.
    unsafe { sys::PyErr_NoMemory() };
    Raised::assume()
}

/// One of the interpreter's own exception types.
#[inline]
pub(crate) fn builtin_exception<'a>(_cx: &'a Context<'_>, object: *mut PyObject) -> Borrowed<'a> {
    let object = NonNull::new(object).unwrap_or(NonNull::dangling());
    // SAFETY: callers pass the value of a `PyExc_*` variable: a static type, which
    // is not null and outlives every context.
    unsafe { Borrowed::from_borrowed(object) }
}

/// Raises an instance of the type that `of` names.
#[doc(alias = "PyErr_SetObject")]
#[cold]
pub(crate) fn raise(
    cx: &mut Context<'_>,
    of: impl for<'a> Fn(&'a Context<'_>) -> Result<Borrowed<'a>, Raised>,
    message: &dyn Display,
) -> Raised {
    let mut buffer = Message::new();
    // A `Display` that fails leaves what it has written.
    let _ = write!(buffer, "{message}");
    let text = match str_from_utf8(cx, buffer.as_str()) {
        Ok(text) => text,
        Err(raised) => return raised,
    };
    let object_type = match of(cx) {
        Ok(object_type) => object_type.as_ptr(),
        Err(raised) => return raised,
    };
    // SAFETY: attached; both are live objects (a type stays with its module, which
    // the caller's frame keeps alive), and the function takes no reference away.
    unsafe { sys::PyErr_SetObject(object_type, text.as_ptr()) };
    Raised::assume()
}

/// Raises `SystemError`, for a contract that was broken inside this crate or a module.
///
/// Unlike [`raise`] it can be used where no `&mut Context` is at hand: making a
/// `SystemError` with a C string runs no Python code, since the type is immutable.
#[cold]
pub(crate) fn system_error(_cx: &Context<'_>, message: &'static CStr) -> Raised {
    // SAFETY: C initialises this static before any module and never changes it.
    let object_type = unsafe { sys::PyExc_SystemError };
    // SAFETY: attached, and `message` is a C string.
    unsafe { sys::PyErr_SetString(object_type, message.as_ptr()) };
    Raised::assume()
}

/// A new exception type; `base` null means `Exception`.
///
/// # Safety
/// `base` is null or an exception type.
#[doc(alias = "PyErr_NewException")]
pub(crate) unsafe fn new_exception(
    _cx: &mut Context<'_>,
    qualified_name: &'static CStr,
    base: *mut PyObject,
) -> PyResult<NonNull<PyObject>> {
    // SAFETY: attached; a dotted name, as the module! macro makes it; no dict.
    let object = unsafe { sys::PyErr_NewException(qualified_name.as_ptr(), base, ptr::null_mut()) };
    NonNull::new(object).ok_or_else(Raised::assume)
}
