//! A raised exception.

use crate::context::NotThreadSafe;
use crate::interpreter::give_up_in;
use crate::{Context, raw};
use core::fmt;
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
///
/// One word, so that a result fits into registers. The exception of the main interpreter is a
/// pointer to it; that of another one is behind a pointer to `Elsewhere`, which is odd.
///
/// # Invariants
/// An owned reference to an exception of the main interpreter; or one more than a pointer to an
/// `Elsewhere` that this owns, or to `LOST`.
#[must_use = "an exception is returned or cleared"]
pub struct Raised {
    place: NonNull<u8>,
    // An exception is used by a thread that is attached to its interpreter.
    thread: PhantomData<NotThreadSafe>,
}

/// An exception of an interpreter that is not the main one.
struct Elsewhere {
    exception: NonNull<PyObject>,
    interpreter: i64,
}

/// Stands for an exception for which there was no memory to remember its interpreter: when it is
/// set it is a `MemoryError`.
static LOST: usize = 0;

/// What a [`Raised`] says.
enum Content {
    Of(i64, NonNull<PyObject>),
    Lost,
}

impl Raised {
    /// Takes the exception that a C function has just set out of the thread state.
    #[doc(alias = "PyErr_GetRaisedException")]
    #[cold]
    #[inline(never)]
    pub(crate) fn take(cx: &Context<'_>) -> Self {
        let exception = raw::take_exception(cx);
        match raw::is_main(cx) {
            true => Self::at(exception.cast()),
            false => Self::elsewhere(exception, raw::interpreter_id(cx)),
        }
    }

    fn at(place: NonNull<u8>) -> Self {
        Raised {
            place,
            thread: PhantomData,
        }
    }

    #[cold]
    fn elsewhere(exception: NonNull<PyObject>, interpreter: i64) -> Self {
        let content = Elsewhere {
            exception,
            interpreter,
        };
        let place = match raw::raw_alloc::<Elsewhere>() {
            Some(place) => {
                // SAFETY: just allocated, for a value of this type.
                unsafe { place.write(content) };
                place.cast()
            }
            None => {
                // SAFETY: a reference that is owned, and not used again.
                unsafe { give_up_in(interpreter, exception) };
                NonNull::from(&LOST).cast()
            }
        };
        // SAFETY: within the value, which is larger than a byte.
        Self::at(unsafe { place.add(1) })
    }

    #[inline]
    fn is_of_main(&self) -> bool {
        self.place.addr().get() % 2 == 0
    }

    #[inline]
    fn content(&self) -> Content {
        if self.is_of_main() {
            return Content::Of(raw::MAIN, self.place.cast());
        }
        self.content_elsewhere()
    }

    #[cold]
    #[inline(never)]
    fn content_elsewhere(&self) -> Content {
        // SAFETY: the invariant: one more than a pointer to a value.
        let place = unsafe { self.place.sub(1) };
        if place == NonNull::from(&LOST).cast() {
            return Content::Lost;
        }
        // SAFETY: the invariant.
        let content = unsafe { place.cast::<Elsewhere>().as_ref() };
        Content::Of(content.interpreter, content.exception)
    }

    /// What it says, for who owns the exception from now on.
    #[inline]
    fn into_content(self) -> Content {
        let this = ManuallyDrop::new(self);
        let content = this.content();
        if let Content::Of(1.., _) = content {
            // SAFETY: the invariant: it is not the main interpreter's, so it is one more than
            // a pointer to what was allocated, …
            let place = unsafe { this.place.sub(1) };
            // SAFETY: … which is not used again.
            unsafe { raw::raw_free(place.cast::<Elsewhere>()) };
        }
        content
    }

    /// The exception, if it belongs to the interpreter of the context.
    pub(crate) fn exception(&self, cx: &Context<'_>) -> Option<NonNull<PyObject>> {
        match self.content() {
            Content::Of(interpreter, exception) => {
                (interpreter == raw::interpreter_id(cx)).then_some(exception)
            }
            Content::Lost => None,
        }
    }

    /// Whether it is a `TypeError`.
    pub(crate) fn is_type_error(&self, cx: &Context<'_>) -> bool {
        let exception = self.exception(cx);
        exception.is_some_and(|exception| raw::is_type_error(cx, exception))
    }

    /// Gives the exception up. That can run Python code: its own, or its traceback's.
    #[doc(alias = "PyErr_Clear")]
    pub fn clear(self, cx: &mut Context<'_>) {
        if let Some(exception) = self.exception(cx) {
            let _ = self.into_content();
            // SAFETY: attached to the interpreter of the exception, a reference to which
            // is owned and given up here once. `&mut Context` says that code may run.
            unsafe { raw::decref(exception) }
        }
    }

    /// Sets the exception, for C to find.
    ///
    /// One that was kept from a call in another interpreter is replaced by `SystemError`.
    #[doc(alias = "PyErr_SetRaisedException")]
    pub(crate) fn set(self, cx: &mut Context<'_>) {
        if self.is_of_main() && raw::is_main(cx) {
            let this = ManuallyDrop::new(self);
            // SAFETY: attached to the interpreter of the exception, a reference to which
            // is owned and given away here once.
            unsafe { raw::set_exception(cx, this.place.cast()) }
        } else {
            self.set_elsewhere(cx);
        }
    }

    #[cold]
    #[inline(never)]
    fn set_elsewhere(self, cx: &mut Context<'_>) {
        let here = raw::interpreter_id(cx);
        match self.into_content() {
            Content::Of(interpreter, exception) if interpreter == here => {
                // SAFETY: as above.
                unsafe { raw::set_exception(cx, exception) }
            }
            Content::Of(interpreter, exception) => {
                // SAFETY: a reference that is owned, and not used again.
                unsafe { give_up_in(interpreter, exception) };
                raw::set_system_error(cx, c"an exception was kept for another interpreter");
            }
            Content::Lost => raw::set_no_memory(cx),
        }
    }
}

impl Drop for Raised {
    #[cold]
    #[inline(never)]
    fn drop(&mut self) {
        let this = Self::at(self.place);
        if let Content::Of(interpreter, exception) = this.into_content() {
            // SAFETY: an owned reference to an exception of that interpreter, given up once.
            unsafe { give_up_in(interpreter, exception) }
        }
    }
}

/// No more: that would run Python code.
impl fmt::Debug for Raised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an exception")
    }
}
