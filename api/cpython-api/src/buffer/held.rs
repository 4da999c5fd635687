//! What a buffer argument keeps until the call returns: a view, or a copy.

use super::snapshot::Snapshot;
use crate::{Bound, Context, PyResult, raw};
use core::mem::MaybeUninit;
use core::ptr;
use core::sync::atomic::AtomicU8;
use cpython_sys::Py_buffer;

/// The memory of an exporter that is not exactly `bytes`.
///
/// # Invariants
/// A view was acquired, where it lies. It is not copied, and so keeps its address.
pub(super) enum Held {
    /// The exporter is a `bytes` after all: of a subclass, or behind a `memoryview`.
    Constant(Py_buffer),
    /// The view of who wants to write: the memory is shared with others who do.
    Writable(Py_buffer),
    /// Anything else can be written to by somebody, at any time: see [`Snapshot`].
    Copied(Snapshot),
}

impl Held {
    /// Gets hold of what `value` exports, in `place`, which is initialised if that succeeds.
    pub(super) fn acquire(
        cx: &mut Context<'_>,
        value: &Bound<'_>,
        place: &mut MaybeUninit<Self>,
    ) -> PyResult<()> {
        let mut view = MaybeUninit::uninit();
        // SAFETY: released where it is, below, unless it is moved to `place`.
        unsafe { raw::buffer_acquire(cx, value, view.as_mut_ptr(), raw::SIMPLE) }?;
        // SAFETY: a view that was acquired is initialised.
        let mut view = unsafe { view.assume_init() };
        if raw::is_view_of_bytes(cx, &view) {
            // A simple view has no pointers into itself that its exporter knows of: `bytes` and
            // `memoryview` fill it in and look at it only when it is released.
            place.write(Held::Constant(view));
            return Ok(());
        }
        let copied = Snapshot::of(cx, &view);
        // SAFETY: acquired above, and nothing of it is lent.
        unsafe { raw::buffer_release(cx, &mut view) };
        place.write(Held::Copied(copied?));
        Ok(())
    }

    /// Gets hold of the memory of `value`, to write to it.
    pub(super) fn acquire_writable(
        cx: &mut Context<'_>,
        value: &Bound<'_>,
        place: &mut MaybeUninit<Self>,
    ) -> PyResult<()> {
        // SAFETY: pointers and integers only, for all of which zero is a value.
        let held = place.write(Held::Writable(unsafe { core::mem::zeroed() }));
        let Held::Writable(view) = held else {
            unreachable!("it was just written");
        };
        // SAFETY: released where it is, by `release`.
        unsafe { raw::buffer_acquire(cx, value, view, raw::WRITABLE) }
    }

    /// The memory, which others may read and write, until it is released.
    ///
    /// # Safety
    /// It is not released for the lifetime that is chosen.
    pub(super) unsafe fn shared<'a>(&self) -> &'a [AtomicU8] {
        match self {
            // SAFETY: exactly the condition of this function.
            Held::Writable(view) => unsafe { super::shared_memory(view) },
            Held::Constant(_) | Held::Copied(_) => &[],
        }
    }

    /// The memory, readable and constant until it is released.
    pub(super) fn content(&self) -> *const [u8] {
        match self {
            // The pointer of an empty view may be null.
            Held::Constant(view) if view.len <= 0 => &[],
            Held::Constant(view) => {
                ptr::slice_from_raw_parts(view.buf.cast_const().cast(), view.len as usize)
            }
            Held::Copied(copy) => copy.content(),
            // Not constant: see `shared`.
            Held::Writable(_) => &[],
        }
    }

    /// Gives it back. It is not used again.
    pub(super) fn release(&mut self, cx: &mut Context<'_>) {
        match self {
            // SAFETY: acquired here, and released once, by `Holdings`.
            Held::Constant(view) | Held::Writable(view) => unsafe {
                raw::buffer_release(cx, view);
            },
            Held::Copied(copy) => copy.release(cx),
        }
    }
}
