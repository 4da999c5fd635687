//! The arguments of a `tp_new`, `tp_init` or `tp_call`: a tuple and a dict.

use super::object::decref;
use core::ffi::{CStr, c_int};
use core::ptr::{self, NonNull};
use cpython_sys::{self as sys, Py_ssize_t, PyObject};

/// Whether there are keyword arguments: `keywords` is not null and not empty.
///
/// # Safety
/// Attached; null or a dict that is only this call's.
pub(crate) unsafe fn has_keywords(keywords: *mut PyObject) -> bool {
    if keywords.is_null() {
        return false;
    }
    // SAFETY: exactly the conditions of this function.
    unsafe { sys::cpython_rust_dict_is_empty(keywords) == 0 }
}

/// Raises Argument Clinic's `TypeError` for keywords that a function does not take.
///
/// # Safety
/// Attached; `keywords` is a dict that is not empty.
#[doc(alias = "_PyArg_NoKeywords")]
#[cold]
pub(crate) unsafe fn no_keywords(name: &CStr, keywords: *mut PyObject) {
    // SAFETY: exactly the conditions of this function.
    unsafe { sys::_PyArg_NoKeywords(name.as_ptr(), keywords) };
}

/// Sorts the arguments of a `tp_new`, `tp_init` or `tp_call`.
///
/// # Safety
/// As for `unpack_keywords`; `keywords` is null or a dict.
#[doc(alias = "_PyArg_UnpackKeywords")]
pub(crate) unsafe fn unpack_packed(
    args: *const *mut PyObject,
    given: Py_ssize_t,
    keywords: *mut PyObject,
    parser: *mut sys::_PyArg_Parser,
    counts: &crate::Counts,
    room: *mut *mut PyObject,
) -> *const *mut PyObject {
    // SAFETY: exactly the conditions of this function.
    unsafe {
        sys::_PyArg_UnpackKeywords(
            args,
            given,
            keywords,
            ptr::null_mut(),
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

/// The arguments of a `tp_new` or `tp_call`, as a function with keywords gets them.
pub(crate) struct Spread {
    objects: NonNull<*mut PyObject>,
    names: NonNull<PyObject>,
}

impl Spread {
    /// None with an exception set.
    ///
    /// # Safety
    /// Attached; a tuple, and a dict whose keys are strings, which live longer.
    pub(crate) unsafe fn new(tuple: NonNull<PyObject>, keywords: *mut PyObject) -> Option<Self> {
        // SAFETY: attached; a tuple and a dict.
        let most = unsafe { sys::cpython_rust_spread_len(tuple.as_ptr(), keywords) };
        // SAFETY: attached. Two containers in memory have fewer items than there are bytes.
        let objects = unsafe { sys::PyMem_Calloc(most as usize, size_of::<*mut PyObject>()) };
        let Some(objects) = NonNull::new(objects.cast::<*mut PyObject>()) else {
            // SAFETY: attached.
            unsafe { sys::PyErr_NoMemory() };
            return None;
        };
        // SAFETY: attached; a tuple, a dict, and room for the items of both.
        let names = unsafe { sys::cpython_rust_spread(tuple.as_ptr(), keywords, objects.as_ptr()) };
        match NonNull::new(names) {
            Some(names) => Some(Spread { objects, names }),
            None => {
                // SAFETY: attached; allocated above, and not used again.
                unsafe { sys::PyMem_Free(objects.as_ptr().cast()) };
                None
            }
        }
    }

    pub(crate) fn objects(&self) -> *const *mut PyObject {
        self.objects.as_ptr()
    }

    pub(crate) fn names(&self) -> *mut PyObject {
        self.names.as_ptr()
    }

    /// # Safety
    /// Attached.
    pub(crate) unsafe fn release(self) {
        // SAFETY: attached; allocated by `new`, and not used again.
        unsafe { sys::PyMem_Free(self.objects.as_ptr().cast()) };
        // SAFETY: attached; the reference that `new` got.
        unsafe { decref(self.names) };
    }
}
