//! A raised exception.

use crate::context::NotThreadSafe;
use crate::interpreter::Interpreter;
use crate::{Context, raw};
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ptr::NonNull;
use cpython_sys::PyObject;

/// The result of an operation that may raise.
pub type PyResult<T> = Result<T, Raised>;

/// An exception on its way to Python.
///
/// While Rust code runs, the exception is here and not in the thread state, so no
/// operation meets one that it does not expect, and nothing is cleared, which can run
/// Python code, behind a shared context. Returning `Err` sets it again;
/// [`clear`](Self::clear) gives it up at once, and dropping it does when the call that
/// Python made returns.
#[must_use = "an exception is returned or cleared"]
#[derive(Debug)]
pub struct Raised {
    exception: NonNull<PyObject>,
    // The exception belongs to an interpreter, …
    interpreter: i64,
    // … and is used by a thread that is attached to it.
    thread: PhantomData<NotThreadSafe>,
}

impl Raised {
    /// Takes the exception that a C function has just set out of the thread state.
    #[doc(alias = "PyErr_GetRaisedException")]
    #[cold]
    pub(crate) fn take(cx: &Context<'_>) -> Self {
        Raised {
            exception: raw::take_exception(cx),
            interpreter: raw::interpreter_id(cx),
            thread: PhantomData,
        }
    }

    /// The exception, if it belongs to the interpreter of the context.
    pub(crate) fn exception(&self, cx: &Context<'_>) -> Option<NonNull<PyObject>> {
        (self.interpreter == raw::interpreter_id(cx)).then_some(self.exception)
    }

    /// Whether it is a `TypeError`.
    pub(crate) fn is_type_error(&self, cx: &Context<'_>) -> bool {
        self.interpreter == raw::interpreter_id(cx) && raw::is_type_error(cx, self.exception)
    }

    /// Gives the exception up. That can run Python code: its own, or its traceback's.
    #[doc(alias = "PyErr_Clear")]
    pub fn clear(self, cx: &mut Context<'_>) {
        let this = ManuallyDrop::new(self);
        if this.interpreter == raw::interpreter_id(cx) {
            // SAFETY: attached to the interpreter of the exception, a reference to which
            // is owned and given up here once. `&mut Context` says that code may run.
            unsafe { raw::decref(this.exception) }
        }
    }

    /// Sets the exception, for C to find.
    ///
    /// One that was kept from a call in another interpreter is replaced by `SystemError`.
    #[doc(alias = "PyErr_SetRaisedException")]
    #[cold]
    pub(crate) fn set(self, cx: &mut Context<'_>) {
        let this = ManuallyDrop::new(self);
        if this.interpreter == raw::interpreter_id(cx) {
            // SAFETY: attached to the interpreter of the exception, a reference to which
            // is owned and given away here once.
            unsafe { raw::set_exception(cx, this.exception) }
        } else {
            drop(ManuallyDrop::into_inner(this));
            raw::system_error(cx, c"an exception was kept for another interpreter").set(cx);
        }
    }
}

impl Drop for Raised {
    fn drop(&mut self) {
        if let Some(interpreter) = Interpreter::with_id(self.interpreter) {
            // SAFETY: an owned reference to an exception of that interpreter, given up once.
            unsafe { interpreter.give_up(self.exception) }
        }
    }
}
