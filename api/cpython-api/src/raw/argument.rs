//! Argument Clinic's helpers.

use super::message::{Decimal, Message};
use crate::signature::Convention;
use crate::signature::MOST_PARAMETERS;
use crate::{Bound, Context, Counts, Raised, Signature};
use core::ffi::{CStr, c_int};
use core::ptr;
use cpython_sys::{self as sys, Py_ssize_t, PyObject};

/// Raises Argument Clinic's `TypeError` for a number of positional arguments that does not fit.
///
/// # Safety
/// Attached.
#[doc(alias = "_PyArg_CheckPositional")]
#[cold]
pub(crate) unsafe fn check_positional(name: &CStr, given: Py_ssize_t, least: usize, most: usize) {
    let (least, most) = (least as Py_ssize_t, most as Py_ssize_t);
    // SAFETY: attached, and `name` is a C string.
    unsafe { sys::_PyArg_CheckPositional(name.as_ptr(), given, least, most) };
}

/// Sorts positional and keyword arguments into one array, and raises
/// Argument Clinic's `TypeError` if they do not fit.
///
/// # Safety
/// - Attached.
/// - `args`, `given` and `names` are what a `METH_FASTCALL | METH_KEYWORDS` function got.
/// - `parser` is never moved, only used here, and fits `counts`; `room` has a place for every
///   parameter.
#[doc(alias = "_PyArg_UnpackKeywords")]
pub(crate) unsafe fn unpack_keywords(
    args: *const *mut PyObject,
    given: Py_ssize_t,
    names: *mut PyObject,
    parser: *mut sys::_PyArg_Parser,
    counts: &Counts,
    room: *mut *mut PyObject,
) -> *const *mut PyObject {
    // SAFETY: exactly the conditions of this function.
    unsafe {
        sys::_PyArg_UnpackKeywords(
            args,
            given,
            ptr::null_mut(),
            names,
            parser,
            counts.required_positional as c_int,
            counts.positional as c_int,
            counts.required_keyword as c_int,
            // Whether it has `*args`.
            #[cfg(Py_3_14)]
            0,
            room,
        )
    }
}

/// Raises the `TypeError` that Argument Clinic's code for a function with `*args` raises, for
/// arguments that are known not to fit.
///
/// # Safety
/// - As for [`unpack_keywords`].
/// - `room` has a place for every parameter and one more.
#[doc(alias = "_PyArg_UnpackKeywordsWithVararg")]
#[cfg(not(Py_3_14))]
#[cold]
pub(crate) unsafe fn unpack_keywords_and_args(
    args: *const *mut PyObject,
    given: Py_ssize_t,
    names: *mut PyObject,
    parser: *mut sys::_PyArg_Parser,
    counts: &Counts,
    room: *mut *mut PyObject,
) {
    let positional = counts.positional as c_int;
    // SAFETY: exactly the conditions of this function.
    let found = unsafe {
        sys::_PyArg_UnpackKeywordsWithVararg(
            args,
            given,
            ptr::null_mut(),
            names,
            parser,
            counts.required_positional as c_int,
            positional,
            counts.required_keyword as c_int,
            positional,
            room,
        )
    };
    if !found.is_null() {
        // SAFETY: it has put the arguments in order, …
        let args = unsafe { found.add(counts.positional) };
        // SAFETY: … with a new tuple at this place, …
        let args = unsafe { *args };
        // SAFETY: … which is given up here.
        unsafe { sys::Py_DecRef(args) };
    }
}

/// The same, as part of the common function.
///
/// # Safety
/// As for [`unpack_keywords`].
#[cfg(Py_3_14)]
#[cold]
pub(crate) unsafe fn unpack_keywords_and_args(
    args: *const *mut PyObject,
    given: Py_ssize_t,
    names: *mut PyObject,
    parser: *mut sys::_PyArg_Parser,
    counts: &Counts,
    room: *mut *mut PyObject,
) {
    // SAFETY: exactly the conditions of this function.
    unsafe {
        sys::_PyArg_UnpackKeywords(
            args,
            given,
            ptr::null_mut(),
            names,
            parser,
            counts.required_positional as c_int,
            counts.positional as c_int,
            counts.required_keyword as c_int,
            1,
            room,
        )
    };
}

/// Raises Argument Clinic's `TypeError` for an argument of the wrong type.
#[doc(alias = "_PyArg_BadArgument")]
#[cold]
pub(crate) fn bad_argument(
    cx: &mut Context<'_>,
    signature: &Signature,
    index: usize,
    expected: &str,
    value: &Bound<'_>,
) -> Raised {
    let mut which = Message::new();
    match signature.parameter_name(index) {
        Some(name) => which.push_all(&["argument '", name, "'"]),
        None if matches!(signature.convention(), Convention::OneArgument) => which.push("argument"),
        None => which.push_all(&["argument ", Decimal::new(index + 1).as_str()]),
    }
    let mut wanted = Message::new();
    wanted.push(expected);
    // SAFETY: attached; three C strings and a live object.
    unsafe {
        sys::_PyArg_BadArgument(
            signature.name.as_ptr(),
            which.as_c_str().as_ptr(),
            wanted.as_c_str().as_ptr(),
            value.as_ptr(),
        );
    }
    Raised::take(cx)
}

/// Makes the tuple of a parser's names, and makes it immortal; false with an exception set if
/// there is no memory for it.
///
/// # Safety
/// - Attached.
/// - `parser` is never moved, and has at most [`MOST_PARAMETERS`] names.
#[cold]
pub(crate) unsafe fn share_parser(parser: *mut sys::_PyArg_Parser) -> bool {
    let mut room = [ptr::null_mut(); MOST_PARAMETERS + 1];
    // SAFETY: attached; a call without arguments to a function that needs none, and room for
    // the most parameters that there can be.
    let found = unsafe {
        sys::_PyArg_UnpackKeywords(
            ptr::null(),
            0,
            ptr::null_mut(),
            ptr::null_mut(),
            parser,
            0,
            0,
            0,
            #[cfg(Py_3_14)]
            0,
            room.as_mut_ptr(),
        )
    };
    if found.is_null() {
        return false;
    }
    // SAFETY: the call has made the tuple.
    unsafe { sys::cpython_rust_share_parser(parser) };
    true
}
