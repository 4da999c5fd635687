//! A view of an exporter's memory, under the GIL.

use crate::{Borrowed, Context, PyResult, raw};
use core::mem::MaybeUninit;
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

    #[inline]
    pub(super) fn bytes<'b>(&'b self, _cx: &'b Context<'_>) -> &'b [u8] {
        if self.0.len <= 0 {
            // The pointer of an empty view may be null.
            return &[];
        }
        // SAFETY: the exporter keeps `len` readable bytes at `buf` until the view is
        // released, which is after this loan of `self`. Only threads that hold the
        // GIL write to them, and this thread keeps it while the context is borrowed.
        unsafe { core::slice::from_raw_parts(self.0.buf.cast(), self.0.len as usize) }
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
