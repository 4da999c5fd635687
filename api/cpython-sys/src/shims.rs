//! Functions of our own, in C: `shims.c` has what they do.

use core::ffi::c_char;

use crate::PyObject;

unsafe extern "C" {
    /// The characters of a `str` (the caller has checked that it is one), or null if they
    /// are not all ASCII. There are as many as its length, and they never change.
    pub fn cpython_rust_str_as_ascii(text: *mut PyObject) -> *const c_char;
}
