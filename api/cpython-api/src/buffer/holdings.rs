//! What the arguments of one call hold until it returns.

use super::Held;
use super::snapshot::{SMALL, copy_shared};
use crate::argument::Later;
use crate::{Borrowed, Context, PyResult, SystemError, raw};
use core::cell::{Cell, UnsafeCell};
use core::mem::MaybeUninit;

/// The most that one call can hold: one thing for each parameter.
const MOST: usize = crate::signature::MOST_PARAMETERS;

/// Views of buffers, and the like, that are released after a function has returned.
///
/// The trampoline makes one on its stack for each call, and releases what is in it when
/// nothing is lent any more; module code only ever has it borrowed.
///
/// # Invariants
/// The first `count` places are initialised. `copy` is referenced only if `room` is no longer
/// `PlacesAndCopy`.
pub struct Holdings {
    count: Cell<usize>,
    room: Cell<Room>,
    places: [UnsafeCell<MaybeUninit<Held>>; MOST],
    copy: UnsafeCell<[MaybeUninit<u8>; SMALL]>,
}

/// What there is room for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Room {
    /// Nothing is held in a call that was said to hold nothing: nobody would release it.
    Nothing,
    Places,
    /// The copy was not made yet.
    PlacesAndCopy,
}

impl Holdings {
    /// For a call that holds some of its arguments, or none, and has no others than its parameters
    /// have places for, or has.
    #[inline]
    pub(crate) fn new(holds: bool, surplus: bool) -> Self {
        let room = match (holds, surplus) {
            (false, _) => Room::Nothing,
            (true, false) => Room::PlacesAndCopy,
            (true, true) => Room::Places,
        };
        Holdings {
            count: Cell::new(0),
            room: Cell::new(room),
            places: [const { UnsafeCell::new(MaybeUninit::uninit()) }; MOST],
            copy: UnsafeCell::new([MaybeUninit::uninit(); SMALL]),
        }
    }

    /// A copy of a small `bytearray` or `memoryview`, of which nothing is to be released, if none of
    /// the `later` arguments has methods that can change what is in it.
    #[inline]
    pub(super) fn copy_small<'py>(
        &self,
        cx: &Context<'py>,
        value: Borrowed<'py>,
        later: Later<'py>,
    ) -> Option<&[u8]> {
        if self.room.get() != Room::PlacesAndCopy {
            return None;
        }
        let shared =
            raw::memory_before(cx, &value, later).filter(|shared| shared.len() <= SMALL)?;
        if shared.is_empty() {
            return Some(&[]);
        }
        self.room.set(Room::Places);
        // SAFETY: nobody has a reference to it before, by the invariant, and this is done once.
        let own = unsafe { &mut *self.copy.get() };
        let copied = outbuf::fill(own, |out| copy_shared(shared, out)).ok()?;
        Some(copied)
    }

    /// Whether nothing is held.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.count.get() == 0
    }

    /// Keeps what `acquire` makes, where it makes it.
    ///
    /// # Errors
    /// Those of `acquire`; `SystemError` if there is no place left, or none at all.
    pub(super) fn hold(
        &self,
        cx: &mut Context<'_>,
        acquire: impl FnOnce(&mut Context<'_>, &mut MaybeUninit<Held>) -> PyResult<()>,
    ) -> PyResult<&Held> {
        let index = self.count.get();
        let place = self
            .places
            .get(index)
            .filter(|_| self.room.get() != Room::Nothing);
        let Some(place) = place else {
            return Err(SystemError::constant(
                cx,
                c"the arguments hold too many buffers, or say that they hold none",
            ));
        };
        // SAFETY: places from `count` on are referenced by nobody, and `acquire`, which
        // is this crate's, does not use `self`.
        let place = unsafe { &mut *place.get() };
        acquire(cx, place)?;
        self.count.set(index + 1);
        // SAFETY: `acquire` has initialised it, by its contract with this module.
        Ok(unsafe { place.assume_init_ref() })
    }

    /// Copies what others can write to, when all arguments are converted.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(crate) fn settle(&self, cx: &Context<'_>) -> PyResult<()> {
        for place in self.places.iter().take(self.count.get()) {
            // SAFETY: only shared references to the first `count` places exist until `release`.
            let place = unsafe { &*place.get() };
            // SAFETY: they are initialised.
            unsafe { place.assume_init_ref() }.settle(cx)?;
        }
        Ok(())
    }

    /// Releases everything, which can run Python code.
    #[inline]
    pub(crate) fn release(&mut self, cx: &mut Context<'_>) {
        if !self.is_empty() {
            self.release_all(cx);
        }
    }

    #[cold]
    fn release_all(&mut self, cx: &mut Context<'_>) {
        let count = self.count.replace(0);
        for place in self.places.iter_mut().take(count) {
            // SAFETY: the first `count` places are initialised, and `count` is zero now,
            // so each is taken once.
            let held = unsafe { place.get_mut().assume_init_mut() };
            held.release(cx);
        }
    }
}
