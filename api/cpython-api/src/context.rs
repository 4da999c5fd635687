//! The capability to use Python objects.

use core::marker::PhantomData;
use core::ptr::NonNull;
use cpython_sys::PyObject;

/// Proof that this thread has an attached thread state, for the time of one call from Python.
///
/// Only the glue between CPython and a module's functions makes one. It is bound
/// to the thread (`!Send`, `!Sync`), cannot be copied, and remembers the module
/// whose function was called, through which per-module state is found.
///
/// Shared and exclusive borrows mean different things: with `&Context` no Python
/// code can run, with `&mut Context` it can. The lifetime `'py` is that of the
/// call, and brands the handles made during it.
pub struct Context<'py> {
    module: Option<NonNull<PyObject>>,
    call: PhantomData<(Call<'py>, NotThreadSafe)>,
}

/// Brands a type with a call from Python, invariantly: no other call's will do.
pub(crate) type Call<'py> = fn(&'py ()) -> &'py ();

/// Makes a type neither `Send` nor `Sync`.
pub(crate) type NotThreadSafe = *mut ();

impl Context<'_> {
    /// A context for the time of a call from C.
    ///
    /// # Safety
    /// - The calling thread has an attached thread state, and keeps it while the context exists.
    /// - `module` is null or a module object that outlives the context.
    /// - No other `Context` of this thread is usable meanwhile: it is exclusively borrowed, or
    ///   its owner is not running.
    #[inline]
    pub(crate) unsafe fn enter(module: *mut PyObject) -> Self {
        Context {
            module: NonNull::new(module),
            call: PhantomData,
        }
    }

    /// The module whose function is running, if it is a module's.
    #[inline]
    pub(crate) fn module(&self) -> Option<NonNull<PyObject>> {
        self.module
    }
}
