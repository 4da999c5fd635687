//! Argument Clinic's helpers.

use core::ffi::{CStr, c_int};
use core::ptr;
use cpython_sys::{self as sys, Py_ssize_t, PyObject};

/// Checks the number of positional arguments, and raises Argument Clinic's `TypeError`.
///
/// # Safety
/// Attached.
#[doc(alias = "_PyArg_CheckPositional")]
#[cold]
pub(crate) unsafe fn check_positional(
    name: &CStr,
    given: Py_ssize_t,
    least: usize,
    most: usize,
) -> bool {
    let (least, most) = (least as Py_ssize_t, most as Py_ssize_t);
    // SAFETY: attached, and `name` is a C string.
    let status = unsafe { sys::_PyArg_CheckPositional(name.as_ptr(), given, least, most) };
    status != 0
}

/// Sorts positional and keyword arguments into one array, and raises
/// Argument Clinic's `TypeError` if they do not fit.
///
/// # Safety
/// - Attached.
/// - `args`, `given` and `names` are what a `METH_FASTCALL | METH_KEYWORDS` function got.
/// - `parser` is never moved, and only used here; `room` has a place for every parameter.
#[doc(alias = "_PyArg_UnpackKeywords")]
#[cold]
pub(crate) unsafe fn unpack_keywords(
    args: *const *mut PyObject,
    given: Py_ssize_t,
    names: *mut PyObject,
    parser: *mut sys::_PyArg_Parser,
    shape: (usize, usize, usize),
    room: *mut *mut PyObject,
) -> *const *mut PyObject {
    let (least_positional, most_positional, least_keyword) = shape;
    // SAFETY: exactly the conditions of this function.
    unsafe {
        sys::_PyArg_UnpackKeywords(
            args,
            given,
            ptr::null_mut(),
            names,
            parser,
            least_positional as c_int,
            most_positional as c_int,
            least_keyword as c_int,
            room,
        )
    }
}
