//! A view of an exporter's memory, under the GIL.

use crate::{Bound, Context, PyResult, raw};
use core::mem::MaybeUninit;
use core::ptr;
use cpython_sys::Py_buffer;

/// # Invariants
/// The view was acquired, where it lies.
#[repr(transparent)]
pub(super) struct View(Py_buffer);

impl View {
    /// Acquires a view in `place`, which is initialised if that succeeds.
    pub(super) fn acquire(
        cx: &mut Context<'_>,
        value: &Bound<'_>,
        place: &mut MaybeUninit<Self>,
    ) -> PyResult<()> {
        // CAST: `View` is transparent.
        let view = place.as_mut_ptr().cast::<Py_buffer>();
        // SAFETY: room for a view, which is released where it is, in `release`.
        unsafe { raw::buffer_acquire(cx, value, view) }
    }

    /// The memory of the view, readable until it is released.
    ///
    /// Threads that hold the GIL write to it; so do some that do not, if a program lets
    /// a `readinto()` fill a `bytearray` that it encodes at the same time. C has that race
    /// too; see docs/design/context.md.
    pub(super) fn content(&self) -> *const [u8] {
        if self.0.len <= 0 {
            // The pointer of an empty view may be null.
            return &[];
        }
        ptr::slice_from_raw_parts(self.0.buf.cast(), self.0.len as usize)
    }

    /// Gives the view back. It is not used again.
    pub(super) fn release(&mut self, cx: &mut Context<'_>) {
        // SAFETY: acquired in `acquire` and released once, by `Holdings`.
        unsafe { raw::buffer_release(cx, &mut self.0) }
    }
}
