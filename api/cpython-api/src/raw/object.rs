//! References and types.

use super::message::Message;
use crate::{Borrowed, Context};
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

/// The type of an object, borrowed from it.
#[doc(alias = "Py_TYPE")]
#[inline]
pub(super) fn type_of(_cx: &Context<'_>, object: Borrowed<'_>) -> *mut sys::PyTypeObject {
    // SAFETY: `Borrowed` is a live object, whose `ob_type` is always set. It can be
    // exchanged by Python code, which does not run while `_cx` is borrowed; in a
    // free-threaded build CPython stops all other threads to exchange it.
    unsafe { (*object.as_ptr()).ob_type }
}

/// Whether the type of `object` has one of CPython's fast subclass flags.
#[doc(alias = "PyType_FastSubclass")]
#[inline]
pub(super) fn has_type_flag(
    cx: &Context<'_>,
    object: Borrowed<'_>,
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
pub(super) fn write_type_name(cx: &Context<'_>, object: Borrowed<'_>, message: &mut Message) {
    let object_type = type_of(cx, object);
    #[cfg(Py_GIL_DISABLED)]
    if write_mutable_name(cx, object_type, message) {
        return;
    }
    // SAFETY: the type lives at least as long as its instance.
    let name = unsafe { (*object_type).tp_name };
    // SAFETY: a C string, which only an assignment to `__name__` replaces. Under the
    // GIL no such code runs while `cx` is borrowed; without it the type is immutable.
    let name = unsafe { CStr::from_ptr(name) }.to_bytes();
    message.push_utf8(name, LONGEST_NAME);
}

/// For a type whose name another thread can replace: adds its `__name__`.
///
/// That is the same for all but types made in C with a dotted name and left mutable.
#[cfg(Py_GIL_DISABLED)]
fn write_mutable_name(
    cx: &Context<'_>,
    object_type: *mut sys::PyTypeObject,
    message: &mut Message,
) -> bool {
    // SAFETY: attached, and the type lives at least as long as its instance.
    let flags = unsafe { sys::PyType_GetFlags(object_type) };
    let kind = flags & (sys::Py_TPFLAGS_HEAPTYPE | sys::Py_TPFLAGS_IMMUTABLETYPE);
    if kind != sys::Py_TPFLAGS_HEAPTYPE {
        return false;
    }
    // SAFETY: as above.
    let name = unsafe { sys::PyType_GetName(object_type) };
    // SAFETY: a new reference to a str, or null with an exception.
    let Ok(name) = (unsafe { crate::Bound::<'_, crate::Any>::from_owned_or_err(cx, name) }) else {
        return true;
    };
    let mut size = 0;
    // SAFETY: attached, a live str, and `size` is writable.
    let text = unsafe { sys::PyUnicode_AsUTF8AndSize(name.as_ptr(), &raw mut size) };
    if text.is_null() {
        drop(crate::Raised::assume());
        return true;
    }
    // SAFETY: `size` bytes that live as long as the str, which is owned here.
    let text = unsafe { core::slice::from_raw_parts(text.cast::<u8>(), size as usize) };
    message.push_utf8(text, LONGEST_NAME);
    true
}
