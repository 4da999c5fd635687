//! Functions of our own, in C: `shims.c` has what they do.

use core::ffi::{c_char, c_int, c_ulong, c_void};

#[cfg(Py_3_15)]
use crate::PyABIInfo;
use crate::{
    _PyArg_Parser, Py_buffer, Py_ssize_t, PyObject, PyThreadState, PyTypeObject, destructor,
};

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
    /// The module of a type or of one of its bases, borrowed, that has this token, which is the
    /// address of its definition before 3.15; null if there is none. It raises nothing.
    pub fn cpython_rust_module_of(type_: *mut PyTypeObject, token: *const c_void) -> *mut PyObject;

    /// Whether the type has an `__init__` that is not `object`'s.
    pub fn cpython_rust_has_own_init(type_: *mut PyTypeObject) -> c_int;

    /// Calls `finish`, now or (in a deep recursion of deallocations) later, for an object of a
    /// garbage-collected type that is not tracked any more, from `own`, its `tp_dealloc`.
    pub fn cpython_rust_dealloc(object: *mut PyObject, own: destructor, finish: destructor);

    /// Whether a dict that only this thread knows is empty.
    pub fn cpython_rust_dict_is_empty(dict: *mut PyObject) -> c_int;

    /// How many items a tuple and a dict have together.
    pub fn cpython_rust_spread_len(tuple: *mut PyObject, keywords: *mut PyObject) -> Py_ssize_t;

    /// Puts the items of a tuple and the values of a dict that only this thread knows into
    /// `room`, borrowed, and returns a new tuple of the dict's keys.
    pub fn cpython_rust_spread(
        tuple: *mut PyObject,
        keywords: *mut PyObject,
        room: *mut *mut PyObject,
    ) -> *mut PyObject;

    /// Makes the tuple of a parser's names, which exists, immortal.
    pub fn cpython_rust_share_parser(parser: *mut _PyArg_Parser);

    /// Whether a view that was acquired shows the memory of a `bytes` object.
    pub fn cpython_rust_shows_bytes(view: *const Py_buffer) -> c_int;

    /// Where the memory of an exact `bytearray` is, or what a `memoryview` of contiguous bytes shows,
    /// until Python code runs, and how long; null for other objects, if the conversion of one of
    /// the `later` ones (`count` objects, or null) could run some, and without a GIL.
    pub fn cpython_rust_memory_before(
        value: *mut PyObject,
        later: *const *mut PyObject,
        count: Py_ssize_t,
        len: *mut Py_ssize_t,
    ) -> *mut c_char;

    /// The same of an exact `bytearray`, but holds the memory as a view does.
    pub fn cpython_rust_hold_bytearray(value: *mut PyObject, len: *mut Py_ssize_t) -> *mut c_char;

    /// Ends what `cpython_rust_hold_bytearray` has begun.
    pub fn cpython_rust_let_bytearray_go(value: *mut PyObject);

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
