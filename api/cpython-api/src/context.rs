//! The capability to use Python objects.

use core::marker::PhantomData;
use core::ptr::NonNull;
use cpython_sys::PyObject;

/// Proof that this thread has an attached thread state, for the time of one call from Python.
///
/// Only the glue between CPython and a module's functions makes one. It is bound
/// to the thread (`!Send`, `!Sync`), cannot be copied, and remembers what was called,
/// through which per-module state is found.
///
/// Shared and exclusive borrows mean different things: with `&Context` no Python
/// code can run on this thread and it stays attached, with `&mut Context` it can. The
/// lifetime `'py` is that of the call. It brands every handle made during the call,
/// invariantly, so a handle can only be used with the context of its own call: not in
/// a later call, not in a nested one, and hence not in another interpreter.
pub struct Context<'py> {
    origin: Origin,
    call: PhantomData<(Call<'py>, NotThreadSafe)>,
}

/// What was called: the way to the state of its module.
///
/// # Invariants
/// The object is alive for as long as the context is.
#[derive(Clone, Copy)]
pub(crate) enum Origin {
    /// A module's function, or its initialisation.
    Module(NonNull<PyObject>),
    /// A method that gets an instance of a class.
    Instance(NonNull<PyObject>),
    /// A method that gets the class.
    Class(NonNull<PyObject>),
    /// Nothing that a module belongs to.
    Nothing,
}

/// Brands a type with a call from Python, invariantly: no other call's will do.
pub(crate) type Call<'py> = fn(&'py ()) -> &'py ();

/// Makes a type neither `Send` nor `Sync`.
pub(crate) type NotThreadSafe = *mut ();

impl Context<'_> {
    /// A context for the time of a call from C.
    ///
    /// # Safety
    /// - The calling thread has an attached thread state, and keeps it while the context
    ///   exists and is not lent to an operation that detaches.
    /// - The object in `origin` outlives the context.
    /// - No other `Context` of this thread is usable meanwhile: it is exclusively borrowed, or
    ///   its owner is not running.
    #[inline]
    pub(crate) unsafe fn enter(origin: Origin) -> Self {
        Context {
            origin,
            call: PhantomData,
        }
    }

    /// What was called.
    #[inline]
    pub(crate) fn origin(&self) -> Origin {
        self.origin
    }
}
