//! See `class/interim.rs`.

use crate::{Any, Borrowed, Bound, Context, PyResult};
use core::ptr::{self, NonNull};
use cpython_sys as sys;

pub(crate) fn interim_none<'py>(cx: &Context<'py>) -> Bound<'py, Any> {
    let address = &raw mut sys::_Py_NoneStruct;
    // SAFETY: the address of a static …
    let object = unsafe { NonNull::new_unchecked(address) };
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

pub(crate) fn interim_pair<'py>(
    cx: &Context<'py>,
    first: &Bound<'py>,
    second: &Bound<'py>,
) -> PyResult<Bound<'py, Any>> {
    unsafe extern "C" {
        fn PyTuple_Pack(n: isize, ...) -> *mut cpython_sys::PyObject;
    }
    // SAFETY: attached, and as many live objects as said.
    let object = unsafe { PyTuple_Pack(2, first.as_ptr(), second.as_ptr()) };
    // SAFETY: a new reference, or null with an exception.
    unsafe { Bound::from_owned_or_err(cx, object) }
}

pub(crate) fn interim_class<'py>(cx: &Context<'py>, object: &Bound<'py>) -> Bound<'py, Any> {
    let object_type = super::object::type_of(cx, object).cast();
    // SAFETY: a type is not null …
    let object_type = unsafe { NonNull::new_unchecked(object_type) };
    // SAFETY: … and lives as long as its instance.
    let object_type: Borrowed<'py, Any> = unsafe { Borrowed::from_borrowed(object_type) };
    object_type.clone_ref(cx)
}

pub(crate) fn interim_first<'py>(
    cx: &Context<'py>,
    tuple: &Bound<'py>,
) -> PyResult<Bound<'py, Any>> {
    unsafe extern "C" {
        fn PyTuple_GetSlice(
            tuple: *mut sys::PyObject,
            from: isize,
            to: isize,
        ) -> *mut sys::PyObject;
    }
    // SAFETY: attached, and a live object, whose type the function checks.
    let object = unsafe { PyTuple_GetSlice(tuple.as_ptr(), 0, 1) };
    // SAFETY: a new reference, or null with an exception.
    unsafe { Bound::from_owned_or_err(cx, object) }
}
