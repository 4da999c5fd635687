//! Detaching a thread from the interpreter, so that others can run meanwhile.

use crate::Context;
use crate::context::Origin;
use crate::interpreter::{Home, Interpreter};
use crate::raw;
use core::marker::PhantomData;
use core::ptr::{self, NonNull};
use core::sync::atomic::AtomicUsize;
use core::sync::atomic::Ordering::Relaxed;
use cpython_sys::PyThreadState;

/// How many threads are inside a [`Context::detach`] of this library.
///
/// While it is zero, dropping a handle needs no look-up in thread-local storage. The thread
/// that asks has itself changed it, if it is detached, so no order between threads matters.
static DETACHED: AtomicUsize = AtomicUsize::new(0);

/// The interpreter that this thread has detached from, if it is detached.
#[inline]
pub(crate) fn detached_from() -> Option<&'static Interpreter> {
    if DETACHED.load(Relaxed) == 0 {
        return None;
    }
    let record: *mut Interpreter = raw::detached_from().cast();
    // SAFETY: null, or what `Detached::leave` has put there: a record, which are never freed.
    unsafe { record.as_ref() }
}

/// A thread that has detached, for the time of a closure.
///
/// It can attach again for a while, with [`attach`](Self::attach).
pub struct Detached<'a> {
    thread: Option<NonNull<PyThreadState>>,
    origin: Origin,
    home: Option<Home>,
    /// What `detached_from` said before: an outer call that is detached is not the innermost.
    outer: *mut core::ffi::c_void,
    call: PhantomData<&'a mut ()>,
}

impl<'py> Context<'py> {
    /// Runs `f` while other threads can run Python code: releases the GIL, or, in a
    /// free-threaded build, detaches the thread state.
    ///
    /// Nothing can be done with a Python object inside, because that takes this context, which
    /// is lent to `detach`; memory that was lent by a `&Context` cannot be used either.
    /// Bytes that do not change ([`Buffer::bytes`](crate::Buffer::bytes)) can.
    /// A handle that is dropped inside is given up after the thread has attached again.
    /// Calls of `detach` can be nested, through [`Detached::attach`] or Python functions.
    ///
    /// A thread that would attach again while the interpreter is being finalized sleeps for ever
    /// instead.
    ///
    /// # Panics
    /// If `f` panics, after the thread has attached again.
    #[doc(alias = "PyEval_SaveThread")]
    #[doc(alias = "PyEval_RestoreThread")]
    #[doc(alias = "Py_BEGIN_ALLOW_THREADS")]
    pub fn detach<R>(&mut self, f: impl FnOnce(&mut Detached<'_>) -> R) -> R {
        // Without a record there is nowhere to queue what is dropped. Executing a module makes
        // one, so this is a function of a module that was never executed: it stays attached.
        let mut detached = Detached {
            thread: None,
            origin: self.origin(),
            home: Home::of(self),
            outer: ptr::null_mut(),
            call: PhantomData,
        };
        // SAFETY: attached; `self` is exclusively borrowed until `detached` attaches, which it
        // does when it is dropped.
        unsafe { detached.leave() };
        f(&mut detached)
    }
}

impl Detached<'_> {
    /// Attaches again for the time of `f`, which gets a context of its own.
    ///
    /// # Panics
    /// If `f` panics, after the thread has detached again.
    #[doc(alias = "PyEval_RestoreThread")]
    pub fn attach<R>(&mut self, f: impl for<'py> FnOnce(&mut Context<'py>) -> R) -> R {
        let was_detached = self.enter();
        let guard = Leave {
            detached: self,
            was_detached,
        };
        // SAFETY: attached; the origin outlives the outer context, which is lent to `detach`.
        let mut cx = unsafe { Context::enter(guard.detached.origin) };
        let result = f(&mut cx);
        drop(guard);
        result
    }

    /// # Safety
    /// Attached, and the thread uses no object until [`enter`](Self::enter).
    unsafe fn leave(&mut self) {
        let Some(home) = &self.home else { return };
        self.outer = raw::detached_from();
        DETACHED.fetch_add(1, Relaxed);
        raw::set_detached_from(home.as_ptr());
        // SAFETY: exactly the condition of this function.
        self.thread = Some(unsafe { raw::detach() });
    }

    /// Attaches, if the thread is detached; says whether it was.
    fn enter(&mut self) -> bool {
        let Some(thread) = self.thread.take() else {
            return false;
        };
        // SAFETY: what `leave` got on this thread (a `Detached` is not `Send`), taken once.
        unsafe { raw::attach(thread) };
        raw::set_detached_from(self.outer);
        DETACHED.fetch_sub(1, Relaxed);
        true
    }
}

impl Drop for Detached<'_> {
    fn drop(&mut self) {
        self.enter();
    }
}

/// Detaches again, also when a panic passes.
struct Leave<'a, 'b> {
    detached: &'a mut Detached<'b>,
    was_detached: bool,
}

impl Drop for Leave<'_, '_> {
    fn drop(&mut self) {
        if self.was_detached {
            // SAFETY: attached by `Detached::attach`, whose context is gone.
            unsafe { self.detached.leave() }
        }
    }
}
