//! CPython's one-byte mutex, which detaches a thread that has to wait, and critical sections.

use crate::{Bound, Context};
use core::cell::UnsafeCell;
use core::ptr;
use core::sync::atomic::AtomicU8;
use core::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use cpython_sys::{self as sys, PyMutex};

/// A mutex without an owner; what it protects is its user's business.
pub(crate) struct Lock(UnsafeCell<PyMutex>);

// SAFETY: only atomic operations touch the byte, here and in CPython.
unsafe impl Send for Lock {}
// SAFETY: as above.
unsafe impl Sync for Lock {}

impl Lock {
    pub(crate) const fn new() -> Self {
        Lock(UnsafeCell::new(PyMutex { _bits: 0 }))
    }

    #[inline]
    fn bits(&self) -> &AtomicU8 {
        // A mutex is one byte, which the build checks (its field is at offset 0).
        const { assert!(size_of::<PyMutex>() == 1) };
        let byte: *mut u8 = self.0.get().cast();
        // SAFETY: it lives as long as `self`, and is only used atomically.
        unsafe { AtomicU8::from_ptr(byte) }
    }

    /// Locks it unless it is locked.
    #[inline]
    pub(crate) fn try_lock(&self) -> bool {
        self.bits()
            .compare_exchange(0, sys::_Py_LOCKED, Acquire, Relaxed)
            .is_ok()
    }

    /// Locks it; a thread that has to wait is detached meanwhile.
    #[doc(alias = "PyMutex_Lock")]
    #[inline]
    pub(crate) fn lock(&self, cx: &mut Context<'_>) {
        if !self.try_lock() {
            self.wait(cx);
        }
    }

    #[cold]
    fn wait(&self, _cx: &mut Context<'_>) {
        // SAFETY: attached, and the context is exclusively borrowed, so nothing is lent.
        unsafe { sys::PyMutex_Lock(self.0.get()) }
    }

    /// Unlocks it.
    ///
    /// # Safety
    /// It is locked, by the caller.
    #[doc(alias = "PyMutex_Unlock")]
    #[inline]
    pub(crate) unsafe fn unlock(&self) {
        if self
            .bits()
            .compare_exchange(sys::_Py_LOCKED, 0, Release, Relaxed)
            .is_err()
        {
            // SAFETY: locked by the caller, and somebody waits. No thread state is needed.
            unsafe { sys::PyMutex_Unlock(self.0.get()) }
        }
    }
}

/// A number that tells threads apart while they live; never 0.
#[doc(alias = "PyThread_get_thread_ident")]
#[inline]
pub(crate) fn thread_ident() -> usize {
    // SAFETY: the function needs nothing.
    unsafe { sys::PyThread_get_thread_ident() as usize }
}

/// Room for a critical section, which CPython links to others while it lasts.
pub(crate) struct Section {
    room: [usize; 3],
}

impl Section {
    pub(crate) const fn new() -> Self {
        Section { room: [0; 3] }
    }

    /// Begins a critical section on one object or two; the thread may be detached while it waits.
    ///
    /// # Safety
    /// The section stays where it is, and the objects alive, until [`end`](Self::end), which is
    /// called on this thread before any section that was begun earlier is ended.
    #[doc(alias = "PyCriticalSection_Begin")]
    #[doc(alias = "PyCriticalSection2_Begin")]
    pub(crate) unsafe fn begin(
        &mut self,
        _cx: &mut Context<'_>,
        first: &Bound<'_>,
        second: Option<&Bound<'_>>,
    ) {
        let second = second.map_or(ptr::null_mut(), |second| second.as_ptr());
        // SAFETY: attached; three words, and the conditions of this function.
        unsafe { sys::cpython_rust_section_begin(self.room.as_mut_ptr(), first.as_ptr(), second) }
    }

    /// Ends it.
    ///
    /// # Safety
    /// Attached; it was begun with one object, or `two`, and not ended.
    #[doc(alias = "PyCriticalSection_End")]
    pub(crate) unsafe fn end(&mut self, two: bool) {
        // SAFETY: exactly the condition of this function.
        unsafe { sys::cpython_rust_section_end(self.room.as_mut_ptr(), two.into()) }
    }
}
