//! What any object may be able to do: attributes, items, comparison, arithmetic, iteration.

use super::verbs::calls;
use crate::types::{PyFloat, PyInt, PyIterator, PyList, PyStr, PyTuple, PyType};
use crate::{Any, Bound, Context, PyResult, Raised};
use core::ffi::c_int;
use core::ptr;
use cpython_sys::{self as sys, Py_ssize_t};

// All of these take any object and call its methods, hence `&mut`. `PyObject_Repr`, `_Str` and
// `_Format` check themselves that what a method has returned is a `str`; `PyNumber_Long`, `_Float`
// and `_Index`, that it is an instance of the type; `PySequence_Tuple` and `_List` make what they
// return. `PyMapping_Keys` and its siblings turn what they get into an exact `list`.
calls! {
    fn get_attr<'py>(&mut Context<'py>, object: &Bound<'py>, name: &Bound<'py, PyStr>) -> PyResult<Bound<'py, Any>> = PyObject_GetAttr;
    fn set_attr<'py>(&mut Context<'py>, object: &Bound<'py>, name: &Bound<'py, PyStr>, value: &Bound<'py>) -> PyResult<()> = PyObject_SetAttr;
    fn del_attr<'py>(&mut Context<'py>, object: &Bound<'py>, name: &Bound<'py, PyStr>) -> PyResult<()> = PyObject_DelAttr;
    fn get_item<'py>(&mut Context<'py>, object: &Bound<'py>, key: &Bound<'py>) -> PyResult<Bound<'py, Any>> = PyObject_GetItem;
    fn set_item<'py>(&mut Context<'py>, object: &Bound<'py>, key: &Bound<'py>, value: &Bound<'py>) -> PyResult<()> = PyObject_SetItem;
    fn del_item<'py>(&mut Context<'py>, object: &Bound<'py>, key: &Bound<'py>) -> PyResult<()> = PyObject_DelItem;
    fn hash<'py>(&mut Context<'py>, object: &Bound<'py>) -> PyResult<isize> = PyObject_Hash;
    fn repr<'py>(&mut Context<'py>, object: &Bound<'py>) -> PyResult<Bound<'py, PyStr>> = PyObject_Repr;
    fn str<'py>(&mut Context<'py>, object: &Bound<'py>) -> PyResult<Bound<'py, PyStr>> = PyObject_Str;
    fn format<'py>(&mut Context<'py>, object: &Bound<'py>, spec: &Bound<'py, PyStr>) -> PyResult<Bound<'py, PyStr>> = PyObject_Format;
    fn dir<'py>(&mut Context<'py>, object: &Bound<'py>) -> PyResult<Bound<'py, PyList>> = PyObject_Dir;
    fn rich_compare<'py>(&mut Context<'py>, object: &Bound<'py>, other: &Bound<'py>, operator: c_int) -> PyResult<Bound<'py, Any>> = PyObject_RichCompare;
    fn rich_compare_bool<'py>(&mut Context<'py>, object: &Bound<'py>, other: &Bound<'py>, operator: c_int) -> PyResult<bool> = PyObject_RichCompareBool;
    fn is_instance<'py>(&mut Context<'py>, object: &Bound<'py>, class: &Bound<'py>) -> PyResult<bool> = PyObject_IsInstance;
    fn is_subclass<'py>(&mut Context<'py>, object: &Bound<'py>, class: &Bound<'py>) -> PyResult<bool> = PyObject_IsSubclass;
    fn iter<'py>(&mut Context<'py>, object: &Bound<'py>) -> PyResult<Bound<'py, PyIterator>> = PyObject_GetIter;

    fn add<'py>(&mut Context<'py>, object: &Bound<'py>, other: &Bound<'py>) -> PyResult<Bound<'py, Any>> = PyNumber_Add;
    fn subtract<'py>(&mut Context<'py>, object: &Bound<'py>, other: &Bound<'py>) -> PyResult<Bound<'py, Any>> = PyNumber_Subtract;
    fn multiply<'py>(&mut Context<'py>, object: &Bound<'py>, other: &Bound<'py>) -> PyResult<Bound<'py, Any>> = PyNumber_Multiply;
    fn true_divide<'py>(&mut Context<'py>, object: &Bound<'py>, other: &Bound<'py>) -> PyResult<Bound<'py, Any>> = PyNumber_TrueDivide;
    fn floor_divide<'py>(&mut Context<'py>, object: &Bound<'py>, other: &Bound<'py>) -> PyResult<Bound<'py, Any>> = PyNumber_FloorDivide;
    fn remainder<'py>(&mut Context<'py>, object: &Bound<'py>, other: &Bound<'py>) -> PyResult<Bound<'py, Any>> = PyNumber_Remainder;
    fn divmod<'py>(&mut Context<'py>, object: &Bound<'py>, other: &Bound<'py>) -> PyResult<Bound<'py, Any>> = PyNumber_Divmod;
    fn shift_left<'py>(&mut Context<'py>, object: &Bound<'py>, other: &Bound<'py>) -> PyResult<Bound<'py, Any>> = PyNumber_Lshift;
    fn shift_right<'py>(&mut Context<'py>, object: &Bound<'py>, other: &Bound<'py>) -> PyResult<Bound<'py, Any>> = PyNumber_Rshift;
    fn bit_and<'py>(&mut Context<'py>, object: &Bound<'py>, other: &Bound<'py>) -> PyResult<Bound<'py, Any>> = PyNumber_And;
    fn bit_or<'py>(&mut Context<'py>, object: &Bound<'py>, other: &Bound<'py>) -> PyResult<Bound<'py, Any>> = PyNumber_Or;
    fn bit_xor<'py>(&mut Context<'py>, object: &Bound<'py>, other: &Bound<'py>) -> PyResult<Bound<'py, Any>> = PyNumber_Xor;
    fn in_place_add<'py>(&mut Context<'py>, object: &Bound<'py>, other: &Bound<'py>) -> PyResult<Bound<'py, Any>> = PyNumber_InPlaceAdd;
    fn negative<'py>(&mut Context<'py>, object: &Bound<'py>) -> PyResult<Bound<'py, Any>> = PyNumber_Negative;
    fn absolute<'py>(&mut Context<'py>, object: &Bound<'py>) -> PyResult<Bound<'py, Any>> = PyNumber_Absolute;
    fn invert<'py>(&mut Context<'py>, object: &Bound<'py>) -> PyResult<Bound<'py, Any>> = PyNumber_Invert;
    fn to_int<'py>(&mut Context<'py>, object: &Bound<'py>) -> PyResult<Bound<'py, PyInt>> = PyNumber_Long;
    fn to_float<'py>(&mut Context<'py>, object: &Bound<'py>) -> PyResult<Bound<'py, PyFloat>> = PyNumber_Float;
    fn index<'py>(&mut Context<'py>, object: &Bound<'py>) -> PyResult<Bound<'py, PyInt>> = PyNumber_Index;

    fn sequence_get<'py>(&mut Context<'py>, object: &Bound<'py>, index: Py_ssize_t) -> PyResult<Bound<'py, Any>> = PySequence_GetItem;
    fn sequence_concat<'py>(&mut Context<'py>, object: &Bound<'py>, other: &Bound<'py>) -> PyResult<Bound<'py, Any>> = PySequence_Concat;
    fn sequence_repeat<'py>(&mut Context<'py>, object: &Bound<'py>, times: Py_ssize_t) -> PyResult<Bound<'py, Any>> = PySequence_Repeat;
    fn contains<'py>(&mut Context<'py>, object: &Bound<'py>, value: &Bound<'py>) -> PyResult<bool> = PySequence_Contains;
    fn to_tuple<'py>(&mut Context<'py>, object: &Bound<'py>) -> PyResult<Bound<'py, PyTuple>> = PySequence_Tuple;
    fn to_list<'py>(&mut Context<'py>, object: &Bound<'py>) -> PyResult<Bound<'py, PyList>> = PySequence_List;
    fn mapping_keys<'py>(&mut Context<'py>, object: &Bound<'py>) -> PyResult<Bound<'py, PyList>> = PyMapping_Keys;
    fn mapping_values<'py>(&mut Context<'py>, object: &Bound<'py>) -> PyResult<Bound<'py, PyList>> = PyMapping_Values;
    fn mapping_items<'py>(&mut Context<'py>, object: &Bound<'py>) -> PyResult<Bound<'py, PyList>> = PyMapping_Items;

    fn check_signals<'py>(&mut Context<'py>) -> PyResult<()> = PyErr_CheckSignals;
}

// These look at the object's type and call nothing. A type is an object's `type`, always.
calls! {
    fn type_object<'py>(&Context<'py>, object: &Bound<'py>) -> PyResult<Bound<'py, PyType>> = PyObject_Type;
    fn is_callable<'py>(&Context<'py>, object: &Bound<'_>) -> bool = PyCallable_Check;
    fn is_iterator<'py>(&Context<'py>, object: &Bound<'_>) -> bool = PyIter_Check;
    fn is_number<'py>(&Context<'py>, object: &Bound<'_>) -> bool = PyNumber_Check;
    fn is_index<'py>(&Context<'py>, object: &Bound<'_>) -> bool = PyIndex_Check;
    fn is_sequence<'py>(&Context<'py>, object: &Bound<'_>) -> bool = PySequence_Check;
    fn is_mapping<'py>(&Context<'py>, object: &Bound<'_>) -> bool = PyMapping_Check;
}

/// The attribute, or `None` if the object has none of this name.
#[doc(alias = "PyObject_GetOptionalAttr")]
pub(crate) fn get_attr_opt<'py>(
    cx: &mut Context<'py>,
    object: &Bound<'py>,
    name: &Bound<'py, PyStr>,
) -> PyResult<Option<Bound<'py>>> {
    let mut value = ptr::null_mut();
    // SAFETY: attached, two live objects, and a place for the result.
    let found =
        unsafe { sys::PyObject_GetOptionalAttr(object.as_ptr(), name.as_ptr(), &raw mut value) };
    // SAFETY: 1 and a new reference; or 0 or -1, and null.
    unsafe { found_or_err(cx, found, value) }
}

/// What functions give that report "found" apart from "failed".
///
/// # Safety
/// `found` is negative with an exception, or `value` is null or a strong reference to an
/// object of type `T`, which nobody else gives up.
#[inline]
pub(super) unsafe fn found_or_err<'py, T>(
    cx: &Context<'py>,
    found: c_int,
    value: *mut sys::PyObject,
) -> PyResult<Option<Bound<'py, T>>> {
    if found < 0 {
        return Err(Raised::take(cx));
    }
    let Some(value) = ptr::NonNull::new(value) else {
        return Ok(None);
    };
    // SAFETY: exactly the condition of this function.
    Ok(Some(unsafe { Bound::from_owned(cx, value) }))
}

/// The next object of an iterator, `None` at the end.
#[doc(alias = "PyIter_Next")]
#[inline]
pub(crate) fn iter_next<'py>(
    cx: &mut Context<'py>,
    iterator: &Bound<'py, PyIterator>,
) -> PyResult<Option<Bound<'py>>> {
    // An object stays an iterator only as long as nobody assigns to its `__class__`.
    if !is_iterator(cx, iterator) {
        return Err(<crate::TypeError as crate::ExceptionType>::raise(
            cx,
            "the object is not an iterator any more",
        ));
    }
    // SAFETY: attached, and an object with the slot that the function calls.
    let value = unsafe { sys::PyIter_Next(iterator.as_ptr()) };
    match ptr::NonNull::new(value) {
        // SAFETY: a new reference.
        Some(value) => Ok(Some(unsafe { Bound::from_owned(cx, value) })),
        None if super::exception_is_set(cx) => Err(Raised::take(cx)),
        None => Ok(None),
    }
}

/// An integer (or what `__index__` gives), cut to the range of `Py_ssize_t`.
#[doc(alias = "PyNumber_AsSsize_t")]
pub(crate) fn index_clipped(cx: &mut Context<'_>, object: &Bound<'_>) -> PyResult<isize> {
    // SAFETY: attached, and a live object; null means: cut.
    let value = unsafe { sys::PyNumber_AsSsize_t(object.as_ptr(), ptr::null_mut()) };
    if value == -1 && super::exception_is_set(cx) {
        return Err(Raised::take(cx));
    }
    Ok(value)
}
