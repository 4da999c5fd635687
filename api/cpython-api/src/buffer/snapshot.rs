//! A private copy of an exporter's memory, which others may be writing to.
//!
//! In a free-threaded build any thread can. Under the GIL a thread can that has released
//! it: `readinto()` fills a `bytearray` that way, and C's modules read it meanwhile. In Rust that
//! would be undefined behaviour, so the memory is read once, atomically, and the copy lent.

use crate::{Context, MemoryError, PyResult, SystemError, raw};
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
    /// A copy of what `view`, which was acquired, shows at this moment.
    pub(super) fn of(cx: &Context<'_>, view: &Py_buffer) -> PyResult<Self> {
        let len = usize::try_from(view.len).unwrap_or(0);
        let memory = raw::mem_alloc(cx, len);
        if memory.is_null() {
            return Err(MemoryError::none(cx));
        }
        // SAFETY: the exporter keeps the memory until the view is released, which borrows it.
        let shared = unsafe { super::shared_memory(view) };
        // SAFETY: `len` bytes that were just allocated.
        let own = unsafe { core::slice::from_raw_parts_mut(memory.cast(), len) };
        match outbuf::fill(own, |out| copy_shared(shared, out)) {
            Ok(copied) if copied.len() == len => Ok(Snapshot { memory, len }),
            _ => {
                // SAFETY: allocated above, and not used again.
                unsafe { raw::mem_free(cx, memory) };
                Err(SystemError::constant(
                    cx,
                    c"a snapshot is not as long as its buffer",
                ))
            }
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
pub(super) fn copy_shared(shared: &[AtomicU8], out: &mut Out<'_>) -> Result<(), Full> {
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

/// Copies to memory that others may read or write meanwhile.
pub(super) fn store_shared(bytes: &[u8], shared: &[AtomicU8]) {
    // SAFETY: an aligned group of atomic bytes has the size and the validity of an
    // atomic word.
    let (head, words, tail) = unsafe { shared.align_to::<AtomicUsize>() };
    let (first, rest) = bytes.split_at(head.len().min(bytes.len()));
    for (place, byte) in head.iter().zip(first) {
        place.store(*byte, Relaxed);
    }
    let mut groups = rest.chunks_exact(size_of::<usize>());
    for (place, group) in words.iter().zip(groups.by_ref().take(words.len())) {
        let mut word = [0; size_of::<usize>()];
        word.copy_from_slice(group);
        place.store(usize::from_ne_bytes(word), Relaxed);
    }
    for (place, byte) in tail.iter().zip(groups.remainder()) {
        place.store(*byte, Relaxed);
    }
}
