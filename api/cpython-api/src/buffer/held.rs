//! What a buffer argument keeps until the call returns: a view, and perhaps a copy.

use super::snapshot::Snapshot;
use crate::{Bound, Context, PyResult, SystemError, raw};
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
/// The view was acquired, where it lies. There is only a `copy` where `kind` is
/// `Shared` or `Bytearray`.
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
    /// The same, of an argument that is exactly a `bytearray`: the view is none of its own.
    Bytearray,
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
        let held = Self::none(place);
        // SAFETY: an argument stays for the time of the call, at the end of which this is released.
        if unsafe { raw::bytearray_acquire(cx, value, &mut held.view) } {
            held.kind = Kind::Bytearray;
            return Ok(());
        }
        held.view(cx, value, raw::SIMPLE)?;
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
            Kind::Shared | Kind::Bytearray => self.copy.make(cx, &self.view),
            Kind::Constant | Kind::Writable => Ok(()),
        }
    }

    /// The content, of which a copy is made if there is none yet.
    #[inline(never)]
    pub(super) fn settled(&self, cx: &Context<'_>) -> PyResult<&[u8]> {
        self.settle(cx)?;
        match self.content() {
            // SAFETY: readable and constant until it is released, which borrows this mutably.
            Some(content) => Ok(unsafe { &*content }),
            None => Err(SystemError::constant(
                cx,
                c"a buffer to write to has no content",
            )),
        }
    }

    /// Gets hold of the memory of `value`, to write to it.
    pub(super) fn acquire_writable(
        cx: &mut Context<'_>,
        value: &Bound<'_>,
        place: &mut MaybeUninit<Self>,
    ) -> PyResult<()> {
        Self::none(place).view(cx, value, raw::WRITABLE)
    }

    /// What holds nothing yet.
    #[inline]
    fn none(place: &mut MaybeUninit<Self>) -> &mut Self {
        place.write(Held {
            // SAFETY: pointers and integers only, for all of which zero is a value.
            view: unsafe { core::mem::zeroed() },
            kind: Kind::Writable,
            copy: Snapshot::new(),
        })
    }

    fn view(&mut self, cx: &mut Context<'_>, value: &Bound<'_>, flags: c_int) -> PyResult<()> {
        // SAFETY: released where it is, by `release`.
        unsafe { raw::buffer_acquire(cx, value, &mut self.view, flags) }
    }

    /// The memory, which others may read and write, until it is released.
    ///
    /// # Safety
    /// It is not released for the lifetime that is chosen.
    pub(super) unsafe fn shared<'a>(&self) -> &'a [AtomicU8] {
        match self.kind {
            // SAFETY: exactly the condition of this function.
            Kind::Writable => unsafe { super::shared_memory(&self.view) },
            Kind::Constant | Kind::Shared | Kind::Bytearray => &[],
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
        match self.kind {
            // SAFETY: acquired here, and released once, by `Holdings`.
            Kind::Bytearray => unsafe { raw::bytearray_release(cx, &self.view) },
            // SAFETY: as above.
            _ => unsafe { raw::buffer_release(cx, &mut self.view) },
        }
    }
}
