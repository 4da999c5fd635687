//! Integers, truth and length.

use super::exception_is_set;
use crate::{Any, Bound, Context, PyResult, Raised};
use cpython_sys as sys;

/// `int(value)`.
#[doc(alias = "PyLong_FromUnsignedLong")]
#[inline]
pub(crate) fn int_from_u32<'py>(cx: &Context<'py>, value: u32) -> PyResult<Bound<'py, Any>> {
    // SAFETY: attached.
    let object = unsafe { sys::PyLong_FromUnsignedLong(value.into()) };
    // SAFETY: a new reference to an exact int, or null with `MemoryError`.
    unsafe { Bound::from_owned_or_err(cx, object) }
}

/// The value of an integer (or what `__index__` gives) as a C `int`.
#[doc(alias = "PyLong_AsInt")]
pub(crate) fn int_as_i32(cx: &mut Context<'_>, value: &Bound<'_>) -> PyResult<i32> {
    // SAFETY: attached, and a live object.
    let result = unsafe { sys::PyLong_AsInt(value.as_ptr()) };
    if result == -1 && exception_is_set(cx) {
        return Err(Raised::take(cx));
    }
    Ok(result)
}

/// The low 32 bits of an integer (or of what `__index__` gives).
#[doc(alias = "PyLong_AsUnsignedLongMask")]
pub(crate) fn int_as_wrapping_u32(cx: &mut Context<'_>, value: &Bound<'_>) -> PyResult<u32> {
    // SAFETY: attached, and a live object.
    let result = unsafe { sys::PyLong_AsUnsignedLongMask(value.as_ptr()) };
    if result == core::ffi::c_ulong::MAX && exception_is_set(cx) {
        return Err(Raised::take(cx));
    }
    // The low bits are what is asked for.
    Ok(result as u32)
}

/// Whether `value` is true.
#[doc(alias = "PyObject_IsTrue")]
#[inline]
pub(crate) fn is_true(cx: &mut Context<'_>, value: &Bound<'_>) -> PyResult<bool> {
    // SAFETY: attached, and a live object.
    match unsafe { sys::PyObject_IsTrue(value.as_ptr()) } {
        0 => Ok(false),
        -1 => Err(Raised::take(cx)),
        _ => Ok(true),
    }
}

/// `len(value)`.
#[doc(alias = "PyObject_Length")]
pub(crate) fn length(cx: &mut Context<'_>, value: &Bound<'_>) -> PyResult<usize> {
    // SAFETY: attached, and a live object.
    let length = unsafe { sys::PyObject_Length(value.as_ptr()) };
    usize::try_from(length).map_err(|_| Raised::take(cx))
}
