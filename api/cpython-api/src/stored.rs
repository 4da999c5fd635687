//! References that outlive a call.

use crate::interpreter::{Home, Ticket};
use crate::{Any, Bound, Context, PyResult, raw};
use core::fmt;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;

/// An owned reference that can be kept for later calls, in any thread.
///
/// It belongs to the interpreter in which it was made, and can be used in that one only. Dropping
/// it is fine anywhere: in another interpreter, or while detached, the reference is given
/// up by the next call to return to Python in its own interpreter; when that has ended, dropping it
/// does nothing.
///
/// The garbage collector does not see it. What a class or a module owns belongs into a
/// [`Field`](crate::Field), which the collector does see, or cycles through it are never freed.
///
/// It has memory set aside for that, so making one can fail, and dropping it cannot.
///
/// # Invariants
/// `ticket` has one strong reference to an object of the type `T`, in the interpreter `home`. It is
/// taken out only when the value is dropped.
pub struct Stored<T = Any> {
    ticket: ManuallyDrop<Ticket>,
    home: Home,
    kind: PhantomData<fn() -> T>,
}

// SAFETY: the object is used only with a context of its interpreter, which is checked, and
// given up only there.
unsafe impl<T> Send for Stored<T> {}
// SAFETY: as above; nothing is changed through a shared reference.
unsafe impl<T> Sync for Stored<T> {}

impl<'py, T> Bound<'py, T> {
    /// Keeps the reference for later calls.
    ///
    /// # Errors
    /// `MemoryError`. `SystemError` if the module of this call was never executed.
    pub fn store(self, cx: &Context<'py>) -> PyResult<Stored<T>> {
        let Some(home) = Home::of(cx) else {
            return Err(raw::system_error(
                cx,
                c"a module was used before it was executed",
            ));
        };
        let Some(ticket) = Ticket::new(self.pointer()) else {
            return Err(raw::no_memory(cx));
        };
        // The reference is the ticket's now.
        core::mem::forget(self);
        Ok(Stored {
            ticket: ManuallyDrop::new(ticket),
            home,
            kind: PhantomData,
        })
    }
}

impl<T> Stored<T> {
    /// A new reference to the object, for this call.
    ///
    /// # Errors
    /// `RuntimeError` if the object belongs to another interpreter.
    pub fn get<'py>(&self, cx: &Context<'py>) -> PyResult<Bound<'py, T>> {
        self.check(cx)?;
        // SAFETY: attached to the interpreter of the object, which `self` keeps alive.
        unsafe { raw::incref_raw(self.ticket.object()) };
        // SAFETY: the reference that was just added, to an object of this type.
        Ok(unsafe { Bound::from_owned(cx, self.ticket.object()) })
    }

    /// This reference, for this call.
    ///
    /// # Errors
    /// `RuntimeError` if the object belongs to another interpreter; then it is dropped.
    pub fn into_bound<'py>(self, cx: &Context<'py>) -> PyResult<Bound<'py, T>> {
        self.get(cx)
    }

    fn check(&self, cx: &Context<'_>) -> PyResult<()> {
        if self.home.is_here(cx) {
            return Ok(());
        }
        Err(raw::runtime_error(
            cx,
            c"an object was used in another interpreter than its own",
        ))
    }
}

impl<T> Drop for Stored<T> {
    fn drop(&mut self) {
        // SAFETY: it is not used again.
        let ticket = unsafe { ManuallyDrop::take(&mut self.ticket) };
        // SAFETY: the invariant: an owned reference to an object of that interpreter.
        unsafe { self.home.give_up(ticket) }
    }
}

impl<T> fmt::Debug for Stored<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<stored object at {:p}>", self.ticket.object())
    }
}
