//! See `class/interim.rs`.

use crate::{Any, Borrowed, Bound, Context, PyResult};
use core::ptr::{self, NonNull};
use cpython_sys as sys;

pub(crate) fn interim_none<'py>(cx: &Context<'py>) -> Bound<'py, Any> {
    // SAFETY: the address of a static …
    let object = unsafe { NonNull::new_unchecked(&raw mut sys::_Py_NoneStruct) };
    // SAFETY: … which outlives every context.
    let object: Borrowed<'py, Any> = unsafe { Borrowed::from_borrowed(object) };
    object.clone_ref(cx)
}

pub(crate) fn interim_bool<'py>(cx: &Context<'py>, value: bool) -> PyResult<Bound<'py, Any>> {
    // SAFETY: attached.
    let object = unsafe { sys::PyBool_FromLong(value.into()) };
    // SAFETY: a new reference.
    unsafe { Bound::from_owned_or_err(cx, object) }
}

pub(crate) fn interim_str<'py>(cx: &Context<'py>, value: &str) -> PyResult<Bound<'py, Any>> {
    super::text::str_from_utf8(cx, value)
}

pub(crate) fn interim_call<'py>(
    cx: &mut Context<'py>,
    callable: &Bound<'py>,
    arguments: &[&Bound<'py>],
) -> PyResult<Bound<'py, Any>> {
    let mut all = [ptr::null_mut(); 8];
    for (place, argument) in all.iter_mut().zip(arguments) {
        *place = argument.as_ptr();
    }
    let given = arguments.len().min(8);
    // SAFETY: attached, and live objects.
    let object = unsafe {
        sys::PyObject_Vectorcall(callable.as_ptr(), all.as_ptr(), given, ptr::null_mut())
    };
    // SAFETY: a new reference, or null with an exception.
    unsafe { Bound::from_owned_or_err(cx, object) }
}
