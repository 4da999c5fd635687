//! The buffer protocol.

use super::message::Message;
use super::object::write_type_name;
use crate::argument::Later;
use crate::{Bound, Context, PyResult, Raised};
use core::ffi::c_int;
use core::fmt::Write;
use core::slice;
use core::sync::atomic::AtomicU8;
use cpython_sys::{self as sys, Py_buffer, Py_ssize_t};

/// What a view is to be: contiguous bytes, …
pub(crate) const SIMPLE: c_int = sys::PyBUF_SIMPLE;
/// … which can be written to.
pub(crate) const WRITABLE: c_int = sys::PyBUF_WRITABLE;

/// Asks `value` for a view.
///
/// # Safety
/// `view` is writable, and the view is released where it lies, once, with `buffer_release`.
#[doc(alias = "PyObject_GetBuffer")]
pub(crate) unsafe fn buffer_acquire(
    cx: &mut Context<'_>,
    value: &Bound<'_>,
    view: *mut Py_buffer,
    flags: c_int,
) -> PyResult<()> {
    // SAFETY: attached, a live object, and writable memory for a view.
    let status = unsafe { sys::PyObject_GetBuffer(value.as_ptr(), view, flags) };
    if status == 0 {
        Ok(())
    } else {
        Err(Raised::take(cx))
    }
}

/// Shows the memory of an object that is exactly a `bytearray`, or a `memoryview` of contiguous
/// bytes, which stays there until Python code runs; `None` of others, if to convert the `later`
/// arguments could run some, or if there is no GIL. There is nothing to release.
#[doc(alias = "PyByteArray_AS_STRING")]
#[doc(alias = "PyMemoryView_GET_BUFFER")]
#[inline]
pub(crate) fn memory_before<'a, 'py>(
    _cx: &'a Context<'py>,
    value: &'a Bound<'py>,
    later: Later<'py>,
) -> Option<&'a [AtomicU8]> {
    let mut len = 0;
    // CAST: so many pointers are in memory.
    let count = later.len as Py_ssize_t;
    // SAFETY: attached, a live object, what the invariant of `Later` says, and room for a length.
    let memory =
        unsafe { sys::cpython_rust_memory_before(value.as_ptr(), later.first, count, &mut len) };
    if memory.is_null() {
        return None;
    }
    // SAFETY: so many bytes are there, which others may write to meanwhile; while the context is
    // borrowed, no Python code runs and nothing resizes or releases the object.
    Some(unsafe { slice::from_raw_parts(memory.cast(), len as usize) })
}

/// Makes `view` show an object that is exactly a `bytearray`, as `buffer_acquire` would but for
/// the reference to it; `false` if it is none, or there is no GIL.
///
/// # Safety
/// `value` stays until `bytearray_release`, which is called once.
#[doc(alias = "PyByteArrayObject")]
#[inline]
pub(crate) unsafe fn bytearray_acquire(
    _cx: &Context<'_>,
    value: &Bound<'_>,
    view: &mut Py_buffer,
) -> bool {
    // SAFETY: attached, a live object, and room for a length.
    let memory = unsafe { sys::cpython_rust_hold_bytearray(value.as_ptr(), &mut view.len) };
    view.buf = memory.cast();
    view.obj = value.as_ptr();
    !memory.is_null()
}

/// Ends what `bytearray_acquire` has begun.
///
/// # Safety
/// `view` was acquired by it, and is not used again.
#[inline]
pub(crate) unsafe fn bytearray_release(_cx: &mut Context<'_>, view: &Py_buffer) {
    // SAFETY: attached, and exactly the condition of this function.
    unsafe { sys::cpython_rust_let_bytearray_go(view.obj) }
}

/// Gives a view back to its exporter.
///
/// # Safety
/// `view` was acquired where it lies, and is not used again.
#[doc(alias = "PyBuffer_Release")]
pub(crate) unsafe fn buffer_release(_cx: &mut Context<'_>, view: &mut Py_buffer) {
    // SAFETY: attached, and exactly the condition of this function.
    unsafe { sys::PyBuffer_Release(view) }
}

/// Whether the memory that a view shows is that of a `bytes` object, which never changes.
#[doc(alias = "PyMemoryView_GET_BASE")]
pub(crate) fn is_view_of_bytes(_cx: &Context<'_>, view: &Py_buffer) -> bool {
    // SAFETY: attached, and a view that was acquired.
    unsafe { sys::cpython_rust_shows_bytes(view) != 0 }
}

/// Raises `TypeError` with the text that `ascii_buffer` arguments have in C.
#[cold]
pub(crate) fn not_ascii_or_buffer(cx: &mut Context<'_>, value: &Bound<'_>) -> Raised {
    // The name may change once Python code runs, so it is copied first.
    let mut message = Message::new();
    let _ = message.write_str("argument should be bytes, buffer or ASCII string, not '");
    write_type_name(cx, value, &mut message);
    let _ = message.write_char('\'');
    <crate::TypeError as crate::ExceptionType>::raise(cx, message.as_str())
}

/// `size` bytes from Python's allocator, or null.
#[doc(alias = "PyMem_Malloc")]
pub(crate) fn mem_alloc(_cx: &Context<'_>, size: usize) -> *mut u8 {
    // SAFETY: attached.
    unsafe { sys::PyMem_Malloc(size) }.cast()
}

/// Gives memory back to Python's allocator.
///
/// # Safety
/// `memory` came from `mem_alloc` and is not used again.
#[doc(alias = "PyMem_Free")]
pub(crate) unsafe fn mem_free(_cx: &Context<'_>, memory: *mut u8) {
    // SAFETY: attached, and exactly the condition of this function.
    unsafe { sys::PyMem_Free(memory.cast()) }
}
