//! Objects with a payload: where it is, and how they are made.

use crate::class::{Class, Members};
use crate::types::PyType;
use crate::{Borrowed, Bound, Context, PyResult, raw};
use core::mem::offset_of;
use core::ptr::NonNull;
use cpython_sys::PyObject;

/// An object and its payload.
#[repr(C)]
pub(super) struct Instance<T> {
    object: PyObject,
    payload: T,
    /// Makes the object larger than its base's also if the payload has no size: layouts are how CPython
    /// tells types apart when `__class__` is assigned.
    more: u8,
}

impl<T> Instance<T> {
    /// What CPython promises of the memory of an object.
    const ALIGNMENT: usize = 2 * size_of::<usize>();

    pub(super) const OFFSET: usize = {
        assert!(
            align_of::<T>() <= Self::ALIGNMENT,
            "the payload of a class is aligned to more than Python's memory"
        );
        offset_of!(Instance<T>, payload)
    };

    /// A multiple of a pointer's size: what subclasses add begins there.
    pub(super) const SIZE: usize = size_of::<Self>().next_multiple_of(size_of::<usize>());
}

/// The payload of an object.
///
/// # Safety
/// An object of the class `T`, alive for the lifetime that is chosen.
#[inline]
pub(super) unsafe fn payload<'a, T: Class>(object: *mut PyObject) -> &'a T {
    // SAFETY: in bounds: instances of the class have a payload at this offset …
    let payload = unsafe { object.byte_add(Instance::<T>::OFFSET) };
    // SAFETY: … which `create` has written before it gave the object to anybody, and which
    // is only lent as `&T` until the object ends.
    unsafe { &*payload.cast::<T>() }
}

/// A new object of `class`, which is `T`'s type or a subclass of it.
#[inline]
pub(super) fn create<'py, T: Class>(
    cx: &Context<'py>,
    class: Borrowed<'py, PyType>,
    payload: T,
) -> PyResult<Bound<'py, T>> {
    // SAFETY: the type was made from `T`'s layout, or is a subclass, which only adds to it.
    let object = unsafe { raw::instance_alloc(cx, class) }?;
    // SAFETY: in bounds, as above.
    let place = unsafe { object.byte_add(Instance::<T>::OFFSET) }.cast::<T>();
    // SAFETY: memory for a `T`, which nobody has looked at: see `instance_alloc`.
    unsafe { place.write(payload) };
    // SAFETY: a new reference to an object that is a `T` now.
    let object: Bound<'py, T> = unsafe { Bound::from_owned(cx, object) };
    // Lent, as far as `T` can tell, until the payload is dropped: what it says
    // of its members now holds as long.
    // SAFETY: just written.
    let lent: &T = unsafe { place.as_ref() };
    if !T::Members::are_at(lent.members(), place.as_ptr().cast(), T::OFFSETS) {
        // The collector must not look inside. It never has: garbage is collected between two
        // instructions of Python code. The object is leaked, untracked.
        if let (true, Some(object)) = (T::Members::REFERENCES, NonNull::new(object.into_ptr())) {
            // SAFETY: attached; a live object of a type with references, hence collected.
            unsafe { raw::gc_untrack(object) };
        }
        return Err(raw::system_error(cx, c"a class has its members elsewhere"));
    }
    Ok(object)
}
