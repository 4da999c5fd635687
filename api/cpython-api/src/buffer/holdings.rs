//! What the arguments of one call hold until it returns.

use super::Held;
use crate::{Context, PyResult, SystemError};
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
/// The first `count` places are initialised.
pub struct Holdings {
    count: Cell<usize>,
    /// Nothing is held in a call that was said to hold nothing: nobody would release it.
    holds: bool,
    places: [UnsafeCell<MaybeUninit<Held>>; MOST],
}

impl Holdings {
    #[inline]
    pub(crate) fn new(holds: bool) -> Self {
        Holdings {
            count: Cell::new(0),
            holds,
            places: [const { UnsafeCell::new(MaybeUninit::uninit()) }; MOST],
        }
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
        let place = self.places.get(index).filter(|_| self.holds);
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
