//! A view of an exporter's memory, under the GIL.

use crate::{Borrowed, Context, PyResult, raw};
use core::mem::MaybeUninit;
use core::ptr;
use cpython_sys::Py_buffer;

/// # Invariants
/// The view was acquired, and is released when this is dropped.
pub(super) struct View(Py_buffer);

impl View {
    pub(super) fn acquire(cx: &mut Context<'_>, value: Borrowed<'_>) -> PyResult<Self> {
        let mut view = MaybeUninit::uninit();
        // SAFETY: released once, in `drop`. It may be moved: the only pointer that a
        // simple view can have into itself is `shape`, which is for its consumer.
        unsafe { raw::buffer_acquire(cx, value, &mut view) }?;
        // SAFETY: a view that was acquired is initialised.
        Ok(View(unsafe { view.assume_init() }))
    }

    /// The memory of the view, readable until it is dropped.
    ///
    /// Only threads that hold the GIL write to it.
    pub(super) fn content(&self) -> *const [u8] {
        if self.0.len <= 0 {
            // The pointer of an empty view may be null.
            return &[];
        }
        ptr::slice_from_raw_parts(self.0.buf.cast(), self.0.len as usize)
    }
}

impl Drop for View {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: acquired in `acquire`, released only here. The glue drops buffers
        // after the function has returned, when nothing is lent, within the call
        // from Python.
        unsafe { raw::buffer_release(&mut self.0) }
    }
}
