//! Module objects.

use crate::{Bound, Context, PyResult, Raised};
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

/// The same, for a traversal.
///
/// # Safety
/// Called by the garbage collector, and `module` is a live module object.
#[doc(alias = "PyModule_GetState_DuringGC")]
pub(crate) unsafe fn module_state_during_gc(module: NonNull<PyObject>) -> *mut c_void {
    #[cfg(not(Py_3_15))]
    use sys::PyModule_GetState as get;
    #[cfg(Py_3_15)]
    use sys::PyModule_GetState_DuringGC as get;
    // SAFETY: exactly the conditions of this function.
    unsafe { get(module.as_ptr()) }
}

/// What tells which definition a module was made from: the definition's address, before 3.15, and
/// for a built-in module; otherwise the `Py_mod_token` among its slots.
///
/// # Safety
/// Attached, and `module` is a live module object.
#[doc(alias = "PyModule_GetDef")]
#[doc(alias = "PyModule_GetToken")]
#[inline]
pub(crate) unsafe fn module_token(module: NonNull<PyObject>) -> *const c_void {
    #[cfg(not(Py_3_15))]
    {
        // SAFETY: exactly the conditions of this function.
        let definition = unsafe { sys::PyModule_GetDef(module.as_ptr()) };
        definition.cast_const().cast()
    }
    #[cfg(Py_3_15)]
    {
        let mut token = core::ptr::null_mut();
        // SAFETY: exactly the conditions of this function. It cannot fail for a module.
        unsafe { sys::PyModule_GetToken(module.as_ptr(), &raw mut token) };
        token
    }
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

/// Adds a value that any code can have made; takes no reference away.
///
/// # Safety
/// `module` is a live module object.
#[doc(alias = "PyModule_AddObjectRef")]
pub(crate) unsafe fn module_add_value<'py>(
    cx: &mut Context<'py>,
    module: NonNull<PyObject>,
    name: &'static CStr,
    value: &Bound<'py>,
) -> PyResult<()> {
    // SAFETY: a handle is never null …
    let value = unsafe { NonNull::new_unchecked(value.as_ptr()) };
    // SAFETY: … and is a live object; a live module.
    unsafe { module_add(cx, module, name, value) }
}
