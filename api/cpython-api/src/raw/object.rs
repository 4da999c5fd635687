//! References and types.

use super::message::Message;
use crate::{Bound, Context};
use core::ffi::CStr;
use core::ptr::NonNull;
use cpython_sys::{self as sys, PyObject};

/// Gives up one strong reference.
///
/// # Safety
/// - Attached.
/// - The caller owns a reference to `object` and does not use it again.
#[doc(alias = "Py_DecRef")]
#[inline]
pub(crate) unsafe fn decref(object: NonNull<PyObject>) {
    // SAFETY: exactly the conditions of this function.
    unsafe { sys::Py_DecRef(object.as_ptr()) }
}

/// Another strong reference.
#[doc(alias = "Py_IncRef")]
#[inline]
pub(crate) fn incref(_cx: &Context<'_>, object: &Bound<'_>) {
    // SAFETY: attached, and a live object.
    unsafe { sys::Py_IncRef(object.as_ptr()) }
}

/// Another strong reference, where no context's handle is at hand.
///
/// # Safety
/// Attached to the interpreter of `object`, which is alive.
#[inline]
pub(crate) unsafe fn incref_raw(object: NonNull<PyObject>) {
    // SAFETY: exactly the condition of this function.
    unsafe { sys::Py_IncRef(object.as_ptr()) }
}

/// Gives up one strong reference if no Python code can run because of that; otherwise returns
/// false, and the reference is still owned.
///
/// # Safety
/// - Attached.
/// - The caller owns a reference to `object`, and does not use it again if this returns true.
#[doc(alias = "Py_DECREF")]
#[inline]
pub(crate) unsafe fn release_quietly(object: NonNull<PyObject>) -> bool {
    // SAFETY: exactly the conditions of this function.
    unsafe { sys::cpython_rust_release_quietly(object.as_ptr()) != 0 }
}

/// The type of an object, borrowed from it.
#[doc(alias = "Py_TYPE")]
#[inline]
pub(super) fn type_of(_cx: &Context<'_>, object: &Bound<'_>) -> *mut sys::PyTypeObject {
    // SAFETY: a handle is a live object, whose `ob_type` is always set. It can be
    // exchanged by Python code, which does not run while `_cx` is borrowed; in a
    // free-threaded build CPython stops all other threads to exchange it.
    unsafe { (*object.as_ptr()).ob_type }
}

/// Whether the type of `object` has one of CPython's fast subclass flags.
#[doc(alias = "PyType_FastSubclass")]
#[inline]
pub(super) fn has_type_flag(
    cx: &Context<'_>,
    object: &Bound<'_>,
    flag: core::ffi::c_ulong,
) -> bool {
    let object_type = type_of(cx, object);
    // SAFETY: attached, and the type lives at least as long as its instance.
    let flags = unsafe { sys::PyType_GetFlags(object_type) };
    flags & flag != 0
}

// As many bytes of a type's name as C's `%.100s` shows.
const LONGEST_NAME: usize = 100;

/// Adds the name that a type was given in C, or its `__name__`: what messages say.
#[doc(alias = "tp_name")]
#[cold]
pub(super) fn write_type_name(cx: &Context<'_>, object: &Bound<'_>, message: &mut Message) {
    let object_type = type_of(cx, object);
    // SAFETY: the type lives at least as long as its instance.
    let name = unsafe { (*object_type).tp_name };
    // SAFETY: a C string, which only an assignment to the type's `__name__` replaces;
    // under the GIL no such code runs while `cx` is borrowed. In a free-threaded 3.13
    // another thread can do it at the same time, and nothing, `PyType_GetName`
    // included, is safe from that: a race that this message shares with all of C's.
    let name = unsafe { CStr::from_ptr(name) }.to_bytes();
    message.push_utf8(name, LONGEST_NAME);
}

/// Whether `object` is a type.
#[doc(alias = "PyType_Check")]
#[inline]
pub(crate) fn is_type(cx: &Context<'_>, object: &Bound<'_>) -> bool {
    has_type_flag(cx, object, sys::Py_TPFLAGS_TYPE_SUBCLASS)
}
