//! State that is only looked at while no Python code can run.

use crate::{Context, raw};
use core::cell::UnsafeCell;
use core::fmt;
use core::marker::PhantomData;
use core::ops::{Deref, DerefMut};

/// A value in a payload or a module's state, which is changed through `&self`.
///
/// ```no_run
/// # use cpython_api::prelude::*;
/// # fn f<'py>(cx: &mut Context<'py>, hits: &Guarded<u64>) -> u64 {
/// let (mut hits, cx) = hits.lock(cx);
/// *hits += 1;
/// // Here `cx` is a `&Context`: no Python code can run, nothing else can be locked.
/// # let _ = cx;
/// *hits
/// # }
/// ```
///
/// [`lock`](Self::lock) borrows the context exclusively until the guard is dropped. So while the
/// value is borrowed no Python code runs on this thread, the thread stays attached, and no second
/// `Guarded` is locked: a method that calls back into its own object cannot find it half
/// changed, and two locks cannot be taken in two orders.
pub struct Guarded<T> {
    lock: raw::Lock,
    value: UnsafeCell<T>,
}

// SAFETY: the value is only reached through the lock, or through an exclusive reference.
unsafe impl<T: Send> Sync for Guarded<T> {}

impl<T> Guarded<T> {
    /// Guards `value`.
    pub const fn new(value: T) -> Self {
        Guarded {
            lock: raw::Lock::new(),
            value: UnsafeCell::new(value),
        }
    }

    /// The value, and what the context can still do meanwhile.
    ///
    /// A thread that has to wait is detached meanwhile.
    #[doc(alias = "PyMutex_Lock")]
    #[inline]
    pub fn lock<'a, 'py>(&'a self, cx: &'a mut Context<'py>) -> (Guard<'a, T>, &'a Context<'py>) {
        self.lock.lock(cx);
        let guard = Guard {
            guarded: self,
            context: PhantomData,
        };
        (guard, cx)
    }

    /// The value, if nobody holds it at this moment: for the garbage collector, during
    /// whose work nobody starts to.
    pub(crate) fn peek<R>(&self, f: impl FnOnce(&T) -> R) -> Option<R> {
        if !self.lock.try_lock() {
            return None;
        }
        let guard = Guard {
            guarded: self,
            context: PhantomData,
        };
        Some(f(&guard))
    }

    /// The value, for who has the only reference.
    pub fn get_mut(&mut self) -> &mut T {
        self.value.get_mut()
    }

    /// The value itself.
    pub fn into_inner(self) -> T {
        self.value.into_inner()
    }
}

impl<T: Default> Default for Guarded<T> {
    fn default() -> Self {
        Guarded::new(T::default())
    }
}

impl<T> fmt::Debug for Guarded<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Guarded")
    }
}

/// The value of a [`Guarded`], until this is dropped.
///
/// # Invariants
/// The lock is held, by this.
pub struct Guard<'a, T> {
    guarded: &'a Guarded<T>,
    // It ends on this thread, and while it lives the context is borrowed.
    context: PhantomData<(&'a mut (), *mut ())>,
}

impl<T> Deref for Guard<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: the lock is held, so nobody else has a reference to the value.
        unsafe { &*self.guarded.value.get() }
    }
}

impl<T> DerefMut for Guard<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as above, and `self` is exclusively borrowed.
        unsafe { &mut *self.guarded.value.get() }
    }
}

impl<T> Drop for Guard<'_, T> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: locked by this guard, and unlocked once.
        unsafe { self.guarded.lock.unlock() }
    }
}
