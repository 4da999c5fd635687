//! A mutex that can be held while Python code runs, or while the thread is detached.

use crate::{Context, PyResult, Raised, raw};
use core::cell::UnsafeCell;
use core::ffi::CStr;
use core::fmt;
use core::marker::PhantomData;
use core::ops::{Deref, DerefMut};
use core::sync::atomic::Ordering::Relaxed;
use core::sync::atomic::{AtomicBool, AtomicUsize};

/// A mutual exclusion lock around a value.
///
/// A thread that has to wait is detached: it keeps neither the GIL nor the garbage collector nor
/// the thread that holds the lock from going on. Three situations that would wait for ever,
/// or show a half-changed value, raise `RuntimeError` instead: the same thread locks it a second
/// time (from a callback, say); the thread that holds it does not exist in this process, which was
/// forked meanwhile; a panic has left it locked (with `panic=unwind`).
///
/// The garbage collector does not look inside while it is locked, which only
/// delays what it can free.
pub struct Mutex<T> {
    lock: raw::Lock,
    /// The thread that holds the lock, 0 if there is none.
    owner: AtomicUsize,
    /// The number of forks before it was locked, plus 1; 0 while it is not locked.
    forks: AtomicUsize,
    poisoned: AtomicBool,
    value: UnsafeCell<T>,
}

// SAFETY: the value is only reached through the lock, or through an exclusive reference.
unsafe impl<T: Send> Sync for Mutex<T> {}

impl<T> Mutex<T> {
    /// Protects `value`.
    pub const fn new(value: T) -> Self {
        Mutex {
            lock: raw::Lock::new(),
            owner: AtomicUsize::new(0),
            forks: AtomicUsize::new(0),
            poisoned: AtomicBool::new(false),
            value: UnsafeCell::new(value),
        }
    }

    /// Waits until nobody holds the lock, and takes it.
    ///
    /// # Errors
    /// `RuntimeError` where waiting or looking would be wrong: see [`Mutex`].
    #[doc(alias = "PyMutex_Lock")]
    pub fn lock<'a>(&'a self, cx: &mut Context<'_>) -> PyResult<MutexGuard<'a, T>> {
        if !self.lock.try_lock() {
            if let Some(reason) = self.hopeless() {
                return Err(raw::runtime_error(cx, reason));
            }
            self.lock.lock(cx);
        }
        let guard = self.locked();
        if self.poisoned.load(Relaxed) {
            drop(guard);
            return Err(poisoned(cx));
        }
        Ok(guard)
    }

    /// Takes the lock if nobody holds it.
    ///
    /// # Errors
    /// `RuntimeError` if a panic has left it locked.
    pub fn try_lock<'a>(&'a self, cx: &Context<'_>) -> PyResult<Option<MutexGuard<'a, T>>> {
        if !self.lock.try_lock() {
            return Ok(None);
        }
        let guard = self.locked();
        if self.poisoned.load(Relaxed) {
            drop(guard);
            return Err(poisoned(cx));
        }
        Ok(Some(guard))
    }

    /// Why waiting for the lock would never end, if that is so.
    #[cold]
    fn hopeless(&self) -> Option<&'static CStr> {
        // Both are 0 for a moment while a thread locks or unlocks: one that exists.
        if self.owner.load(Relaxed) == raw::thread_ident() {
            return Some(c"a lock is used again by the thread that holds it");
        }
        let forks = self.forks.load(Relaxed);
        if forks != 0 && forks != raw::forks() + 1 {
            return Some(c"a lock is held by a thread that did not survive a fork");
        }
        None
    }

    /// The guard of the thread that has just taken the lock.
    fn locked(&self) -> MutexGuard<'_, T> {
        self.owner.store(raw::thread_ident(), Relaxed);
        self.forks.store(raw::forks() + 1, Relaxed);
        MutexGuard {
            mutex: self,
            thread: PhantomData,
        }
    }

    /// The value, if nobody holds the lock at this moment: for the garbage collector.
    pub(crate) fn peek<R>(&self, f: impl FnOnce(&T) -> R) -> Option<R> {
        if !self.lock.try_lock() {
            return None;
        }
        Some(f(&self.locked()))
    }

    /// The value, for who has the only reference.
    pub fn get_mut(&mut self) -> &mut T {
        self.value.get_mut()
    }
}

#[cold]
fn poisoned(cx: &Context<'_>) -> Raised {
    raw::runtime_error(cx, c"a lock was held by code that panicked")
}

impl<T: Default> Default for Mutex<T> {
    fn default() -> Self {
        Mutex::new(T::default())
    }
}

impl<T> fmt::Debug for Mutex<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mutex")
    }
}

/// The value of a [`Mutex`], until this is dropped: attached or not.
///
/// # Invariants
/// The lock is held, by this.
pub struct MutexGuard<'a, T> {
    mutex: &'a Mutex<T>,
    // The thread that locks is the one that unlocks.
    thread: PhantomData<*mut ()>,
}

impl<T> Deref for MutexGuard<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: the lock is held, so nobody else has a reference to the value.
        unsafe { &*self.mutex.value.get() }
    }
}

impl<T> DerefMut for MutexGuard<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as above, and `self` is exclusively borrowed.
        unsafe { &mut *self.mutex.value.get() }
    }
}

impl<T> Drop for MutexGuard<'_, T> {
    fn drop(&mut self) {
        #[cfg(feature = "std")]
        if std::thread::panicking() {
            self.mutex.poisoned.store(true, Relaxed);
        }
        self.mutex.owner.store(0, Relaxed);
        self.mutex.forks.store(0, Relaxed);
        // SAFETY: locked by this guard, and unlocked once.
        unsafe { self.mutex.lock.unlock() }
    }
}
