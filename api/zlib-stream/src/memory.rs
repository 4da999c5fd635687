//! Where streams have their memory.

use core::ffi::{c_uint, c_void};
use zlib_rs::c_api::z_stream;

/// An allocator, as C has them.
///
/// # Safety
/// What `allocate` returns is null or memory of that size, aligned as `malloc` does it and used
/// by nobody else until `free` has it back. Both can be called in any thread.
pub unsafe trait Memory {
    /// Memory of so many bytes, which are not none; null if there is not so much.
    fn allocate(size: usize) -> *mut c_void;

    /// Takes memory back.
    ///
    /// # Safety
    /// It came from `allocate` and is not used again.
    unsafe fn free(place: *mut c_void);
}

/// Python's, of the domain that needs no thread state, so that a stream can be used and freed
/// while the thread is detached.
#[derive(Debug)]
pub struct Python;

// SAFETY: the functions promise it.
unsafe impl Memory for Python {
    fn allocate(size: usize) -> *mut c_void {
        // SAFETY: the function needs nothing.
        unsafe { cpython_sys::PyMem_RawMalloc(size) }
    }

    unsafe fn free(place: *mut c_void) {
        // SAFETY: exactly the condition of this function.
        unsafe { cpython_sys::PyMem_RawFree(place) }
    }
}

/// A struct that is no stream yet, and knows its memory.
pub(crate) fn without_stream<M: Memory>() -> z_stream {
    z_stream {
        zalloc: Some(allocate::<M>),
        zfree: Some(free::<M>),
        opaque: core::ptr::null_mut(),
        ..z_stream::default()
    }
}

unsafe extern "C" fn allocate<M: Memory>(
    _: *mut c_void,
    count: c_uint,
    size: c_uint,
) -> *mut c_void {
    match (count as usize).checked_mul(size as usize) {
        Some(size) if 0 < size && isize::try_from(size).is_ok() => M::allocate(size),
        _ => core::ptr::null_mut(),
    }
}

unsafe extern "C" fn free<M: Memory>(_: *mut c_void, place: *mut c_void) {
    if !place.is_null() {
        // SAFETY: zlib-rs frees once what it got from `allocate`.
        unsafe { M::free(place) }
    }
}
