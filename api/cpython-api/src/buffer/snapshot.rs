//! A private copy of an exporter's memory, which other threads may be writing to.

use crate::{Bound, Context, MemoryError, PyResult, SystemError, raw};
use core::mem::MaybeUninit;
use core::ptr;
use core::sync::atomic::{AtomicU8, AtomicUsize, Ordering::Relaxed};
use cpython_sys::Py_buffer;
use outbuf::{Full, Out};

/// # Invariants
/// `memory` is `len` initialised bytes from Python's allocator, owned by this.
pub(super) struct Snapshot {
    memory: *mut u8,
    len: usize,
}

impl Snapshot {
    /// Copies what `value` exports to `place`, and releases the view at once.
    pub(super) fn acquire(
        cx: &mut Context<'_>,
        value: &Bound<'_>,
        place: &mut MaybeUninit<Self>,
    ) -> PyResult<()> {
        let mut view = MaybeUninit::uninit();
        // SAFETY: released below, on every path, where it is.
        unsafe { raw::buffer_acquire(cx, value, view.as_mut_ptr()) }?;
        // SAFETY: a view that was acquired is initialised.
        let view = unsafe { view.assume_init_mut() };
        let copied = Self::copy(cx, view);
        // SAFETY: acquired above, and nothing of it is lent.
        unsafe { raw::buffer_release(cx, view) };
        place.write(copied?);
        Ok(())
    }

    fn copy(cx: &Context<'_>, view: &Py_buffer) -> PyResult<Self> {
        let len = usize::try_from(view.len).unwrap_or(0);
        let memory = raw::mem_alloc(cx, len);
        if memory.is_null() {
            return Err(MemoryError::none(cx));
        }
        let shared: &[AtomicU8] = if len == 0 {
            // The pointer of an empty view may be null.
            &[]
        } else {
            // SAFETY: the exporter keeps `len` bytes at `buf` until the view is
            // released. Others may write them; atomics are for that.
            unsafe { core::slice::from_raw_parts(view.buf.cast(), len) }
        };
        // SAFETY: `len` bytes that were just allocated.
        let own = unsafe { core::slice::from_raw_parts_mut(memory.cast(), len) };
        let snapshot = Snapshot { memory, len };
        match outbuf::fill(own, |out| copy_shared(shared, out)) {
            Ok(copied) if copied.len() == len => Ok(snapshot),
            _ => Err(SystemError::constant(
                cx,
                c"a snapshot is not as long as its buffer",
            )),
        }
    }

    /// The copy, which nobody else knows, readable until this is dropped.
    pub(super) fn content(&self) -> *const [u8] {
        ptr::slice_from_raw_parts(self.memory, self.len)
    }

    /// Frees the copy. It is not used again.
    pub(super) fn release(&mut self, cx: &mut Context<'_>) {
        // SAFETY: the memory is this value's own, and freed once, by `Holdings`.
        unsafe { raw::mem_free(cx, self.memory) }
    }
}

/// Copies memory that may change meanwhile; any mixture of old and new bytes is fine.
///
/// An ordinary copy would let the compiler assume that nothing changes. Relaxed atomic
/// loads do not, and cost nothing more; they are a word wide where the source is aligned.
/// (That the other side writes with plain stores cannot be helped from here.)
fn copy_shared(shared: &[AtomicU8], out: &mut Out<'_>) -> Result<(), Full> {
    // SAFETY: an aligned group of atomic bytes has the size and the validity of an
    // atomic word.
    let (head, words, tail) = unsafe { shared.align_to::<AtomicUsize>() };
    for byte in head {
        out.push(byte.load(Relaxed))?;
    }
    for word in words {
        out.extend_array(word.load(Relaxed).to_ne_bytes())?;
    }
    for byte in tail {
        out.push(byte.load(Relaxed))?;
    }
    Ok(())
}
