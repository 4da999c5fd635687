//! `tuple`.

use super::object::has_type_flag;
use crate::types::PyTuple;
use crate::{Bound, Context, PyResult, Raised};
use cpython_sys::{self as sys, Py_ssize_t, PyObject};

/// Whether `value` is a `tuple` (or of a subclass).
#[doc(alias = "PyTuple_Check")]
#[inline]
pub(crate) fn is_tuple(cx: &Context<'_>, value: &Bound<'_>) -> bool {
    has_type_flag(cx, value, sys::Py_TPFLAGS_TUPLE_SUBCLASS)
}

/// The items of a tuple, which never change: where the first is, and how many there are.
///
/// # Safety
/// `tuple` is a live tuple.
#[doc(alias = "PyTuple_GET_ITEM")]
#[inline]
pub(crate) unsafe fn tuple_items(tuple: *mut PyObject) -> (*const *mut PyObject, usize) {
    let tuple = tuple.cast::<sys::PyTupleObject>();
    // SAFETY: a live `PyTupleObject`, by this function's condition.
    let len = unsafe { (*tuple).ob_base.ob_size };
    // SAFETY: as above; only the address is taken.
    let first = unsafe { &raw const (*tuple).ob_item };
    (first.cast(), len as usize)
}

/// A new tuple of the first `len` objects that `items` gives. There are as many.
#[doc(alias = "PyTuple_New")]
pub(crate) fn tuple_from_iter<'a, 'py: 'a>(
    cx: &Context<'py>,
    len: usize,
    items: impl Iterator<Item = &'a Bound<'py>>,
) -> PyResult<Bound<'py, PyTuple>> {
    // SAFETY: attached. (A slice is never longer than isize::MAX bytes.)
    let object = unsafe { sys::PyTuple_New(len as Py_ssize_t) };
    // SAFETY: a new reference to an exact tuple, or null with an exception.
    let tuple: Bound<'py, PyTuple> = unsafe { Bound::from_owned_or_err(cx, object) }?;
    for (index, item) in items.take(len).enumerate() {
        let item = item.clone_ref(cx).into_ptr();
        // SAFETY: attached; the tuple is new and shared with nobody, the place is empty, and the
        // function takes the reference over.
        let status = unsafe { sys::PyTuple_SetItem(tuple.as_ptr(), index as Py_ssize_t, item) };
        if status != 0 {
            return Err(Raised::take(cx));
        }
    }
    Ok(tuple)
}
