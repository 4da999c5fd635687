//! Module objects.

use crate::{Context, PyResult, Raised};
use core::ffi::{CStr, c_void};
use core::ptr::NonNull;
use cpython_sys::{self as sys, PyObject};

/// The per-interpreter memory of a module; null before it is executed.
///
/// # Safety
/// Attached, and `module` is a live module object.
#[doc(alias = "PyModule_GetState")]
#[inline]
pub(crate) unsafe fn module_state(module: NonNull<PyObject>) -> *mut c_void {
    // SAFETY: exactly the conditions of this function.
    unsafe { sys::PyModule_GetState(module.as_ptr()) }
}

/// The definition that a module was made from.
///
/// # Safety
/// Attached, and `module` is a live module object.
#[doc(alias = "PyModule_GetDef")]
#[inline]
pub(crate) unsafe fn module_def(module: NonNull<PyObject>) -> *mut sys::PyModuleDef {
    // SAFETY: exactly the conditions of this function.
    unsafe { sys::PyModule_GetDef(module.as_ptr()) }
}

/// `module.name = value`; takes no reference away.
///
/// # Safety
/// `module` is a live module object and `value` a live object.
#[doc(alias = "PyModule_AddObjectRef")]
pub(crate) unsafe fn module_add(
    cx: &mut Context<'_>,
    module: NonNull<PyObject>,
    name: &'static CStr,
    value: NonNull<PyObject>,
) -> PyResult<()> {
    // SAFETY: attached; two live objects and a C string.
    let status =
        unsafe { sys::PyModule_AddObjectRef(module.as_ptr(), name.as_ptr(), value.as_ptr()) };
    if status == 0 {
        Ok(())
    } else {
        Err(Raised::take(cx))
    }
}
