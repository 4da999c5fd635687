//! A value that is made when it is first needed.

use super::Mutex;
use crate::{Context, PyResult};
use core::cell::UnsafeCell;
use core::fmt;
use core::mem::MaybeUninit;
use core::sync::atomic::AtomicBool;
use core::sync::atomic::Ordering::{Acquire, Release};

/// A cell that is written at most once, and can be read from then on.
///
/// Threads that ask for the value while it is being made wait, detached.
///
/// # Invariants
/// `value` is initialised if `ready` is true, and then never written.
pub struct OnceCell<T> {
    ready: AtomicBool,
    making: Mutex<()>,
    value: UnsafeCell<MaybeUninit<T>>,
}

// SAFETY: the value is written by one thread, under the lock, before it is ready, and only
// read afterwards; it may have been made by another thread than the one that drops it.
unsafe impl<T: Send + Sync> Sync for OnceCell<T> {}

impl<T> OnceCell<T> {
    /// An empty cell.
    pub const fn new() -> Self {
        OnceCell {
            ready: AtomicBool::new(false),
            making: Mutex::new(()),
            value: UnsafeCell::new(MaybeUninit::uninit()),
        }
    }

    /// The value, if it has been made.
    #[inline]
    pub fn get(&self) -> Option<&T> {
        if !self.ready.load(Acquire) {
            return None;
        }
        // SAFETY: it is ready, so nobody writes it any more.
        let value = unsafe { &*self.value.get() };
        // SAFETY: it is ready, so it is initialised.
        Some(unsafe { value.assume_init_ref() })
    }

    /// The value, made by `make` if that has not been done. If `make` fails, it is
    /// tried again the next time.
    ///
    /// # Errors
    /// What `make` returns. `RuntimeError` if `make` asks for the value itself, or one of
    /// the other situations of a [`Mutex`].
    pub fn get_or_try_init<'py>(
        &self,
        cx: &mut Context<'py>,
        make: impl FnOnce(&mut Context<'py>) -> PyResult<T>,
    ) -> PyResult<&T> {
        if let Some(value) = self.get() {
            return Ok(value);
        }
        let making = self.making.lock(cx)?;
        if !self.ready.load(Acquire) {
            let value = make(cx)?;
            // SAFETY: the lock is held and the cell not ready, so nobody else has a
            // reference to the place.
            let place = unsafe { &mut *self.value.get() };
            place.write(value);
            self.ready.store(true, Release);
        }
        drop(making);
        // SAFETY: it is ready, so nobody writes it any more.
        let value = unsafe { &*self.value.get() };
        // SAFETY: it is ready, so it is initialised.
        Ok(unsafe { value.assume_init_ref() })
    }
}

impl<T> Default for OnceCell<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Drop for OnceCell<T> {
    fn drop(&mut self) {
        if *self.ready.get_mut() {
            // SAFETY: it is ready, so initialised; nobody uses it afterwards.
            unsafe { self.value.get_mut().assume_init_drop() }
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for OnceCell<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OnceCell").field(&self.get()).finish()
    }
}
