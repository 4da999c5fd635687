//! Functions of our own, in C: `shims.c` has what they do.

use core::ffi::{c_char, c_int};

use crate::{Py_ssize_t, PyModuleDef, PyObject, PyTypeObject, destructor};

unsafe extern "C" {
    /// The characters of a `str` (the caller has checked that it is one), or null if they
    /// are not all ASCII. There are as many as its length, and they never change.
    pub fn cpython_rust_str_as_ascii(text: *mut PyObject) -> *const c_char;

    /// The module of a type or of one of its bases, borrowed, that was made from `definition`;
    /// null if there is none. It raises nothing.
    pub fn cpython_rust_module_of(
        type_: *mut PyTypeObject,
        definition: *mut PyModuleDef,
    ) -> *mut PyObject;

    /// Whether the type has an `__init__` that is not `object`'s.
    pub fn cpython_rust_has_own_init(type_: *mut PyTypeObject) -> c_int;

    /// Calls `finish`, now or (in a deep recursion of deallocations) later, for an object of a
    /// garbage-collected type that is not tracked any more, from `own`, its `tp_dealloc`.
    pub fn cpython_rust_dealloc(object: *mut PyObject, own: destructor, finish: destructor);

    /// The items of a tuple, which never change, and how many they are.
    pub fn cpython_rust_tuple_items(
        tuple: *mut PyObject,
        len: *mut Py_ssize_t,
    ) -> *const *mut PyObject;

    /// Whether a dict that only this thread knows is empty.
    pub fn cpython_rust_dict_is_empty(dict: *mut PyObject) -> c_int;
}
