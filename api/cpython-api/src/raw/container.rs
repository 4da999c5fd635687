//! `tuple`, `list`, `dict`, `set`, `frozenset` and `slice`.

use super::object::{has_type_flag, type_of};
use super::protocol::found_or_err;
use super::verbs::calls;
use crate::types::{PyDict, PyFrozenSet, PyList, PySet, PySlice, PyTuple};
use crate::{Any, Borrowed, Bound, Context, MemoryError, PyResult, Raised};
use core::ffi::c_int;
use core::ptr::{self, NonNull};
use cpython_sys::{self as sys, Py_ssize_t};

// New containers are visible to nobody else, and since 3.12 the garbage collector runs between
// Python's instructions only, not when an object is made. So nothing runs.
calls! {
    fn list_new<'py>(&Context<'py>, len: Py_ssize_t) -> PyResult<Bound<'py, PyList>> = PyList_New;
    fn dict_new<'py>(&Context<'py>) -> PyResult<Bound<'py, PyDict>> = PyDict_New;
}

// A tuple does not change, and its length and items are read without a lock.
calls! {
    fn tuple_len<'py>(&Context<'py>, tuple: &Bound<'_, PyTuple>) -> PyResult<usize> = PyTuple_Size;
    fn tuple_slice<'py>(&Context<'py>, tuple: &Bound<'py, PyTuple>, start: Py_ssize_t, end: Py_ssize_t) -> PyResult<Bound<'py, PyTuple>> = PyTuple_GetSlice;
}

// One field, which free-threaded builds load atomically.
calls! {
    fn list_len<'py>(&Context<'py>, list: &Bound<'py, PyList>) -> PyResult<usize> = PyList_Size;
    fn dict_len<'py>(&Context<'py>, dict: &Bound<'py, PyDict>) -> PyResult<usize> = PyDict_Size;
    fn set_len<'py>(&Context<'py>, set: &Bound<'py, PySet>) -> PyResult<usize> = PySet_Size;
    fn frozenset_len<'py>(&Context<'py>, set: &Bound<'py, PyFrozenSet>) -> PyResult<usize> = PySet_Size;
}

// Without the GIL these lock the container, and a thread that waits for a lock is detached.
// Many also compare or drop objects, which runs Python code in any build.
calls! {
    fn list_get<'py>(&mut Context<'py>, list: &Bound<'py, PyList>, index: Py_ssize_t) -> PyResult<Bound<'py, Any>> = PyList_GetItemRef;
    fn list_append<'py>(&mut Context<'py>, list: &Bound<'py, PyList>, value: &Bound<'py>) -> PyResult<()> = PyList_Append;
    fn list_insert<'py>(&mut Context<'py>, list: &Bound<'py, PyList>, index: Py_ssize_t, value: &Bound<'py>) -> PyResult<()> = PyList_Insert;
    fn list_extend<'py>(&mut Context<'py>, list: &Bound<'py, PyList>, values: &Bound<'py>) -> PyResult<()> = PyList_Extend;
    fn list_clear<'py>(&mut Context<'py>, list: &Bound<'py, PyList>) -> PyResult<()> = PyList_Clear;
    fn list_sort<'py>(&mut Context<'py>, list: &Bound<'py, PyList>) -> PyResult<()> = PyList_Sort;
    fn list_reverse<'py>(&mut Context<'py>, list: &Bound<'py, PyList>) -> PyResult<()> = PyList_Reverse;
    fn list_slice<'py>(&mut Context<'py>, list: &Bound<'py, PyList>, start: Py_ssize_t, end: Py_ssize_t) -> PyResult<Bound<'py, PyList>> = PyList_GetSlice;
    fn list_set_slice<'py>(&mut Context<'py>, list: &Bound<'py, PyList>, start: Py_ssize_t, end: Py_ssize_t, values: &Bound<'py>) -> PyResult<()> = PyList_SetSlice;
    fn list_to_tuple<'py>(&mut Context<'py>, list: &Bound<'py, PyList>) -> PyResult<Bound<'py, PyTuple>> = PyList_AsTuple;

    fn dict_set<'py>(&mut Context<'py>, dict: &Bound<'py, PyDict>, key: &Bound<'py>, value: &Bound<'py>) -> PyResult<()> = PyDict_SetItem;
    fn dict_del<'py>(&mut Context<'py>, dict: &Bound<'py, PyDict>, key: &Bound<'py>) -> PyResult<()> = PyDict_DelItem;
    fn dict_contains<'py>(&mut Context<'py>, dict: &Bound<'py, PyDict>, key: &Bound<'py>) -> PyResult<bool> = PyDict_Contains;
    fn dict_keys<'py>(&mut Context<'py>, dict: &Bound<'py, PyDict>) -> PyResult<Bound<'py, PyList>> = PyDict_Keys;
    fn dict_values<'py>(&mut Context<'py>, dict: &Bound<'py, PyDict>) -> PyResult<Bound<'py, PyList>> = PyDict_Values;
    fn dict_items<'py>(&mut Context<'py>, dict: &Bound<'py, PyDict>) -> PyResult<Bound<'py, PyList>> = PyDict_Items;
    fn dict_copy<'py>(&mut Context<'py>, dict: &Bound<'py, PyDict>) -> PyResult<Bound<'py, PyDict>> = PyDict_Copy;
    fn dict_update<'py>(&mut Context<'py>, dict: &Bound<'py, PyDict>, other: &Bound<'py>) -> PyResult<()> = PyDict_Update;

    fn set_add<'py>(&mut Context<'py>, set: &Bound<'py, PySet>, value: &Bound<'py>) -> PyResult<()> = PySet_Add;
    fn set_contains<'py>(&mut Context<'py>, set: &Bound<'py, PySet>, value: &Bound<'py>) -> PyResult<bool> = PySet_Contains;
    fn frozenset_contains<'py>(&mut Context<'py>, set: &Bound<'py, PyFrozenSet>, value: &Bound<'py>) -> PyResult<bool> = PySet_Contains;
    fn set_discard<'py>(&mut Context<'py>, set: &Bound<'py, PySet>, value: &Bound<'py>) -> PyResult<bool> = PySet_Discard;
    fn set_pop<'py>(&mut Context<'py>, set: &Bound<'py, PySet>) -> PyResult<Bound<'py, Any>> = PySet_Pop;
    fn set_clear<'py>(&mut Context<'py>, set: &Bound<'py, PySet>) -> PyResult<()> = PySet_Clear;
    fn set_from<'py>(&mut Context<'py>, values: &Bound<'py>) -> PyResult<Bound<'py, PySet>> = PySet_New;
    fn frozenset_from<'py>(&mut Context<'py>, values: &Bound<'py>) -> PyResult<Bound<'py, PyFrozenSet>> = PyFrozenSet_New;
}

/// Whether the type of `value` is the static type at `of`, or derives from it.
fn is_of(cx: &Context<'_>, value: &Bound<'_>, of: *mut sys::PyTypeObject) -> bool {
    let own = type_of(cx, value);
    // SAFETY: attached; the types of a live object and of the interpreter are live types.
    own == of || unsafe { sys::PyType_IsSubtype(own, of) } != 0
}

macro_rules! checks {
    ($($(#[$doc:meta])* $name:ident = $object:ident;)*) => {$(
        $(#[$doc])*
        #[inline]
        pub(crate) fn $name(cx: &Context<'_>, value: &Bound<'_>) -> bool {
            is_of(cx, value, &raw mut sys::$object)
        }
    )*};
}

checks! {
    #[doc(alias = "PySet_Check")] is_set = PySet_Type;
    #[doc(alias = "PyFrozenSet_Check")] is_frozenset = PyFrozenSet_Type;
    #[doc(alias = "PySlice_Check")] is_slice = PySlice_Type;
    #[doc(alias = "PyFloat_Check")] is_float = PyFloat_Type;
    #[doc(alias = "PyComplex_Check")] is_complex = PyComplex_Type;
    #[doc(alias = "PyByteArray_Check")] is_bytearray = PyByteArray_Type;
    #[doc(alias = "PyModule_Check")] is_module = PyModule_Type;
    #[doc(alias = "PyWeakref_CheckRef")] is_weakref = _PyWeakref_RefType;
    #[doc(alias = "PyContextVar_CheckExact")] is_context_var = PyContextVar_Type;
    #[doc(alias = "PyContextToken_CheckExact")] is_context_token = PyContextToken_Type;
    #[doc(alias = "PyCapsule_CheckExact")] is_capsule = PyCapsule_Type;
    #[doc(alias = "PyBool_Check")] is_bool = PyBool_Type;
}

macro_rules! flag_checks {
    ($($(#[$doc:meta])* $name:ident = $exactly:ident or $flag:ident;)*) => {$(
        $(#[$doc])*
        #[inline]
        pub(crate) fn $name(cx: &Context<'_>, value: &Bound<'_>) -> bool {
            // Most are of exactly this type, and that takes no call.
            type_of(cx, value) == &raw mut sys::$exactly || has_type_flag(cx, value, sys::$flag)
        }
    )*};
}

flag_checks! {
    #[doc(alias = "PyLong_Check")] is_int = PyLong_Type or Py_TPFLAGS_LONG_SUBCLASS;
    #[doc(alias = "PyTuple_Check")] is_tuple = PyTuple_Type or Py_TPFLAGS_TUPLE_SUBCLASS;
    #[doc(alias = "PyList_Check")] is_list = PyList_Type or Py_TPFLAGS_LIST_SUBCLASS;
    #[doc(alias = "PyDict_Check")] is_dict = PyDict_Type or Py_TPFLAGS_DICT_SUBCLASS;
}

/// Whether `value` is an instance of `BaseException` (or of a subclass).
#[doc(alias = "PyExceptionInstance_Check")]
#[inline]
pub(crate) fn is_exception(cx: &Context<'_>, value: &Bound<'_>) -> bool {
    has_type_flag(cx, value, sys::Py_TPFLAGS_BASE_EXC_SUBCLASS)
}

/// Whether the type of `value` is exactly `of`, and no subclass of it.
#[inline]
pub(crate) fn is_exactly(cx: &Context<'_>, value: &Bound<'_>, of: *mut sys::PyTypeObject) -> bool {
    type_of(cx, value) == of
}

/// A length or an index that C accepts: none is larger.
pub(crate) fn to_ssize(cx: &Context<'_>, len: usize) -> PyResult<Py_ssize_t> {
    Py_ssize_t::try_from(len).map_err(|_| MemoryError::none(cx))
}

/// The same, for an index: one that is too large is beyond any container's end.
pub(crate) fn clip(index: usize) -> Py_ssize_t {
    Py_ssize_t::try_from(index).unwrap_or(Py_ssize_t::MAX)
}

/// A new tuple that takes over the references that the iterator gives.
///
/// # Errors
/// `MemoryError`; or the iterator's, or if it does not give `len` objects.
#[doc(alias = "PyTuple_New")]
#[doc(alias = "PyTuple_SET_ITEM")]
pub(crate) fn tuple_from_iter<'py>(
    cx: &Context<'py>,
    len: usize,
    items: impl Iterator<Item = PyResult<Bound<'py>>>,
) -> PyResult<Bound<'py, PyTuple>> {
    let c_len = to_ssize(cx, len)?;
    // SAFETY: attached. The empty places are filled before Python code can see the tuple.
    let tuple = unsafe { sys::PyTuple_New(c_len) };
    // SAFETY: a new reference, or null with an exception.
    let tuple: Bound<'py, PyTuple> = unsafe { Bound::from_owned_or_err(cx, tuple) }?;
    let mut filling = Filling {
        tuple: &tuple,
        len,
        next: 0,
    };
    for item in items.take(len) {
        filling.push(item?);
    }
    let complete = filling.next == len;
    drop(filling);
    if !complete {
        return Err(super::system_error(cx, c"a tuple was not filled"));
    }
    Ok(tuple)
}

/// A tuple that was just made, whose places are being filled.
///
/// One that is given up may live for a while, and the garbage collector shows it to anyone. So
/// when its items end too early, by an error or a panic, `None` takes their places.
struct Filling<'a, 'py> {
    tuple: &'a Bound<'py, PyTuple>,
    len: usize,
    next: usize,
}

impl<'py> Filling<'_, 'py> {
    fn push(&mut self, item: Bound<'py>) {
        self.put(item.into_ptr());
    }

    /// Gives the reference `item` away to the next place, of which there is one.
    fn put(&mut self, item: *mut sys::PyObject) {
        let index = self.next as Py_ssize_t;
        // SAFETY: attached, as the handle of the tuple shows; nobody else refers to the tuple; and
        // the place is empty.
        unsafe { sys::PyTuple_SetItem(self.tuple.as_ptr(), index, item) };
        self.next += 1;
    }
}

impl Drop for Filling<'_, '_> {
    fn drop(&mut self) {
        while self.next < self.len {
            let none = &raw mut sys::_Py_NoneStruct;
            // SAFETY: attached, and a static object.
            unsafe { sys::Py_IncRef(none) };
            self.put(none);
        }
    }
}

/// The items of a tuple, which never change: where the first is, and how many there are.
///
/// # Safety
/// `tuple` is a live tuple.
#[doc(alias = "PyTuple_GET_ITEM")]
#[inline]
pub(crate) unsafe fn tuple_items(tuple: *mut sys::PyObject) -> (*const *mut sys::PyObject, usize) {
    let tuple = tuple.cast::<sys::PyTupleObject>();
    // SAFETY: a live tuple, by this function's condition.
    let len = unsafe { (*tuple).ob_base.ob_size };
    // SAFETY: as above; only the address is taken.
    let first = unsafe { &raw const (*tuple).ob_item };
    (first.cast(), len as usize)
}

/// The items of a tuple, lent from where it keeps them.
///
/// # Safety
/// `tuple` is a tuple, alive for the lifetime that is chosen, in the call `'py`.
#[inline]
pub(crate) unsafe fn tuple_slice_of<'a, 'py>(tuple: *mut sys::PyObject) -> &'a [Bound<'py>] {
    // SAFETY: a live tuple, by this function's condition.
    let (first, len) = unsafe { tuple_items(tuple) };
    // SAFETY: so many pointers. Those of a tuple that can be seen are all objects, each with a
    // reference that is the tuple's: what a `Bound` is, and lent as one, it is not given up. They
    // do not change for as long as the tuple lives.
    unsafe { core::slice::from_raw_parts(first.cast(), len) }
}

/// `list[index] = value`.
#[doc(alias = "PyList_SetItem")]
pub(crate) fn list_set<'py>(
    cx: &mut Context<'py>,
    list: &Bound<'py, PyList>,
    index: Py_ssize_t,
    value: Bound<'py>,
) -> PyResult<()> {
    // SAFETY: attached, a list, and a reference that is given away, on errors too.
    let status = unsafe { sys::PyList_SetItem(list.as_ptr(), index, value.into_ptr()) };
    if status < 0 {
        return Err(Raised::take(cx));
    }
    Ok(())
}

/// Takes the items from `start` on out.
#[doc(alias = "PyList_SetSlice")]
pub(crate) fn list_truncate<'py>(
    cx: &mut Context<'py>,
    list: &Bound<'py, PyList>,
    start: Py_ssize_t,
) -> PyResult<()> {
    let end = Py_ssize_t::MAX;
    // SAFETY: attached, and a list; null means that nothing is put in.
    let status = unsafe { sys::PyList_SetSlice(list.as_ptr(), start, end, ptr::null_mut()) };
    if status < 0 {
        return Err(Raised::take(cx));
    }
    Ok(())
}

/// The value of a key, if it is there.
#[doc(alias = "PyDict_GetItemRef")]
pub(crate) fn dict_get<'py>(
    cx: &mut Context<'py>,
    dict: &Bound<'py, PyDict>,
    key: &Bound<'py>,
) -> PyResult<Option<Bound<'py>>> {
    let mut value = ptr::null_mut();
    // SAFETY: attached, a dict, a live object, and a place for the result.
    let found = unsafe { sys::PyDict_GetItemRef(dict.as_ptr(), key.as_ptr(), &raw mut value) };
    // SAFETY: 1 and a new reference; or 0 or -1, and null.
    unsafe { found_or_err(cx, found, value) }
}

/// Takes a key out, and gives its value, if it was there.
#[doc(alias = "PyDict_Pop")]
pub(crate) fn dict_pop<'py>(
    cx: &mut Context<'py>,
    dict: &Bound<'py, PyDict>,
    key: &Bound<'py>,
) -> PyResult<Option<Bound<'py>>> {
    let mut value = ptr::null_mut();
    // SAFETY: attached, a dict, a live object, and a place for the result.
    let found = unsafe { sys::PyDict_Pop(dict.as_ptr(), key.as_ptr(), &raw mut value) };
    // SAFETY: 1 and a new reference; or 0 or -1, and null.
    unsafe { found_or_err(cx, found, value) }
}

/// The value of a key, which is `default` afterwards if it was not there.
#[doc(alias = "PyDict_SetDefaultRef")]
pub(crate) fn dict_set_default<'py>(
    cx: &mut Context<'py>,
    dict: &Bound<'py, PyDict>,
    key: &Bound<'py>,
    default: &Bound<'py>,
) -> PyResult<Bound<'py>> {
    let mut value = ptr::null_mut();
    // SAFETY: attached, a dict, two live objects, and a place for the result.
    unsafe {
        sys::PyDict_SetDefaultRef(
            dict.as_ptr(),
            key.as_ptr(),
            default.as_ptr(),
            &raw mut value,
        )
    };
    // SAFETY: a new reference, or null with an exception.
    unsafe { Bound::from_owned_or_err(cx, value) }
}

/// Takes everything out, which can run Python code.
#[doc(alias = "PyDict_Clear")]
pub(crate) fn dict_clear<'py>(_cx: &mut Context<'py>, dict: &Bound<'py, PyDict>) {
    // SAFETY: attached, and a dict.
    unsafe { sys::PyDict_Clear(dict.as_ptr()) }
}

/// An empty set.
#[doc(alias = "PySet_New")]
pub(crate) fn set_new<'py>(cx: &Context<'py>) -> PyResult<Bound<'py, PySet>> {
    // SAFETY: attached; null makes an empty set.
    let set = unsafe { sys::PySet_New(ptr::null_mut()) };
    // SAFETY: a new reference to a set, or null with an exception.
    unsafe { Bound::from_owned_or_err(cx, set) }
}

/// `slice(start, stop, step)`, from parts of which each may be left out.
#[doc(alias = "PySlice_New")]
pub(crate) fn slice_new<'py>(
    cx: &Context<'py>,
    parts: [Option<&Bound<'py>>; 3],
) -> PyResult<Bound<'py, PySlice>> {
    let [start, stop, step] = parts.map(|part| part.map_or(ptr::null_mut(), Bound::as_ptr));
    // SAFETY: attached; each is a live object, or null, which means None.
    let slice = unsafe { sys::PySlice_New(start, stop, step) };
    // SAFETY: a new reference to a slice, or null with an exception.
    unsafe { Bound::from_owned_or_err(cx, slice) }
}

/// Start, stop and step of a slice, as numbers: its parts may have an `__index__`.
#[doc(alias = "PySlice_Unpack")]
pub(crate) fn slice_unpack<'py>(
    cx: &mut Context<'py>,
    slice: &Bound<'py, PySlice>,
) -> PyResult<[Py_ssize_t; 3]> {
    let [mut start, mut stop, mut step] = [0; 3];
    // SAFETY: attached, a slice, and places for the results.
    let status: c_int = unsafe {
        sys::PySlice_Unpack(slice.as_ptr(), &raw mut start, &raw mut stop, &raw mut step)
    };
    if status < 0 {
        return Err(Raised::take(cx));
    }
    Ok([start, stop, step])
}

/// Cuts `start` and `stop` to a sequence of `len` items; gives how many of them are meant.
///
/// `step` is not zero, as `slice_unpack` makes sure.
#[doc(alias = "PySlice_AdjustIndices")]
pub(crate) fn slice_adjust(
    _cx: &Context<'_>,
    len: Py_ssize_t,
    [mut start, mut stop, step]: [Py_ssize_t; 3],
) -> ([Py_ssize_t; 3], usize) {
    // SAFETY: arithmetic on numbers, two of which are written.
    let count = unsafe { sys::PySlice_AdjustIndices(len, &raw mut start, &raw mut stop, step) };
    ([start, stop, step], count as usize)
}

/// A reference that is lent for the whole call, to one of the interpreter's own constants.
///
/// # Safety
/// `object` is a static object of CPython, of the type `T`.
#[inline]
pub(crate) unsafe fn constant<'py, T>(
    _cx: &Context<'py>,
    object: *mut sys::PyObject,
) -> Borrowed<'py, T> {
    // SAFETY: the address of a static is not null, …
    let object = unsafe { NonNull::new_unchecked(object) };
    // SAFETY: … and it outlives every context.
    unsafe { Borrowed::from_borrowed(object) }
}
