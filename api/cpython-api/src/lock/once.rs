//! A value that is made when it is first needed.

use super::{Mutex, MutexGuard};
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
        if let Some(value) = self.get() {
            return Ok(value);
        }
        let value = make(cx)?;
        Ok(self.put(value, &making))
    }

    /// The value, made by `make` if that has not been done; `None` where that would have to wait, as
    /// another thread makes it (or did, when this process was forked). Never raises: for what can be
    /// done without.
    pub fn get_or_init_now(&self, cx: &mut Context<'_>, make: impl FnOnce() -> T) -> Option<&T> {
        if let Some(value) = self.get() {
            return Some(value);
        }
        let making = match self.making.try_lock(cx) {
            Ok(making) => making?,
            Err(raised) => {
                raised.clear(cx);
                return None;
            }
        };
        match self.get() {
            Some(value) => Some(value),
            None => Some(self.put(make(), &making)),
        }
    }

    /// Sets the value, which has not been set.
    fn put(&self, value: T, _making: &MutexGuard<'_, ()>) -> &T {
        debug_assert!(self.get().is_none());
        // SAFETY: the lock is held and the cell is not ready, so nobody else has a reference to the
        // place.
        let place = unsafe { &mut *self.value.get() };
        let value = place.write(value);
        self.ready.store(true, Release);
        value
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
