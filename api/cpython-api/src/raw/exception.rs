//! Exceptions.

use super::message::Message;
use super::text::str_from_utf8;
use crate::types::PyType;
use crate::{Borrowed, Context, PyResult, Raised};
use core::ffi::CStr;
use core::fmt::{self, Display, Write};
use core::ptr::{self, NonNull};
use cpython_sys::{self as sys, PyObject};

/// Whether an exception is set.
#[doc(alias = "PyErr_Occurred")]
pub(crate) fn exception_is_set(_cx: &Context<'_>) -> bool {
    // SAFETY: attached.
    let object_type = unsafe { sys::PyErr_Occurred() };
    !object_type.is_null()
}

/// Takes the current exception out of the thread state, a `SystemError` if there is none.
#[doc(alias = "PyErr_GetRaisedException")]
pub(crate) fn take_exception(cx: &Context<'_>) -> NonNull<PyObject> {
    loop {
        // SAFETY: attached. It runs no code, and the reference is the caller's.
        let exception = unsafe { sys::PyErr_GetRaisedException() };
        if let Some(exception) = NonNull::new(exception) {
            return exception;
        }
        set_system_error(cx, c"a C function failed without raising an exception");
    }
}

/// Makes an exception the current one.
///
/// # Safety
/// `exception` is an exception of this interpreter, and a reference to it is given away.
#[doc(alias = "PyErr_SetRaisedException")]
pub(crate) unsafe fn set_exception(_cx: &mut Context<'_>, exception: NonNull<PyObject>) {
    // SAFETY: attached, and exactly the condition of this function.
    unsafe { sys::PyErr_SetRaisedException(exception.as_ptr()) }
}

/// `MemoryError`.
#[doc(alias = "PyErr_NoMemory")]
#[cold]
pub(crate) fn no_memory(cx: &Context<'_>) -> Raised {
    // SAFETY: attached. It uses an instance made beforehand; and since no exception is
    // pending while Rust code runs, none is dropped. So it runs no Python code.
    unsafe { sys::PyErr_NoMemory() };
    Raised::take(cx)
}

/// One of the interpreter's own exception types.
///
/// # Safety
/// `object` is the value of a `PyExc_*` variable.
#[inline]
pub(crate) unsafe fn builtin_exception<'py>(
    _cx: &Context<'py>,
    object: *mut PyObject,
) -> Borrowed<'py, PyType> {
    // SAFETY: a static type is not null, …
    let object = unsafe { NonNull::new_unchecked(object) };
    // SAFETY: … and outlives every context.
    unsafe { Borrowed::from_borrowed(object) }
}

/// Raises an instance of the type that `of` names.
#[doc(alias = "PyErr_SetObject")]
#[cold]
pub(crate) fn raise<'py>(
    cx: &mut Context<'py>,
    of: PyResult<Borrowed<'py, PyType>>,
    message: &dyn Display,
) -> Raised {
    let mut buffer = Message::new();
    // A `Display` that fails leaves what it has written.
    let _ = write!(buffer, "{message}");
    let text = match str_from_utf8(cx, buffer.as_str()) {
        Ok(text) => text,
        Err(raised) => return raised,
    };
    let object_type = match of {
        Ok(object_type) => object_type.as_ptr(),
        Err(raised) => return raised,
    };
    // SAFETY: attached; both are live objects, and the function takes no reference away.
    unsafe { sys::PyErr_SetObject(object_type, text.as_ptr()) };
    Raised::take(cx)
}

/// Raises `SystemError`, for a contract that was broken inside this crate or a module.
///
/// Unlike [`raise`] it can be used where no `&mut Context` is at hand.
#[cold]
pub(crate) fn system_error(cx: &Context<'_>, message: &'static CStr) -> Raised {
    set_system_error(cx, message);
    Raised::take(cx)
}

/// Raises `RuntimeError`; like [`system_error`] it runs no Python code.
#[cold]
pub(crate) fn runtime_error(cx: &Context<'_>, message: &'static CStr) -> Raised {
    // SAFETY: C initialises this static before any module and never changes it.
    let object_type = unsafe { sys::PyExc_RuntimeError };
    set_constant(cx, object_type, message);
    Raised::take(cx)
}

fn set_system_error(cx: &Context<'_>, message: &'static CStr) {
    // SAFETY: C initialises this static before any module and never changes it.
    let object_type = unsafe { sys::PyExc_SystemError };
    set_constant(cx, object_type, message);
}

/// Sets an exception of one of the interpreter's own types.
fn set_constant(_cx: &Context<'_>, object_type: *mut PyObject, message: &'static CStr) {
    // SAFETY: attached, and a C string. The type is immutable and no exception is
    // pending, so no Python code runs.
    unsafe { sys::PyErr_SetString(object_type, message.as_ptr()) };
}

/// A new exception type; `base` null means `Exception`.
///
/// # Safety
/// `base` is null or an exception type.
#[doc(alias = "PyErr_NewException")]
pub(crate) unsafe fn new_exception(
    cx: &mut Context<'_>,
    qualified_name: &'static CStr,
    base: *mut PyObject,
) -> PyResult<NonNull<PyObject>> {
    // SAFETY: attached; a dotted name, as the module! macro makes it; no dict.
    let object = unsafe { sys::PyErr_NewException(qualified_name.as_ptr(), base, ptr::null_mut()) };
    NonNull::new(object).ok_or_else(|| Raised::take(cx))
}

/// Ends the process with a message, the interpreter's state and the thread's Python traceback.
#[doc(alias = "Py_FatalError")]
#[cold]
pub(crate) fn fatal_error(message: fmt::Arguments<'_>) -> ! {
    let mut buffer = Message::new();
    // A `Display` that fails leaves what it has written.
    let _ = buffer.write_fmt(message);
    // SAFETY: a C string. It can be called in any state of the thread and the interpreter.
    unsafe { sys::Py_FatalError(buffer.as_c_str().as_ptr()) }
}
