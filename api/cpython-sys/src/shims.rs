//! Functions of our own, in C: `shims.c` has what they do.

use core::ffi::{c_char, c_int, c_void};

use crate::PyObject;

unsafe extern "C" {
    /// The characters of a `str` (the caller has checked that it is one), or null if they
    /// are not all ASCII. There are as many as its length, and they never change.
    pub fn cpython_rust_str_as_ascii(text: *mut PyObject) -> *const c_char;

    /// The characters of a `str` (the caller has checked that it is one), of as many bytes each as
    /// `kind` is made to say; 0 means that they have one and are all ASCII. There are as many
    /// as its length, and they never change.
    pub fn cpython_rust_str_data(text: *mut PyObject, kind: *mut c_int) -> *const c_void;

    /// Raises an instance of `type`, an `OSError`, for C's error number `code`. It returns null.
    pub fn cpython_rust_raise_errno(type_: *mut PyObject, code: c_int) -> *mut PyObject;
}
