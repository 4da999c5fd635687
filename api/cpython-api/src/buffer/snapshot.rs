//! A private copy of an exporter's memory, which others may be writing to.
//!
//! In a free-threaded build any thread can. Under the GIL a thread can that has released
//! it: `readinto()` fills a `bytearray` that way, and C's modules read it meanwhile. In Rust that
//! would be undefined behaviour, so the memory is read once, atomically, and the copy lent.

use crate::{Context, MemoryError, PyResult, SystemError, raw};
use core::cell::{Cell, UnsafeCell};
use core::mem::MaybeUninit;
use core::ptr;
use core::sync::atomic::{AtomicU8, AtomicUsize, Ordering::Relaxed};
use cpython_sys::Py_buffer;
use outbuf::{Full, Out};

/// So many bytes are kept without being allocated: a small copy costs less than that.
pub(super) const SMALL: usize = 64;

/// A place for a copy, which stays where it is from when the copy is made.
///
/// # Invariants
/// As many bytes as `state` says are initialised, in `own` or in memory from Python's allocator
/// that is owned by this; and once it says so, they do not change.
pub(super) struct Snapshot {
    state: Cell<State>,
    own: UnsafeCell<[MaybeUninit<u8>; SMALL]>,
}

#[derive(Clone, Copy)]
enum State {
    NotMade,
    Own(usize),
    Allocated(*mut u8, usize),
}

impl Snapshot {
    #[inline]
    pub(super) fn new() -> Self {
        Snapshot {
            state: Cell::new(State::NotMade),
            own: UnsafeCell::new([MaybeUninit::uninit(); SMALL]),
        }
    }

    /// Copies what `view`, which was acquired, shows at this moment, unless there is a copy.
    #[inline]
    pub(super) fn make(&self, cx: &Context<'_>, view: &Py_buffer) -> PyResult<()> {
        if !matches!(self.state.get(), State::NotMade) {
            return Ok(());
        }
        let len = usize::try_from(view.len).unwrap_or(0);
        if len == 0 {
            self.state.set(State::Own(0));
            return Ok(());
        }
        // SAFETY: the exporter keeps the memory until the view is released, which borrows it.
        let shared = unsafe { super::shared_memory(view) };
        if len <= SMALL {
            // SAFETY: before `state` says that something is here, nobody has a reference to it, and
            // the copy runs no code but its own.
            let own = unsafe { &mut *self.own.get() };
            copy(cx, shared, &mut own[..len])?;
            self.state.set(State::Own(len));
            return Ok(());
        }
        let memory = raw::mem_alloc(cx, len);
        if memory.is_null() {
            return Err(MemoryError::none(cx));
        }
        // SAFETY: `len` bytes that were just allocated.
        let own = unsafe { core::slice::from_raw_parts_mut(memory.cast(), len) };
        if let Err(raised) = copy(cx, shared, own) {
            // SAFETY: allocated above, and not used again.
            unsafe { raw::mem_free(cx, memory) };
            return Err(raised);
        }
        self.state.set(State::Allocated(memory, len));
        Ok(())
    }

    /// The copy, if there is one, which nobody else knows: readable until this is moved or released.
    #[inline]
    pub(super) fn content(&self) -> Option<*const [u8]> {
        match self.state.get() {
            State::NotMade => None,
            State::Own(len) => Some(ptr::slice_from_raw_parts(self.own.get().cast(), len)),
            State::Allocated(memory, len) => Some(ptr::slice_from_raw_parts(memory, len)),
        }
    }

    /// Frees the copy.
    #[inline]
    pub(super) fn release(&mut self, cx: &mut Context<'_>) {
        if let State::Allocated(memory, _) = self.state.replace(State::NotMade) {
            // SAFETY: the memory is this value's own, which has just forgotten it.
            unsafe { raw::mem_free(cx, memory) }
        }
    }
}

/// Copies all of `shared` to memory of that size.
#[inline]
fn copy(cx: &Context<'_>, shared: &[AtomicU8], own: &mut [MaybeUninit<u8>]) -> PyResult<()> {
    match outbuf::fill(own, |out| copy_shared(shared, out)) {
        Ok(copied) if copied.len() == shared.len() => Ok(()),
        _ => Err(SystemError::constant(
            cx,
            c"a snapshot is not as long as its buffer",
        )),
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
    out.local(|out| {
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
    })
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
