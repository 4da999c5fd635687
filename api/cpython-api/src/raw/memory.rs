//! Python's allocator, of the domain that needs no thread state.

use core::mem::{align_of, size_of};
use core::ptr::NonNull;
use cpython_sys as sys;

/// The alignment that any allocation has, as C's `malloc`.
const ALIGNMENT: usize = 2 * size_of::<usize>();

/// Memory for one `T`, not initialised.
#[doc(alias = "PyMem_RawMalloc")]
pub(crate) fn raw_alloc<T>() -> Option<NonNull<T>> {
    const { assert!(align_of::<T>() <= ALIGNMENT && size_of::<T>() > 0) };
    // SAFETY: the function needs nothing.
    NonNull::new(unsafe { sys::PyMem_RawMalloc(size_of::<T>()) }.cast())
}

/// Frees memory.
///
/// # Safety
/// `place` came from [`raw_alloc`] or [`raw_resize`] and is not used again.
#[doc(alias = "PyMem_RawFree")]
pub(crate) unsafe fn raw_free<T>(place: NonNull<T>) {
    // SAFETY: exactly the condition of this function.
    unsafe { sys::PyMem_RawFree(place.as_ptr().cast()) }
}

/// Memory for `capacity` values, with the old content, or as much of it as fits.
///
/// # Safety
/// `place` is `None` or came from here, and is not used again if the result is not `None`.
#[doc(alias = "PyMem_RawRealloc")]
pub(crate) unsafe fn raw_resize<T>(
    place: Option<NonNull<T>>,
    capacity: usize,
) -> Option<NonNull<T>> {
    const { assert!(align_of::<T>() <= ALIGNMENT && size_of::<T>() > 0) };
    let size = capacity.checked_mul(size_of::<T>())?;
    if isize::try_from(size).is_err() {
        return None;
    }
    let old = place.map_or(core::ptr::null_mut(), |place| place.as_ptr().cast());
    // SAFETY: null or memory of this allocator, by the condition of this function.
    NonNull::new(unsafe { sys::PyMem_RawRealloc(old, size) }.cast())
}
