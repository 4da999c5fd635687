//! Weak references, context variables and capsules.

use super::protocol::found_or_err;
use super::verbs::calls;
use crate::types::{PyCapsule, PyContextToken, PyContextVar, PyWeakref};
use crate::{Bound, Context, PyResult};
use core::ffi::{CStr, c_void};
use core::ptr;
use cpython_sys::{self as sys, PyCapsule_Destructor};

// Setting and resetting a variable compare it with others of its context, and may drop a value.
calls! {
    fn context_var_set<'py>(&mut Context<'py>, variable: &Bound<'py, PyContextVar>, value: &Bound<'py>) -> PyResult<Bound<'py, PyContextToken>> = PyContextVar_Set;
    fn context_var_reset<'py>(&mut Context<'py>, variable: &Bound<'py, PyContextVar>, token: &Bound<'py, PyContextToken>) -> PyResult<()> = PyContextVar_Reset;
}

/// A weak reference, with an optional callback. Free-threaded builds lock a table for it.
#[doc(alias = "PyWeakref_NewRef")]
pub(crate) fn weakref_new<'py>(
    cx: &mut Context<'py>,
    object: &Bound<'py>,
    callback: Option<&Bound<'py>>,
) -> PyResult<Bound<'py, PyWeakref>> {
    let callback = callback.map_or(ptr::null_mut(), Bound::as_ptr);
    // SAFETY: attached; a live object, and another one or null.
    let weakref = unsafe { sys::PyWeakref_NewRef(object.as_ptr(), callback) };
    // SAFETY: a new reference, or null with an exception.
    unsafe { Bound::from_owned_or_err(cx, weakref) }
}

/// What a weak reference refers to, if it still exists.
#[doc(alias = "PyWeakref_GetRef")]
pub(crate) fn weakref_get<'py>(
    cx: &mut Context<'py>,
    weakref: &Bound<'py, PyWeakref>,
) -> PyResult<Option<Bound<'py>>> {
    let mut object = ptr::null_mut();
    // SAFETY: attached, a weak reference, and a place for the result.
    let found = unsafe { sys::PyWeakref_GetRef(weakref.as_ptr(), &raw mut object) };
    // SAFETY: 1 and a new reference; or 0 or -1, and null.
    unsafe { found_or_err(cx, found, object) }
}

/// A new context variable.
#[doc(alias = "PyContextVar_New")]
pub(crate) fn context_var_new<'py>(
    cx: &mut Context<'py>,
    name: &CStr,
    default: Option<&Bound<'py>>,
) -> PyResult<Bound<'py, PyContextVar>> {
    let default = default.map_or(ptr::null_mut(), Bound::as_ptr);
    // SAFETY: attached; a C string, and a live object or null.
    let variable = unsafe { sys::PyContextVar_New(name.as_ptr(), default) };
    // SAFETY: a new reference, or null with an exception.
    unsafe { Bound::from_owned_or_err(cx, variable) }
}

/// The value of a context variable in the current context, or its default.
#[doc(alias = "PyContextVar_Get")]
pub(crate) fn context_var_get<'py>(
    cx: &mut Context<'py>,
    variable: &Bound<'py, PyContextVar>,
) -> PyResult<Option<Bound<'py>>> {
    let mut value = ptr::null_mut();
    // SAFETY: attached, a context variable, no default besides its own, and a place for the
    // result.
    let status =
        unsafe { sys::PyContextVar_Get(variable.as_ptr(), ptr::null_mut(), &raw mut value) };
    // SAFETY: 0, and a new reference or null; or -1, and null.
    unsafe { found_or_err(cx, status, value) }
}

/// A new capsule. (The type is immutable and nothing is called.)
///
/// # Safety
/// `destroy` may be called with the capsule, once, when it ends: attached, or at least by the
/// thread that ends it.
#[doc(alias = "PyCapsule_New")]
pub(crate) unsafe fn capsule_new<'py>(
    cx: &Context<'py>,
    pointer: *mut c_void,
    name: &'static CStr,
    destroy: PyCapsule_Destructor,
) -> PyResult<Bound<'py, PyCapsule>> {
    // SAFETY: attached; a name that lives for ever. A null pointer is an error of its own.
    let capsule = unsafe { sys::PyCapsule_New(pointer, name.as_ptr(), destroy) };
    // SAFETY: a new reference, or null with an exception.
    unsafe { Bound::from_owned_or_err(cx, capsule) }
}

/// What a capsule holds, if it has this destructor.
#[doc(alias = "PyCapsule_GetPointer")]
#[doc(alias = "PyCapsule_GetDestructor")]
pub(crate) fn capsule_pointer<'py>(
    _cx: &Context<'py>,
    capsule: &Bound<'py, PyCapsule>,
    destroy: PyCapsule_Destructor,
) -> Option<*mut c_void> {
    // SAFETY: attached, and a capsule (which holds a pointer, or it could not have been made).
    let own = unsafe { sys::PyCapsule_GetDestructor(capsule.as_ptr()) };
    if own? as usize != destroy? as usize {
        return None;
    }
    // SAFETY: attached, and a capsule.
    unsafe { capsule_pointer_of(capsule.as_ptr()) }
}

/// What a capsule holds, whatever it is called.
///
/// # Safety
/// Attached, and `capsule` is one.
pub(crate) unsafe fn capsule_pointer_of(capsule: *mut sys::PyObject) -> Option<*mut c_void> {
    // SAFETY: exactly the conditions of this function.
    let name = unsafe { sys::PyCapsule_GetName(capsule) };
    // SAFETY: as above, and the capsule's own name.
    let pointer = unsafe { sys::PyCapsule_GetPointer(capsule, name) };
    (!pointer.is_null()).then_some(pointer)
}

/// The name of a capsule.
#[doc(alias = "PyCapsule_GetName")]
pub(crate) fn capsule_name<'a, 'py>(
    _cx: &Context<'py>,
    capsule: &'a Bound<'py, PyCapsule>,
) -> Option<&'a CStr> {
    // SAFETY: attached, and a capsule.
    let name = unsafe { sys::PyCapsule_GetName(capsule.as_ptr()) };
    if name.is_null() {
        return None;
    }
    // SAFETY: a C string, which lives at least as long as the capsule.
    Some(unsafe { CStr::from_ptr(name) })
}
