//! Types that modules make, and their instances.

use super::object::{decref, type_of};
use crate::types::PyType;
use crate::{Any, Borrowed, Bound, Context, PyResult, Raised};
use core::ffi::{CStr, c_int, c_void};
use core::ptr::{self, NonNull};
use cpython_sys::{self as sys, Py_ssize_t, PyObject, PyTypeObject};

/// The module of an object's type (or of one of its bases) that has this token (see `module_token`).
///
/// # Safety
/// Attached, and a live object.
#[doc(alias = "PyType_GetModuleByDef")]
#[doc(alias = "PyType_GetModuleByToken")]
#[inline]
pub(crate) unsafe fn module_of_instance(
    object: NonNull<PyObject>,
    token: *const c_void,
) -> Option<NonNull<PyObject>> {
    // SAFETY: a live object, whose `ob_type` is always set.
    let object_type = unsafe { (*object.as_ptr()).ob_type };
    // SAFETY: attached; the type lives at least as long as its instance.
    NonNull::new(unsafe { sys::cpython_rust_module_of(object_type, token) })
}

/// The module of a type (or of one of its bases) that has this token.
///
/// # Safety
/// Attached, and a live type object.
#[doc(alias = "PyType_GetModuleByDef")]
#[doc(alias = "PyType_GetModuleByToken")]
#[inline]
pub(crate) unsafe fn module_of_class(
    class: NonNull<PyObject>,
    token: *const c_void,
) -> Option<NonNull<PyObject>> {
    // SAFETY: exactly the conditions of this function.
    NonNull::new(unsafe { sys::cpython_rust_module_of(class.as_ptr().cast(), token) })
}

/// Whether `object` is an instance of `class`, by its type alone.
#[doc(alias = "PyObject_TypeCheck")]
#[inline]
pub(crate) fn is_instance_of(
    cx: &Context<'_>,
    object: &Bound<'_>,
    class: Borrowed<'_, PyType>,
) -> bool {
    let object_type = type_of(cx, object);
    // CAST: a handle of a type is a PyTypeObject.
    if object_type.cast::<PyObject>() == class.as_ptr() {
        return true;
    }
    // SAFETY: attached, and two live types. It runs no Python code.
    unsafe { sys::PyType_IsSubtype(object_type, class.as_ptr().cast()) != 0 }
}

/// Whether `class` is a subclass of `base`, by their layouts alone.
#[doc(alias = "PyType_IsSubtype")]
pub(crate) fn is_subclass_of(
    _cx: &Context<'_>,
    class: Borrowed<'_, PyType>,
    base: Borrowed<'_, PyType>,
) -> bool {
    // SAFETY: attached, and two live types. It runs no Python code.
    unsafe { sys::PyType_IsSubtype(class.as_ptr().cast(), base.as_ptr().cast()) != 0 }
}

/// A new instance of a type: zeroed, and tracked if its type is.
///
/// CPython collects garbage only between two instructions of Python code, or with all threads
/// stopped at such places; so the object can be tracked before the caller has
/// filled it in, which it does before it calls C again.
///
/// # Safety
/// `class` has the layout that the caller will fill in, and no items.
#[doc(alias = "PyType_GenericAlloc")]
#[inline]
pub(crate) unsafe fn instance_alloc(
    cx: &Context<'_>,
    class: Borrowed<'_, PyType>,
) -> PyResult<NonNull<PyObject>> {
    // SAFETY: attached, and a live type.
    let object = unsafe { sys::PyType_GenericAlloc(class.as_ptr().cast(), 0) };
    NonNull::new(object).ok_or_else(|| Raised::take(cx))
}

/// Frees the memory of an instance, and gives up its reference to its type.
///
/// # Safety
/// Attached; called once, at the end of the deallocation of an instance of a heap type.
#[doc(alias = "tp_free")]
pub(crate) unsafe fn instance_free(object: NonNull<PyObject>) {
    // SAFETY: a dying object still has its type.
    let object_type = unsafe { (*object.as_ptr()).ob_type };
    // SAFETY: attached, and a live type.
    let free = unsafe { sys::PyType_GetSlot(object_type, sys::Py_tp_free) };
    // SAFETY: the slot of this number is a `freefunc`, which each type inherits from `object`.
    let free = unsafe { core::mem::transmute::<*mut c_void, sys::freefunc>(free) };
    if let Some(free) = free {
        // SAFETY: by this function's condition.
        unsafe { free(object.as_ptr().cast()) };
    }
    // SAFETY: attached; instances of a heap type own a reference to it.
    unsafe { sys::Py_DecRef(object_type.cast()) };
}

/// Stops tracking an object, if it is tracked.
///
/// # Safety
/// Attached; a live object of a garbage-collected type.
#[doc(alias = "PyObject_GC_UnTrack")]
pub(crate) unsafe fn gc_untrack(object: NonNull<PyObject>) {
    // SAFETY: exactly the conditions of this function.
    unsafe { sys::PyObject_GC_UnTrack(object.as_ptr().cast()) };
}

/// Calls `finish` for a dying object, in a deep recursion of deallocations later.
///
/// # Safety
/// Attached; `own` is the `tp_dealloc` that is running for the object, which is not tracked; it
/// does nothing else with the object afterwards.
#[doc(alias = "Py_TRASHCAN_BEGIN")]
pub(crate) unsafe fn dealloc_in_turn(
    object: NonNull<PyObject>,
    own: unsafe extern "C" fn(*mut PyObject),
    finish: unsafe extern "C" fn(*mut PyObject),
) {
    // SAFETY: exactly the conditions of this function.
    unsafe { sys::cpython_rust_dealloc(object.as_ptr(), Some(own), Some(finish)) };
}

/// Ends the weak references to a dying object, which can run Python code.
///
/// # Safety
/// `object` is being deallocated, and its type has room for weak references.
#[doc(alias = "PyObject_ClearWeakRefs")]
pub(crate) unsafe fn clear_weak_references(_cx: &mut Context<'_>, object: NonNull<PyObject>) {
    // SAFETY: attached, and exactly the conditions of this function.
    unsafe { sys::PyObject_ClearWeakRefs(object.as_ptr()) };
}

/// Gives up the `__dict__` of an object, which can run Python code.
///
/// # Safety
/// A live object whose type has a managed dict, or one that is being deallocated.
#[doc(alias = "PyObject_ClearManagedDict")]
pub(crate) unsafe fn clear_dict(_cx: &mut Context<'_>, object: NonNull<PyObject>) {
    // SAFETY: attached, and exactly the conditions of this function.
    unsafe { sys::PyObject_ClearManagedDict(object.as_ptr()) };
}

/// Shows the `__dict__` of an object to the garbage collector.
///
/// # Safety
/// Called by the collector, with its function and argument, for an object whose type has a
/// managed dict.
#[doc(alias = "PyObject_VisitManagedDict")]
pub(crate) unsafe fn visit_dict(
    object: NonNull<PyObject>,
    visit: sys::visitproc,
    argument: *mut c_void,
) -> c_int {
    // SAFETY: exactly the conditions of this function.
    unsafe { sys::PyObject_VisitManagedDict(object.as_ptr(), visit, argument) }
}

/// Reports an exception that cannot be raised, in `place`.
#[doc(alias = "PyErr_WriteUnraisable")]
#[cold]
pub(crate) fn write_unraisable_in(cx: &mut Context<'_>, raised: Raised, place: *mut PyTypeObject) {
    raised.set(cx);
    // SAFETY: attached, with an exception set; a live type.
    unsafe { sys::PyErr_WriteUnraisable(place.cast()) };
}

/// Takes the exception that is pending while C deallocates an object, if there is one.
#[doc(alias = "PyErr_GetRaisedException")]
pub(crate) fn set_pending_aside(_cx: &mut Context<'_>) -> *mut PyObject {
    // SAFETY: attached.
    unsafe { sys::PyErr_GetRaisedException() }
}

/// Puts it back.
///
/// # Safety
/// `pending` is what `set_pending_aside` returned, once; no exception is set.
#[doc(alias = "PyErr_SetRaisedException")]
pub(crate) unsafe fn put_pending_back(_cx: &mut Context<'_>, pending: *mut PyObject) {
    if !pending.is_null() {
        // SAFETY: attached, and an owned reference to an exception.
        unsafe { sys::PyErr_SetRaisedException(pending) };
    }
}

/// Python's `NotImplemented`.
#[doc(alias = "Py_NotImplemented")]
#[inline]
pub(crate) fn not_implemented<'py>(cx: &Context<'py>) -> Bound<'py, Any> {
    let address = &raw mut sys::_Py_NotImplementedStruct;
    // SAFETY: the address of an immortal object is never null …
    let object = unsafe { NonNull::new_unchecked(address) };
    // SAFETY: … and it outlives every context.
    let object: Borrowed<'py, Any> = unsafe { Borrowed::from_borrowed(object) };
    object.clone_ref(cx)
}

/// Makes a type.
///
/// # Safety
/// - `module` is a live module object.
/// - `spec` and its slots are what CPython expects; what it keeps of them lives for ever.
#[doc(alias = "PyType_FromModuleAndSpec")]
#[cfg(not(Py_3_15))]
pub(crate) unsafe fn type_from_spec(
    cx: &mut Context<'_>,
    module: NonNull<PyObject>,
    spec: &mut sys::PyType_Spec,
) -> PyResult<NonNull<PyObject>> {
    // SAFETY: attached, and exactly the conditions of this function.
    let object = unsafe { sys::PyType_FromModuleAndSpec(module.as_ptr(), spec, ptr::null_mut()) };
    NonNull::new(object).ok_or_else(|| Raised::take(cx))
}

/// Makes a type.
///
/// # Safety
/// `slots` end with one that is zero and are what CPython expects; what it keeps of them lives for
/// ever.
#[doc(alias = "PyType_FromSlots")]
#[cfg(Py_3_15)]
pub(crate) unsafe fn type_from_slots(
    cx: &mut Context<'_>,
    slots: &mut [sys::PySlot],
) -> PyResult<NonNull<PyObject>> {
    // SAFETY: attached, and exactly the conditions of this function.
    let object = unsafe { sys::PyType_FromSlots(slots.as_mut_ptr()) };
    NonNull::new(object).ok_or_else(|| Raised::take(cx))
}

/// Adds `value`, whose reference is taken over, to the namespace of a type that nobody
/// has used yet.
///
/// # Safety
/// `class` is a live heap type; `value` is null with an exception set, or a strong reference.
#[doc(alias = "PyType_GetDict")]
pub(crate) unsafe fn type_add(
    cx: &mut Context<'_>,
    class: NonNull<PyObject>,
    name: &CStr,
    value: *mut PyObject,
) -> PyResult<()> {
    // SAFETY: by this function's condition.
    let value = unsafe { Bound::<Any>::from_owned_or_err(cx, value) }?;
    // SAFETY: attached, and a live type.
    let dict = unsafe { sys::PyType_GetDict(class.as_ptr().cast()) };
    // SAFETY: a new reference to a dict.
    let dict = unsafe { Bound::<Any>::from_owned_or_err(cx, dict) }?;
    // SAFETY: attached; a live dict, a C string and a live object.
    let status = unsafe { sys::PyDict_SetItemString(dict.as_ptr(), name.as_ptr(), value.as_ptr()) };
    if status != 0 {
        return Err(Raised::take(cx));
    }
    // SAFETY: attached, and a live type.
    unsafe { sys::PyType_Modified(class.as_ptr().cast()) };
    Ok(())
}

/// A static method: a function whose hidden first argument is the class, so that it finds its
/// module. Null with an exception set on failure.
///
/// # Safety
/// `class` is a live type; `method` is an entry that lives for ever.
#[doc(alias = "PyStaticMethod_New")]
pub(crate) unsafe fn static_method(
    cx: &mut Context<'_>,
    class: NonNull<PyObject>,
    method: *const sys::PyMethodDef,
) -> PyResult<*mut PyObject> {
    // SAFETY: attached; CPython does not write to the entry. No module and no class.
    let function = unsafe {
        sys::PyCMethod_New(
            method.cast_mut(),
            class.as_ptr(),
            ptr::null_mut(),
            ptr::null_mut(),
        )
    };
    // SAFETY: a new function or null with an exception.
    let function = unsafe { Bound::<Any>::from_owned_or_err(cx, function) }?;
    // SAFETY: attached, and a live object.
    Ok(unsafe { sys::PyStaticMethod_New(function.as_ptr()) })
}

/// The descriptor of a property. Null with an exception set on failure.
///
/// # Safety
/// Attached; `class` is a live type; `property` lives for ever.
#[doc(alias = "PyDescr_NewGetSet")]
pub(crate) unsafe fn property(
    class: NonNull<PyObject>,
    property: *const sys::PyGetSetDef,
) -> *mut PyObject {
    // SAFETY: exactly the conditions of this function; CPython does not write to the entry.
    unsafe { sys::PyDescr_NewGetSet(class.as_ptr().cast(), property.cast_mut()) }
}

/// Whether a subclass has its own `__init__`.
///
/// # Safety
/// Attached, and a live type.
pub(crate) unsafe fn has_own_init(class: NonNull<PyObject>) -> bool {
    // SAFETY: exactly the conditions of this function.
    unsafe { sys::cpython_rust_has_own_init(class.as_ptr().cast()) != 0 }
}

/// `StopIteration(value)`, set, for an iterator that returns a value.
#[doc(alias = "PyExc_StopIteration")]
pub(crate) fn stop_iteration(cx: &mut Context<'_>, value: &Bound<'_>) -> Raised {
    // SAFETY: C initialises this static before any module and never changes it.
    let object_type = unsafe { sys::PyExc_StopIteration };
    let arguments = [value.as_ptr()];
    // SAFETY: attached; a live type and an array of one live object, without keywords.
    let exception =
        unsafe { sys::PyObject_Vectorcall(object_type, arguments.as_ptr(), 1, ptr::null_mut()) };
    // SAFETY: a new reference, or null with an exception.
    match unsafe { Bound::<Any>::from_owned_or_err(cx, exception) } {
        Err(raised) => raised,
        Ok(exception) => {
            // SAFETY: attached; a type and an instance of it.
            unsafe { sys::PyErr_SetObject(object_type, exception.as_ptr()) };
            Raised::take(cx)
        }
    }
}

/// Fills in a simple view of bytes.
///
/// # Safety
/// `view` is writable; `content` is readable (unless `read_only`, writable) for as long as
/// `owner` lives.
#[doc(alias = "PyBuffer_FillInfo")]
pub(crate) unsafe fn fill_view(
    cx: &mut Context<'_>,
    view: *mut sys::Py_buffer,
    owner: &Bound<'_>,
    content: *const [u8],
    read_only: bool,
    flags: c_int,
) -> PyResult<()> {
    // SAFETY: attached, and exactly the conditions of this function.
    let status = unsafe {
        sys::PyBuffer_FillInfo(
            view,
            owner.as_ptr(),
            content.cast::<c_void>().cast_mut(),
            content.len() as Py_ssize_t,
            read_only.into(),
            flags,
        )
    };
    if status == 0 {
        Ok(())
    } else {
        Err(Raised::take(cx))
    }
}

/// Whether the exception is a `TypeError`.
#[doc(alias = "PyErr_GivenExceptionMatches")]
pub(crate) fn is_type_error(_cx: &Context<'_>, exception: NonNull<PyObject>) -> bool {
    // SAFETY: C initialises this static before any module and never changes it.
    let object_type = unsafe { sys::PyExc_TypeError };
    // SAFETY: attached, two live objects; for a single class it compares types only.
    unsafe { sys::PyErr_GivenExceptionMatches(exception.as_ptr(), object_type) != 0 }
}

/// `int(value)`.
#[doc(alias = "PyLong_FromSsize_t")]
pub(crate) fn int_from_isize<'py>(cx: &Context<'py>, value: isize) -> PyResult<Bound<'py, Any>> {
    // SAFETY: attached.
    let object = unsafe { sys::PyLong_FromSsize_t(value) };
    // SAFETY: a new reference, or null with an exception.
    unsafe { Bound::from_owned_or_err(cx, object) }
}

/// Looks an attribute up as objects do that have no say in it: a reference, or null with an
/// exception set; none if there is no such attribute.
///
/// # Safety
/// Attached, and two live objects.
#[doc(alias = "PyObject_GenericGetAttr")]
pub(crate) unsafe fn generic_get_attribute(
    object: *mut PyObject,
    name: *mut PyObject,
) -> Option<*mut PyObject> {
    // SAFETY: exactly the conditions of this function.
    let found = unsafe { sys::PyObject_GenericGetAttr(object, name) };
    if !found.is_null() {
        return Some(found);
    }
    // SAFETY: C initialises this static before any module and never changes it.
    let missing = unsafe { sys::PyExc_AttributeError };
    // SAFETY: attached, with an exception set, and a live type.
    if unsafe { sys::PyErr_ExceptionMatches(missing) } == 0 {
        return Some(found);
    }
    // SAFETY: attached.
    unsafe { sys::PyErr_Clear() };
    None
}

/// Whether a result, which can be null, is `NotImplemented`.
#[inline]
pub(crate) fn is_not_implemented(result: *mut PyObject) -> bool {
    result == &raw mut sys::_Py_NotImplementedStruct
}

/// What `!=` gives if `==` gives `result`, a strong reference or null, which is taken over.
///
/// # Safety
/// Attached; null with an exception set, or a strong reference.
pub(crate) unsafe fn opposite(result: *mut PyObject) -> *mut PyObject {
    let Some(object) = NonNull::new(result) else {
        return result;
    };
    if is_not_implemented(result) {
        return result;
    }
    // SAFETY: attached, and a live object.
    let truth = unsafe { sys::PyObject_IsTrue(result) };
    // SAFETY: attached; the reference is this function's, and is not used again.
    unsafe { decref(object) };
    if truth < 0 {
        return ptr::null_mut();
    }
    // SAFETY: attached.
    unsafe { sys::PyBool_FromLong((truth == 0).into()) }
}

/// `size` bytes from Python's allocator, or null.
#[doc(alias = "PyMem_Malloc")]
pub(crate) fn text_alloc(_cx: &Context<'_>, size: usize) -> *mut u8 {
    // SAFETY: attached.
    unsafe { sys::PyMem_Malloc(size) }.cast()
}

/// Gives them back.
///
/// # Safety
/// Attached; `text` came from `text_alloc` and is not used again.
#[doc(alias = "PyMem_Free")]
pub(crate) unsafe fn text_free(text: *mut u8) {
    // SAFETY: exactly the conditions of this function.
    unsafe { sys::PyMem_Free(text.cast()) };
}
