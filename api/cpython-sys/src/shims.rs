//! Functions of our own, in C: `shims.c` has what they do.

use core::ffi::{c_char, c_int, c_ulong, c_void};

#[cfg(Py_3_15)]
use crate::PyABIInfo;
use crate::{Py_buffer, PyObject, PyThreadState};

unsafe extern "C" {
    /// The characters of a `str` (the caller has checked that it is one), or null if they
    /// are not all ASCII. There are as many as its length, and they never change.
    pub fn cpython_rust_str_as_ascii(text: *mut PyObject) -> *const c_char;

    /// Whether a view that was acquired shows the memory of a `bytes` object.
    pub fn cpython_rust_shows_bytes(view: *const Py_buffer) -> c_int;

    /// Gives up a reference and returns 1 if no Python code can run because of it; otherwise
    /// returns 0, and the reference is still the caller's.
    pub fn cpython_rust_release_quietly(object: *mut PyObject) -> c_int;

    /// `PyEval_RestoreThread`, but a thread that comes too late, when the interpreter is being
    /// finalized, sleeps for ever.
    pub fn cpython_rust_attach(thread: *mut PyThreadState);

    /// What was set for this thread by the next one; null at first. Needs no thread state.
    pub fn cpython_rust_detached_from() -> *mut c_void;
    pub fn cpython_rust_set_detached_from(interpreter: *mut c_void);

    /// Starts counting forks; returns 0 if that is possible. Needs no thread state.
    pub fn cpython_rust_watch_forks() -> c_int;
    /// How many forks led to this process. Needs no thread state.
    pub fn cpython_rust_forks() -> c_ulong;

    /// Begins a critical section on one or two objects, in room of three words that stays where
    /// it is until the end.
    pub fn cpython_rust_section_begin(
        room: *mut usize,
        first: *mut PyObject,
        second: *mut PyObject,
    );
    pub fn cpython_rust_section_end(room: *mut usize, two: c_int);

    /// The build that this was compiled for, for `Py_mod_abi`. CPython only reads it.
    #[cfg(Py_3_15)]
    pub static mut cpython_rust_abi_info: PyABIInfo;
}
