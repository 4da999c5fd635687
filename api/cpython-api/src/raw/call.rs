//! Calling objects, and importing modules.

use super::verbs::calls;
use crate::types::{PyModule, PyStr, PyTuple};
use crate::{Any, Bound, Context, PyResult};
use core::ptr;
use cpython_sys::{self as sys, PyObject};

/// Up to so many arguments are passed in an array on the stack that has a place before them.
pub(crate) const ON_STACK: usize = 8;

// `PyImport_Import` gives what is in `sys.modules`, which need not be a module.
calls! {
    fn import<'py>(&mut Context<'py>, name: &Bound<'py, PyStr>) -> PyResult<Bound<'py, Any>> = PyImport_Import;
    fn module_name<'py>(&mut Context<'py>, module: &Bound<'py, PyModule>) -> PyResult<Bound<'py, PyStr>> = PyModule_GetNameObject;
    fn generic_alias<'py>(&mut Context<'py>, class: &Bound<'py>, arguments: &Bound<'py>) -> PyResult<Bound<'py, Any>> = Py_GenericAlias;
}

/// Calls `callable`; the last arguments have the `names`, one each.
///
/// # Safety
/// `names` is null or a tuple of `str` with at most as many items as there are arguments.
#[doc(alias = "PyObject_Vectorcall")]
pub(crate) unsafe fn vectorcall<'py>(
    cx: &mut Context<'py>,
    callable: &Bound<'py>,
    arguments: &[Bound<'py>],
    names: Option<&Bound<'py, PyTuple>>,
) -> PyResult<Bound<'py>> {
    let named = names.map_or(0, |names| super::tuple_len(cx, names).unwrap_or(0));
    let names = names.map_or(ptr::null_mut(), Bound::as_ptr);
    let positional = arguments.len() - named;
    let mut room = [ptr::null_mut(); 1 + ON_STACK];
    let result = if let Some(places) = room.get_mut(1..=arguments.len()) {
        copy(arguments, places);
        // SAFETY: a place within the array, after which the arguments are.
        let first = unsafe { room.as_ptr().add(1) };
        // The callee may use the place before them, for `self`.
        let count = positional | ARGUMENTS_OFFSET;
        // SAFETY: attached; live objects; names as this function's condition says.
        unsafe { sys::PyObject_Vectorcall(callable.as_ptr(), first, count, names) }
    } else {
        let first = arguments.as_ptr().cast::<*mut PyObject>();
        // SAFETY: as above. A handle is transparent over its pointer, and the callee
        // does not write to the array.
        unsafe { sys::PyObject_Vectorcall(callable.as_ptr(), first, positional, names) }
    };
    // SAFETY: a new reference, or null with an exception.
    unsafe { Bound::from_owned_or_err(cx, result) }
}

/// Calls the method `name` of `object`, with at most [`ON_STACK`] - 1 arguments.
///
/// # Panics
/// If there are more.
#[doc(alias = "PyObject_VectorcallMethod")]
pub(crate) fn vectorcall_method<'py>(
    cx: &mut Context<'py>,
    object: &Bound<'py>,
    name: &Bound<'py, PyStr>,
    arguments: &[Bound<'py>],
) -> PyResult<Bound<'py>> {
    let mut room = [ptr::null_mut(); 1 + ON_STACK];
    room[1] = object.as_ptr();
    copy(arguments, &mut room[2..2 + arguments.len()]);
    // SAFETY: a place within the array, after which the object and the arguments are.
    let first = unsafe { room.as_ptr().add(1) };
    let count = (1 + arguments.len()) | ARGUMENTS_OFFSET;
    // SAFETY: attached; live objects, and no names.
    let result =
        unsafe { sys::PyObject_VectorcallMethod(name.as_ptr(), first, count, ptr::null_mut()) };
    // SAFETY: a new reference, or null with an exception.
    unsafe { Bound::from_owned_or_err(cx, result) }
}

/// C's `PY_VECTORCALL_ARGUMENTS_OFFSET`: the place before the first argument may be used.
const ARGUMENTS_OFFSET: usize = 1 << (usize::BITS - 1);

fn copy(arguments: &[Bound<'_>], places: &mut [*mut PyObject]) {
    for (place, argument) in places.iter_mut().zip(arguments) {
        *place = argument.as_ptr();
    }
}
