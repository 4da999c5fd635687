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
/// The view was acquired, where it lies. There is only a `copy` where `kind` is `Shared`.
pub(super) struct Held {
    view: Py_buffer,
    kind: Kind,
    copy: Snapshot,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The exporter is a `bytes` after all: of a subclass, or behind a `memoryview`.
    Constant,
    /// Somebody can write to it, at any time: its content is that of a copy. See [`Snapshot`].
    Shared,
    /// It is going to be written to.
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
        held.kind = match raw::is_view_of_bytes(cx, &held.view) {
            true => Kind::Constant,
            false => Kind::Shared,
        };
        Ok(())
    }

    /// Copies the content if others can write to it, once: when all arguments are converted, as
    /// what their methods do to it counts in C.
    pub(super) fn settle(&self, cx: &Context<'_>) -> PyResult<()> {
        match self.kind {
            Kind::Shared => self.copy.make(cx, &self.view),
            Kind::Constant | Kind::Writable => Ok(()),
        }
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
            kind: Kind::Writable,
            copy: Snapshot::new(),
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
        match self.kind {
            // SAFETY: exactly the condition of this function.
            Kind::Writable => unsafe { super::shared_memory(&self.view) },
            Kind::Constant | Kind::Shared => &[],
        }
    }

    /// The memory, readable and constant until it is released; `None` if there is none, because it
    /// is not settled or going to be written to.
    pub(super) fn content(&self) -> Option<*const [u8]> {
        if self.kind != Kind::Constant {
            return self.copy.content();
        }
        if self.view.len <= 0 {
            // The pointer of an empty view may be null.
            return Some(&[]);
        }
        let first = self.view.buf.cast_const().cast();
        Some(ptr::slice_from_raw_parts(first, self.view.len as usize))
    }

    /// Gives it back. It is not used again.
    pub(super) fn release(&mut self, cx: &mut Context<'_>) {
        self.copy.release(cx);
        // SAFETY: acquired here, and released once, by `Holdings`.
        unsafe { raw::buffer_release(cx, &mut self.view) }
    }
}
