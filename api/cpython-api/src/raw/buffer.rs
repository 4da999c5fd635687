//! The buffer protocol.

use super::message::Message;
use super::object::write_type_name;
use crate::{Borrowed, Context, PyResult, Raised};
use core::fmt::Write;
use core::mem::MaybeUninit;
use cpython_sys::{self as sys, Py_buffer};

/// Asks `value` for a simple, contiguous, read-only view.
///
/// # Safety
/// The view is released once, with `buffer_release`, and not moved meanwhile if it
/// holds pointers into itself (a simple view may).
#[doc(alias = "PyObject_GetBuffer")]
pub(crate) unsafe fn buffer_acquire(
    _cx: &mut Context<'_>,
    value: Borrowed<'_>,
    view: &mut MaybeUninit<Py_buffer>,
) -> PyResult<()> {
    // SAFETY: attached, a live object, and writable memory for a view.
    let status =
        unsafe { sys::PyObject_GetBuffer(value.as_ptr(), view.as_mut_ptr(), sys::PyBUF_SIMPLE) };
    if status == 0 {
        Ok(())
    } else {
        Err(Raised::assume())
    }
}

/// Gives a view back to its exporter. This may run Python code.
///
/// # Safety
/// - Attached, and no memory of any buffer is lent at this moment.
/// - `view` was acquired, and is not used again.
#[doc(alias = "PyBuffer_Release")]
pub(crate) unsafe fn buffer_release(view: &mut Py_buffer) {
    // SAFETY: exactly the conditions of this function.
    unsafe { sys::PyBuffer_Release(view) }
}

/// Raises `TypeError` with the text that `ascii_buffer` arguments have in C.
#[cold]
pub(crate) fn not_ascii_or_buffer(cx: &mut Context<'_>, value: Borrowed<'_>) -> Raised {
    // The name may change once Python code runs, so it is copied first.
    let mut message = Message::new();
    let _ = message.write_str("argument should be bytes, buffer or ASCII string, not '");
    write_type_name(cx, value, &mut message);
    let _ = message.write_char('\'');
    <crate::TypeError as crate::ExceptionType>::raise(cx, message.as_str())
}

/// `size` bytes from Python's allocator, or null.
#[doc(alias = "PyMem_Malloc")]
#[cfg(Py_GIL_DISABLED)]
pub(crate) fn mem_alloc(_cx: &Context<'_>, size: usize) -> *mut u8 {
    // SAFETY: attached.
    unsafe { sys::PyMem_Malloc(size) }.cast()
}

/// Gives memory back to Python's allocator.
///
/// # Safety
/// Attached, and `memory` came from `mem_alloc` and is not used again.
#[doc(alias = "PyMem_Free")]
#[cfg(Py_GIL_DISABLED)]
pub(crate) unsafe fn mem_free(memory: *mut u8) {
    // SAFETY: exactly the conditions of this function.
    unsafe { sys::PyMem_Free(memory.cast()) }
}
