//! What a buffer argument keeps until the call returns: a view, and perhaps a copy.

use super::snapshot::Snapshot;
use crate::{Bound, Context, PyResult, raw};
use core::ffi::c_int;
use core::mem::MaybeUninit;
use core::ptr;
use core::sync::atomic::AtomicU8;
use cpython_sys::Py_buffer;

/// The memory of an exporter that is not exactly `bytes`.
///
/// The view is held until the end also where its content was copied: that is when
/// exporters in Python are told so by C's modules, and until then a `bytearray` keeps its size.
///
/// # Invariants
/// The view was acquired, where it lies.
pub(super) struct Held {
    view: Py_buffer,
    content: Content,
}

enum Content {
    /// The exporter is a `bytes` after all: of a subclass, or behind a `memoryview`.
    Constant,
    /// Anything else can be written to by somebody, at any time: see [`Snapshot`].
    Copied(Snapshot),
    /// It is going to be written to: the memory is shared with others who do.
    Writable,
}

impl Held {
    /// Gets hold of what `value` exports, in `place`, which is initialised if that succeeds.
    pub(super) fn acquire(
        cx: &mut Context<'_>,
        value: &Bound<'_>,
        place: &mut MaybeUninit<Self>,
    ) -> PyResult<()> {
        let held = Self::view(cx, value, place, raw::SIMPLE)?;
        if raw::is_view_of_bytes(cx, &held.view) {
            held.content = Content::Constant;
            return Ok(());
        }
        match Snapshot::of(cx, &held.view) {
            Ok(copy) => held.content = Content::Copied(copy),
            Err(raised) => {
                // Nobody takes `place` for initialised.
                held.release(cx);
                return Err(raised);
            }
        }
        Ok(())
    }

    /// Gets hold of the memory of `value`, to write to it.
    pub(super) fn acquire_writable(
        cx: &mut Context<'_>,
        value: &Bound<'_>,
        place: &mut MaybeUninit<Self>,
    ) -> PyResult<()> {
        Self::view(cx, value, place, raw::WRITABLE).map(|_| ())
    }

    fn view<'p>(
        cx: &mut Context<'_>,
        value: &Bound<'_>,
        place: &'p mut MaybeUninit<Self>,
        flags: c_int,
    ) -> PyResult<&'p mut Self> {
        let held = place.write(Held {
            // SAFETY: pointers and integers only, for all of which zero is a value.
            view: unsafe { core::mem::zeroed() },
            content: Content::Writable,
        });
        // SAFETY: released where it is, by `release`.
        unsafe { raw::buffer_acquire(cx, value, &mut held.view, flags) }?;
        Ok(held)
    }

    /// The memory, which others may read and write, until it is released.
    ///
    /// # Safety
    /// It is not released for the lifetime that is chosen.
    pub(super) unsafe fn shared<'a>(&self) -> &'a [AtomicU8] {
        match self.content {
            // SAFETY: exactly the condition of this function.
            Content::Writable => unsafe { super::shared_memory(&self.view) },
            Content::Constant | Content::Copied(_) => &[],
        }
    }

    /// The memory, readable and constant until it is released.
    pub(super) fn content(&self) -> *const [u8] {
        match &self.content {
            // The pointer of an empty view may be null.
            Content::Constant if self.view.len <= 0 => &[],
            Content::Constant => {
                let first = self.view.buf.cast_const().cast();
                ptr::slice_from_raw_parts(first, self.view.len as usize)
            }
            Content::Copied(copy) => copy.content(),
            // Not constant: see `shared`.
            Content::Writable => &[],
        }
    }

    /// Gives it back. It is not used again.
    pub(super) fn release(&mut self, cx: &mut Context<'_>) {
        if let Content::Copied(copy) = &mut self.content {
            copy.release(cx);
        }
        // SAFETY: acquired here, and released once, by `Holdings` or `acquire`.
        unsafe { raw::buffer_release(cx, &mut self.view) }
    }
}
