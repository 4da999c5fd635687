//! The C library's memory, which AddressSanitizer watches.

use core::ffi::c_void;
use zlib_stream::Memory;

unsafe extern "C" {
    fn malloc(size: usize) -> *mut c_void;
    fn free(place: *mut c_void);
}

pub struct Malloc;

// SAFETY: the C library promises it.
unsafe impl Memory for Malloc {
    fn allocate(size: usize) -> *mut c_void {
        // SAFETY: the function needs nothing.
        unsafe { malloc(size) }
    }

    unsafe fn free(place: *mut c_void) {
        // SAFETY: exactly the condition of this function.
        unsafe { free(place) }
    }
}
