//! `str`.

use super::object::{has_type_flag, type_of};
use super::verbs::calls;
use crate::types::PyStr;
use crate::{Bound, Context, PyResult, Raised};
use core::ffi::{c_int, c_void};
use core::mem::MaybeUninit;
use cpython_sys::{self as sys, Py_ssize_t, PyObject};

/// A new `str` from UTF-8.
#[doc(alias = "PyUnicode_FromStringAndSize")]
pub(crate) fn str_from_utf8<'py>(cx: &Context<'py>, text: &str) -> PyResult<Bound<'py, PyStr>> {
    // CPython looks at each byte in turn, unless the text happens to be aligned. (It has strings
    // of one character ready, so those are left to it.)
    if text.len() > 1 && text.is_ascii() {
        return str_from_ascii(cx, text.as_bytes());
    }
    let len = text.len() as Py_ssize_t;
    // SAFETY: attached, and `text` is readable for `len` bytes. It is well-formed, so
    // no error handler, which could be Python code, is looked up.
    let object = unsafe { sys::PyUnicode_FromStringAndSize(text.as_ptr().cast(), len) };
    // SAFETY: a new reference to an exact str, or null with an exception.
    unsafe { Bound::from_owned_or_err(cx, object) }
}

fn str_from_ascii<'py>(cx: &Context<'py>, text: &[u8]) -> PyResult<Bound<'py, PyStr>> {
    let mut object = str_ascii_uninit(cx, text.len())?;
    // SAFETY: made above with this length, and shared with nobody.
    let memory = unsafe { str_ascii_memory(cx, &mut object, text.len()) };
    // SAFETY: as many bytes are readable there and writable here; a new object does not overlap.
    unsafe {
        text.as_ptr()
            .copy_to_nonoverlapping(memory.as_mut_ptr().cast(), text.len());
    }
    Ok(object)
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

// A str of another type is a str: its own methods are not called. Strings do not change, so
// nothing is locked.
calls! {
    fn str_from_char<'py>(&Context<'py>, code: c_int) -> PyResult<Bound<'py, PyStr>> = PyUnicode_FromOrdinal;
    fn str_slice<'py>(&Context<'py>, text: &Bound<'py, PyStr>, start: Py_ssize_t, end: Py_ssize_t) -> PyResult<Bound<'py, PyStr>> = PyUnicode_Substring;
    fn str_concat<'py>(&Context<'py>, text: &Bound<'py, PyStr>, other: &Bound<'py, PyStr>) -> PyResult<Bound<'py, PyStr>> = PyUnicode_Concat;
    fn str_contains<'py>(&Context<'py>, text: &Bound<'py, PyStr>, other: &Bound<'py, PyStr>) -> PyResult<bool> = PyUnicode_Contains;
    fn str_exact<'py>(&Context<'py>, text: &Bound<'py, PyStr>) -> PyResult<Bound<'py, PyStr>> = PyUnicode_FromObject;
}

/// What C keeps the characters of a `str` as: 0 for ASCII, or the size of each.
///
/// # Safety
/// `value` is a `str`, as `is_str` says.
#[doc(alias = "PyUnicode_KIND")]
#[doc(alias = "PyUnicode_DATA")]
#[inline]
pub(crate) unsafe fn str_data(_cx: &Context<'_>, value: *mut PyObject) -> (c_int, *const c_void) {
    let mut kind = 0;
    // SAFETY: attached, exactly the condition of this function, and a place for a number.
    let data = unsafe { sys::cpython_rust_str_data(value, &raw mut kind) };
    (kind, data)
}

/// The UTF-8 of a `str`, which is kept in the object from the first time on.
///
/// Without the GIL the object is locked meanwhile, and a thread that waits for it is detached.
///
/// # Safety
/// `value` is a `str`, as `is_str` says, alive for the lifetime that is chosen.
#[doc(alias = "PyUnicode_AsUTF8AndSize")]
pub(crate) unsafe fn str_utf8<'a>(cx: &mut Context<'_>, value: *mut PyObject) -> PyResult<&'a str> {
    let mut len = 0;
    // SAFETY: attached, a `str`, and a place for the length.
    let text = unsafe { sys::PyUnicode_AsUTF8AndSize(value, &raw mut len) };
    if text.is_null() {
        return Err(Raised::take(cx));
    }
    // SAFETY: so many bytes, which the object owns and never changes.
    let bytes = unsafe { core::slice::from_raw_parts(text.cast(), len as usize) };
    // SAFETY: CPython's encoder writes well-formed UTF-8, and refuses surrogates.
    Ok(unsafe { core::str::from_utf8_unchecked(bytes) })
}

/// Whether a `str` has exactly these characters.
///
/// # Safety
/// `value` is a `str`, as `is_str` says.
#[doc(alias = "PyUnicode_EqualToUTF8AndSize")]
pub(crate) unsafe fn str_eq_utf8(_cx: &Context<'_>, value: *mut PyObject, text: &str) -> bool {
    let len = text.len() as Py_ssize_t;
    // SAFETY: attached, a `str`, and readable bytes. It compares, and neither raises nor encodes.
    unsafe { sys::PyUnicode_EqualToUTF8AndSize(value, text.as_ptr().cast(), len) != 0 }
}

/// Where the first (`backwards`: the last) `code` is, between `start` and `end`.
#[doc(alias = "PyUnicode_FindChar")]
pub(crate) fn str_find_char<'py>(
    cx: &Context<'py>,
    text: &Bound<'py, PyStr>,
    code: u32,
    start: Py_ssize_t,
    end: Py_ssize_t,
    backwards: bool,
) -> PyResult<Option<usize>> {
    let direction = if backwards { -1 } else { 1 };
    // SAFETY: attached, and a `str`.
    let index = unsafe { sys::PyUnicode_FindChar(text.as_ptr(), code, start, end, direction) };
    match index {
        -2 => Err(Raised::take(cx)),
        index => Ok(usize::try_from(index).ok()),
    }
}

/// A new `str` from characters of `kind` bytes each, in as few bytes as they need.
///
/// # Safety
/// `data` is `len` readable characters of so many bytes, each at most U+10FFFF.
#[doc(alias = "PyUnicode_FromKindAndData")]
pub(crate) unsafe fn str_from_kind<'py>(
    cx: &Context<'py>,
    kind: c_int,
    data: *const c_void,
    len: usize,
) -> PyResult<Bound<'py, PyStr>> {
    // What is in memory has at most isize::MAX bytes.
    let len = len as Py_ssize_t;
    // SAFETY: attached, and exactly the condition of this function.
    let object = unsafe { sys::PyUnicode_FromKindAndData(kind, data, len) };
    // SAFETY: a new reference to an exact str, or null with an exception.
    unsafe { Bound::from_owned_or_err(cx, object) }
}

/// A new ASCII `str` of `len` characters that are not initialised.
///
/// It must not reach Python before they are: see `str_ascii_memory`.
#[doc(alias = "PyUnicode_New")]
pub(crate) fn str_ascii_uninit<'py>(cx: &Context<'py>, len: usize) -> PyResult<Bound<'py, PyStr>> {
    let len = super::to_ssize(cx, len)?;
    // SAFETY: attached; a length, and the greatest ASCII character.
    let object = unsafe { sys::PyUnicode_New(len, 127) };
    // SAFETY: a new reference to an exact str, or null with an exception.
    unsafe { Bound::from_owned_or_err(cx, object) }
}

/// The memory of a `str` that was just made by `str_ascii_uninit(len)`.
///
/// # Safety
/// `object` was made with this `len` and is shared with nobody.
pub(crate) unsafe fn str_ascii_memory<'a, 'py>(
    cx: &Context<'py>,
    object: &'a mut Bound<'py, PyStr>,
    len: usize,
) -> &'a mut [MaybeUninit<u8>] {
    // SAFETY: a `str`.
    let (_, data) = unsafe { str_data(cx, object.as_ptr()) };
    // SAFETY: `len` bytes, which nobody else uses, by this function's condition. (The empty str
    // is shared by all, but has no characters.)
    unsafe { core::slice::from_raw_parts_mut(data.cast_mut().cast(), len) }
}

/// Cuts a `str` to its first `len` characters.
///
/// # Safety
/// `object` is shared with nobody and has at least `len` characters, which are initialised.
#[doc(alias = "PyUnicode_Resize")]
pub(crate) unsafe fn str_truncate<'py>(
    cx: &Context<'py>,
    object: Bound<'py, PyStr>,
    len: usize,
) -> PyResult<Bound<'py, PyStr>> {
    let mut pointer = object.into_ptr();
    // SAFETY: attached; `pointer` is the only reference, by this function's condition. The function
    // leaves it as it is on failure.
    let status = unsafe { sys::PyUnicode_Resize(&raw mut pointer, len as Py_ssize_t) };
    // SAFETY: a strong reference, whether the size was changed or not.
    let object = unsafe { Bound::from_owned_or_err(cx, pointer) }?;
    if status < 0 {
        return Err(Raised::take(cx));
    }
    Ok(object)
}

/// The one `str` that all interned ones with these characters are.
///
/// Without the GIL the table is locked, and a thread that waits for it is detached.
#[doc(alias = "PyUnicode_InternInPlace")]
pub(crate) fn str_intern<'py>(
    cx: &mut Context<'py>,
    text: Bound<'py, PyStr>,
) -> PyResult<Bound<'py, PyStr>> {
    let mut pointer = text.into_ptr();
    // SAFETY: attached; a strong reference to a `str`, which is exchanged for another one.
    unsafe { sys::PyUnicode_InternInPlace(&raw mut pointer) };
    // SAFETY: that reference.
    unsafe { Bound::from_owned_or_err(cx, pointer) }
}
