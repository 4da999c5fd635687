//! Functions of our own, in C: `shims.c` has what they do.

use core::ffi::c_char;

#[cfg(Py_3_15)]
use crate::PyABIInfo;
use crate::PyObject;

unsafe extern "C" {
    /// The characters of a `str` (the caller has checked that it is one), or null if they
    /// are not all ASCII. There are as many as its length, and they never change.
    pub fn cpython_rust_str_as_ascii(text: *mut PyObject) -> *const c_char;
    /// The build that this was compiled for, for `Py_mod_abi`. CPython only reads it.
    #[cfg(Py_3_15)]
    pub static mut cpython_rust_abi_info: PyABIInfo;
}
