//! Exceptions.

use super::message::{Decimal, Message};
use super::text::str_from_utf8;
use super::verbs::calls;
use crate::types::{PyException, PyStr, PyType};
use crate::{Borrowed, Bound, Context, ExceptionType, PyResult, Raised};
use core::ffi::CStr;
use core::fmt::{Display, Write};
use core::panic::PanicInfo;
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
    // SAFETY: attached. It runs no code, and the reference is the caller's.
    match NonNull::new(unsafe { sys::PyErr_GetRaisedException() }) {
        Some(exception) => exception,
        None => no_exception(cx),
    }
}

#[cold]
#[inline(never)]
fn no_exception(cx: &Context<'_>) -> NonNull<PyObject> {
    set_system_error(cx, c"a C function failed without raising an exception");
    take_exception(cx)
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
#[inline(never)]
pub(crate) fn no_memory(cx: &Context<'_>) -> Raised {
    set_no_memory(cx);
    Raised::take(cx)
}

/// The same, for C to find.
pub(crate) fn set_no_memory(_cx: &Context<'_>) {
    // SAFETY: attached. It uses an instance made beforehand; and since no exception is
    // pending while Rust code runs, none is dropped. So it runs no Python code.
    unsafe { sys::PyErr_NoMemory() };
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
#[inline(never)]
pub(crate) fn raise<'py>(
    cx: &mut Context<'py>,
    of: PyResult<Borrowed<'py, PyType>>,
    message: &str,
) -> Raised {
    let text = match str_from_utf8(cx, message) {
        Ok(text) => text,
        Err(raised) => return raised,
    };
    let object_type = match of {
        Ok(object_type) => object_type.as_ptr(),
        Err(raised) => return raised,
    };
    // SAFETY: attached; both are live objects, and the function takes no reference away.
    unsafe { sys::PyErr_SetObject(object_type, text.as_ptr()) };
    let raised = Raised::take(cx);
    text.release(cx);
    raised
}

/// Raises `SystemError`, for a contract that was broken inside this crate or a module.
///
/// Unlike [`raise`] it can be used where no `&mut Context` is at hand.
#[cold]
#[inline(never)]
pub(crate) fn system_error(cx: &Context<'_>, message: &'static CStr) -> Raised {
    set_system_error(cx, message);
    Raised::take(cx)
}

/// Raises one of the interpreter's own exceptions, with a constant message.
///
/// Its type is immutable and no exception is pending, so no Python code runs.
#[doc(alias = "PyErr_SetString")]
#[cold]
pub(crate) fn raise_constant<X: crate::exception::Builtin>(
    cx: &Context<'_>,
    message: &'static CStr,
) -> Raised {
    match X::type_object(cx) {
        Ok(object_type) => set_constant(cx, object_type.as_ptr(), message),
        Err(raised) => return raised,
    }
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

pub(crate) fn set_system_error(cx: &Context<'_>, message: &'static CStr) {
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
pub(crate) fn fatal_error(message: &CStr) -> ! {
    // SAFETY: a C string. It can be called in any state of the thread and the interpreter.
    unsafe { sys::Py_FatalError(message.as_ptr()) }
}

/// The same for a panic.
#[cold]
pub(crate) fn fatal_panic(info: &PanicInfo<'_>) -> ! {
    let mut text = Message::new();
    text.push("Rust code panicked");
    if let Some(place) = info.location() {
        let line = Decimal::new(place.line() as usize);
        let column = Decimal::new(place.column() as usize);
        let (line, column) = (line.as_str(), column.as_str());
        text.push_all(&[" at ", place.file(), ":", line, ":", column]);
    }
    text.push(": ");
    match info.message().as_str() {
        Some(message) => text.push(message),
        // A `Display` that fails leaves what it has written.
        None => _ = write!(text, "{}", info.message()),
    }
    fatal_error(text.as_c_str())
}

// Types of exceptions are compared by what they derive from; nothing is called.
calls! {
    fn exception_matches<'py>(&Context<'py>, exception: &Bound<'py, PyException>, class: &Bound<'py, PyType>) -> bool = PyErr_GivenExceptionMatches;
}

/// Raises an exception that exists. If another one is being handled, it becomes its context, and the
/// context that it had goes.
#[doc(alias = "PyErr_SetObject")]
#[cold]
pub(crate) fn raise_value<'py>(
    cx: &mut Context<'py>,
    exception: &Bound<'py, PyException>,
) -> Raised {
    let object_type = super::object::type_of(cx, exception);
    // SAFETY: attached; a live object and its type, which is one of exceptions, so nothing is
    // made or called. No reference is taken away.
    unsafe { sys::PyErr_SetObject(object_type.cast(), exception.as_ptr()) };
    Raised::take(cx)
}

/// Makes `cause` the exception's cause, or takes that away.
#[doc(alias = "PyException_SetCause")]
pub(crate) fn set_cause<'py>(
    _cx: &mut Context<'py>,
    exception: &Bound<'py, PyException>,
    cause: Option<Bound<'py, PyException>>,
) {
    let cause = cause.map_or(ptr::null_mut(), Bound::into_ptr);
    // SAFETY: attached; an exception, and a reference to another that is given away, or null.
    unsafe { sys::PyException_SetCause(exception.as_ptr(), cause) }
}

/// Makes `context` the exception's context, or takes that away.
#[doc(alias = "PyException_SetContext")]
pub(crate) fn set_context<'py>(
    _cx: &mut Context<'py>,
    exception: &Bound<'py, PyException>,
    context: Option<Bound<'py, PyException>>,
) {
    let context = context.map_or(ptr::null_mut(), Bound::into_ptr);
    // SAFETY: attached; an exception, and a reference to another that is given away, or null.
    unsafe { sys::PyException_SetContext(exception.as_ptr(), context) }
}

/// The exception's cause, which can be no exception only if a subclass of C says so.
#[doc(alias = "PyException_GetCause")]
pub(crate) fn cause<'py>(
    cx: &Context<'py>,
    exception: &Bound<'py, PyException>,
) -> Option<Bound<'py>> {
    // SAFETY: attached, and an exception.
    let cause = unsafe { sys::PyException_GetCause(exception.as_ptr()) };
    // SAFETY: a new reference, if not null.
    NonNull::new(cause).map(|cause| unsafe { Bound::from_owned(cx, cause) })
}

/// The exception's context.
#[doc(alias = "PyException_GetContext")]
pub(crate) fn context<'py>(
    cx: &Context<'py>,
    exception: &Bound<'py, PyException>,
) -> Option<Bound<'py>> {
    // SAFETY: attached, and an exception.
    let context = unsafe { sys::PyException_GetContext(exception.as_ptr()) };
    // SAFETY: a new reference, if not null.
    NonNull::new(context).map(|context| unsafe { Bound::from_owned(cx, context) })
}

/// Shows the current exception, which nobody can be given, through `sys.unraisablehook`.
#[doc(alias = "PyErr_WriteUnraisable")]
#[cold]
pub(crate) fn write_unraisable<'py>(_cx: &mut Context<'py>, object: Option<&Bound<'py>>) {
    let object = object.map_or(ptr::null_mut(), Bound::as_ptr);
    // SAFETY: attached; a live object or null.
    unsafe { sys::PyErr_WriteUnraisable(object) }
}

/// Warns of `message`, which can become an exception.
#[doc(alias = "PyErr_WarnFormat")]
pub(crate) fn warn<'py>(
    cx: &mut Context<'py>,
    category: &Bound<'py, PyType>,
    message: &dyn Display,
    stack_level: isize,
) -> PyResult<()> {
    let mut buffer = Message::new();
    // A `Display` that fails leaves what it has written.
    let _ = write!(buffer, "{message}");
    let text: Bound<'py, PyStr> = str_from_utf8(cx, buffer.as_str())?;
    // SAFETY: attached; an object (that is no category is an error), and a format for one object.
    let status = unsafe {
        sys::PyErr_WarnFormat(
            category.as_ptr(),
            stack_level,
            c"%U".as_ptr(),
            text.as_ptr(),
        )
    };
    if status < 0 {
        return Err(Raised::take(cx));
    }
    Ok(())
}

/// Raises an `OSError` for an error number of C's.
#[doc(alias = "PyErr_SetFromErrno")]
#[cold]
pub(crate) fn raise_errno<X: ExceptionType>(cx: &mut Context<'_>, code: i32) -> Raised {
    let object_type = match X::type_object(cx) {
        Ok(object_type) => object_type,
        Err(raised) => return raised,
    };
    // SAFETY: attached, and a type of an exception.
    unsafe { sys::cpython_rust_raise_errno(object_type.as_ptr(), code) };
    Raised::take(cx)
}
