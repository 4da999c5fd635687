//! `str`.

use super::object::{has_type_flag, type_of};
use crate::{Any, Bound, Context, PyResult};
use cpython_sys::{self as sys, Py_ssize_t, PyObject};

/// A new `str` from UTF-8.
pub(super) fn str_from_utf8<'py>(cx: &Context<'py>, text: &str) -> PyResult<Bound<'py, Any>> {
    let len = text.len() as Py_ssize_t;
    // SAFETY: attached, and `text` is readable for `len` bytes. It is well-formed, so
    // no error handler, which could be Python code, is looked up.
    let object = unsafe { sys::PyUnicode_FromStringAndSize(text.as_ptr().cast(), len) };
    // SAFETY: a new reference to an exact str, or null with an exception.
    unsafe { Bound::from_owned_or_err(cx, object) }
}

/// Whether `value` is a `str` (or of a subclass).
#[inline]
pub(crate) fn is_str(cx: &Context<'_>, value: &Bound<'_>) -> bool {
    type_of(cx, value) == &raw mut sys::PyUnicode_Type
        || has_type_flag(cx, value, sys::Py_TPFLAGS_UNICODE_SUBCLASS)
}

/// The length of a `str` in characters.
///
/// # Safety
/// `value` is a `str`, as `is_str` says.
#[doc(alias = "PyUnicode_GET_LENGTH")]
#[inline]
pub(crate) unsafe fn str_len(_cx: &Context<'_>, value: *mut PyObject) -> usize {
    let object = value.cast::<sys::PyASCIIObject>();
    // SAFETY: a live `str`, each of which begins like a `PyASCIIObject`.
    let length = unsafe { (*object).length };
    length as usize
}

/// Whether a `str` has exactly this text.
///
/// # Safety
/// `value` is a `str`, as `is_str` says.
#[doc(alias = "PyUnicode_EqualToUTF8AndSize")]
pub(crate) unsafe fn str_equals(_cx: &Context<'_>, value: *mut PyObject, text: &[u8]) -> bool {
    let len = text.len() as Py_ssize_t;
    // SAFETY: attached, a live `str`, and `text` is readable for `len` bytes. It compares the
    // characters, and runs no code of a subclass.
    let equal = unsafe { sys::PyUnicode_EqualToUTF8AndSize(value, text.as_ptr().cast(), len) };
    equal != 0
}

/// One character of a `str`; `index` is less than its length.
#[doc(alias = "PyUnicode_ReadChar")]
pub(crate) fn str_char(_cx: &Context<'_>, value: &Bound<'_>, index: usize) -> u32 {
    // SAFETY: attached, and a live object; the function checks type and index.
    unsafe { sys::PyUnicode_ReadChar(value.as_ptr(), index as Py_ssize_t) }
}

/// The bytes of a `str`, if it is all ASCII. They never change.
///
/// # Safety
/// `value` is a `str`, as `is_str` says, alive for the lifetime that is chosen.
#[doc(alias = "PyUnicode_IS_ASCII")]
#[inline]
pub(crate) unsafe fn str_as_ascii<'a>(cx: &Context<'_>, value: *mut PyObject) -> Option<&'a [u8]> {
    // SAFETY: attached, and exactly the condition of this function.
    let text = unsafe { sys::cpython_rust_str_as_ascii(value) };
    if text.is_null() {
        return None;
    }
    // SAFETY: exactly the condition of this function.
    let len = unsafe { str_len(cx, value) };
    // SAFETY: `len` bytes that live in the object and never change.
    Some(unsafe { core::slice::from_raw_parts(text.cast(), len) })
}
