//! `bytearray`.

use super::verbs::calls;
use crate::types::{PyByteArray, PyBytes};
use crate::{Bound, Context, PyResult};
use cpython_sys::{self as sys, Py_ssize_t};

// `PyBytes_FromObject` takes a bytearray's content through a view, in C. Resizing one that has
// views raises BufferError.
calls! {
    fn bytearray_resize<'py>(&mut Context<'py>, value: &Bound<'py, PyByteArray>, len: Py_ssize_t) -> PyResult<()> = PyByteArray_Resize;
    fn bytearray_len<'py>(&Context<'py>, value: &Bound<'py, PyByteArray>) -> PyResult<usize> = PyByteArray_Size;
    fn bytearray_to_bytes<'py>(&mut Context<'py>, value: &Bound<'py, PyByteArray>) -> PyResult<Bound<'py, PyBytes>> = PyBytes_FromObject;
}

/// A new `bytearray` with a copy of `content`.
#[doc(alias = "PyByteArray_FromStringAndSize")]
pub(crate) fn bytearray_from_slice<'py>(
    cx: &Context<'py>,
    content: &[u8],
) -> PyResult<Bound<'py, PyByteArray>> {
    // A slice is never longer than isize::MAX bytes.
    let len = content.len() as Py_ssize_t;
    // SAFETY: attached, and `content` is readable for `len` bytes.
    let object = unsafe { sys::PyByteArray_FromStringAndSize(content.as_ptr().cast(), len) };
    // SAFETY: a new reference to a bytearray, or null with an exception.
    unsafe { Bound::from_owned_or_err(cx, object) }
}
