//! References that outlive a call.

use crate::interpreter::Home;
use crate::{Any, Bound, Context, PyResult, raw};
use core::fmt;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ptr::NonNull;
use cpython_sys::PyObject;

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
/// # Invariants
/// `pointer` is one strong reference to an object of the type `T`, in the interpreter `home`.
pub struct Stored<T = Any> {
    pointer: NonNull<PyObject>,
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
    /// `SystemError` if the module of this call was never executed.
    pub fn store(self, cx: &Context<'py>) -> PyResult<Stored<T>> {
        let Some(home) = Home::of(cx) else {
            return Err(raw::system_error(
                cx,
                c"a module was used before it was executed",
            ));
        };
        // SAFETY: as_ptr is never null.
        let pointer = unsafe { NonNull::new_unchecked(self.into_ptr()) };
        Ok(Stored {
            pointer,
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
        unsafe { raw::incref_raw(self.pointer) };
        // SAFETY: the reference that was just added, to an object of this type.
        Ok(unsafe { Bound::from_owned(cx, self.pointer) })
    }

    /// This reference, for this call.
    ///
    /// # Errors
    /// `RuntimeError` if the object belongs to another interpreter; then it is dropped.
    pub fn into_bound<'py>(self, cx: &Context<'py>) -> PyResult<Bound<'py, T>> {
        self.check(cx)?;
        let mut this = ManuallyDrop::new(self);
        // SAFETY: the home is not used again.
        unsafe { core::ptr::drop_in_place(&mut this.home) };
        // SAFETY: attached to the interpreter of the object; the reference is not used again.
        Ok(unsafe { Bound::from_owned(cx, this.pointer) })
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
        // SAFETY: the invariant: an owned reference to an object of that interpreter.
        unsafe { self.home.give_up(self.pointer) }
    }
}

impl<T> fmt::Debug for Stored<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<stored object at {:p}>", self.pointer)
    }
}
