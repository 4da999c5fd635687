//! `bytes`.

use super::no_memory;
use super::object::{has_type_flag, type_of};
use super::verbs::calls;
use crate::types::PyBytes;
use crate::{Borrowed, Bound, Context, PyResult};
use core::mem::MaybeUninit;
use core::ptr;
use cpython_sys::{self as sys, Py_ssize_t, PyObject};

// It asks for a buffer, or iterates.
calls! {
    fn bytes_from_object<'py>(&mut Context<'py>, value: &Bound<'py>) -> PyResult<Bound<'py, PyBytes>> = PyBytes_FromObject;
}

/// Whether `value` is a `bytes` object (or of a subclass).
#[doc(alias = "PyBytes_Check")]
#[inline]
pub(crate) fn is_bytes(cx: &Context<'_>, value: &Bound<'_>) -> bool {
    type_of(cx, value) == &raw mut sys::PyBytes_Type
        || has_type_flag(cx, value, sys::Py_TPFLAGS_BYTES_SUBCLASS)
}

/// The content of `value` if its type is exactly `bytes`: the fast path of buffers.
#[doc(alias = "PyBytes_CheckExact")]
#[inline]
pub(crate) fn exact_bytes_content<'py>(
    cx: &Context<'py>,
    value: Borrowed<'py>,
) -> Option<&'py [u8]> {
    if type_of(cx, &value) != &raw mut sys::PyBytes_Type {
        return None;
    }
    // SAFETY: objects of this type are `PyBytesObject`s, and this one lives for `'py`.
    Some(unsafe { bytes_content(value.as_ptr()) })
}

/// The content of a `bytes` object (or of a subclass). It never changes.
///
/// # Safety
/// `value` is such an object, as `is_bytes` says, alive for the lifetime that is chosen.
#[doc(alias = "PyBytes_AS_STRING")]
#[inline]
pub(crate) unsafe fn bytes_content<'a>(value: *mut PyObject) -> &'a [u8] {
    let object = value.cast::<sys::PyBytesObject>();
    // SAFETY: a live `PyBytesObject`, by this function's condition.
    let len = unsafe { (*object).ob_base.ob_size };
    // SAFETY: as above; only the address is taken.
    let first = unsafe { &raw const (*object).ob_sval };
    // SAFETY: `ob_size` bytes follow, which never change once the object is shared,
    // and live as long as the object.
    unsafe { core::slice::from_raw_parts(first.cast(), len as usize) }
}

// An object is this much larger than its content.
const HEADER: Py_ssize_t = size_of::<sys::PyBytesObject>() as Py_ssize_t;

/// A new `bytes` object of `len` bytes that are not initialised.
///
/// It must not reach Python before they are: see `bytes_memory`.
#[doc(alias = "PyBytes_FromStringAndSize")]
#[inline]
pub(crate) fn bytes_uninit<'py>(cx: &Context<'py>, len: usize) -> PyResult<Bound<'py, PyBytes>> {
    // Of what is larger C says OverflowError, which is the same to a caller, under another name.
    let len = match Py_ssize_t::try_from(len) {
        Ok(len) if len < Py_ssize_t::MAX - HEADER => len,
        _ => return Err(no_memory(cx)),
    };
    // SAFETY: attached; null means that the content is left uninitialised.
    let object = unsafe { sys::PyBytes_FromStringAndSize(ptr::null(), len) };
    // SAFETY: a new reference to an exact bytes object, or null with an exception.
    unsafe { Bound::from_owned_or_err(cx, object) }
}

/// The memory of a `bytes` object that was just made by `bytes_uninit(len)`.
///
/// # Safety
/// `object` was made with this `len` and is shared with nobody.
#[inline]
pub(crate) unsafe fn bytes_memory<'a>(
    object: &'a mut Bound<'_, PyBytes>,
    len: usize,
) -> &'a mut [MaybeUninit<u8>] {
    let object = object.as_ptr().cast::<sys::PyBytesObject>();
    // SAFETY: a live `PyBytesObject`; only the address is taken.
    let first = unsafe { &raw mut (*object).ob_sval };
    // SAFETY: `len` bytes follow, which nobody else uses, by this function's
    // condition. (The empty object is shared by all, but has no bytes.)
    unsafe { core::slice::from_raw_parts_mut(first.cast(), len) }
}

/// Cuts a `bytes` object to its first `len` bytes, or makes it longer by bytes that are not
/// initialised. If there is no memory for it, the object is gone.
///
/// # Safety
/// `object` is shared with nobody; if it is cut, what remains is initialised before it is shared.
#[doc(alias = "_PyBytes_Resize")]
pub(crate) unsafe fn bytes_resize<'py>(
    cx: &Context<'py>,
    object: Bound<'py, PyBytes>,
    len: usize,
) -> PyResult<Bound<'py, PyBytes>> {
    let len = super::to_ssize(cx, len)?;
    let mut pointer = object.into_ptr();
    // SAFETY: attached; `pointer` is the only reference, by this function's condition (or to
    // the empty object, which the function knows). On failure it drops the reference,
    // stores null and raises.
    unsafe { sys::_PyBytes_Resize(&raw mut pointer, len) };
    // SAFETY: the reference that was stored, or null with an exception.
    unsafe { Bound::from_owned_or_err(cx, pointer) }
}

/// A new `bytes` object with a copy of `content`.
#[doc(alias = "PyBytes_FromStringAndSize")]
#[inline]
pub(crate) fn bytes_from_slice<'py>(
    cx: &Context<'py>,
    content: &[u8],
) -> PyResult<Bound<'py, PyBytes>> {
    // A slice is never longer than isize::MAX bytes.
    let len = content.len() as Py_ssize_t;
    // SAFETY: attached, and `content` is readable for `len` bytes.
    let object = unsafe { sys::PyBytes_FromStringAndSize(content.as_ptr().cast(), len) };
    // SAFETY: a new reference to an exact bytes object, or null with an exception.
    unsafe { Bound::from_owned_or_err(cx, object) }
}
