//! What can be asked of an exception that was raised, and added to it.

use super::ExceptionType;
use crate::types::PyException;
use crate::{Bound, Context, IntoPython, PyResult, Raised, SystemError, raw};

impl Raised {
    /// Raises an exception that exists: `raise exception`. An exception that is being handled
    /// becomes its context.
    #[doc(alias = "PyErr_SetObject")]
    #[cold]
    pub fn new<'py>(cx: &mut Context<'py>, exception: &Bound<'py, PyException>) -> Self {
        raw::raise_value(cx, exception)
    }

    /// Whether the exception is an instance of `X`: what `except X` asks.
    #[doc(alias = "PyErr_ExceptionMatches")]
    #[doc(alias = "PyErr_GivenExceptionMatches")]
    pub fn matches<X: ExceptionType>(&self, cx: &Context<'_>) -> bool {
        match (self.value(cx), X::type_object(cx)) {
            (Ok(value), Ok(class)) => raw::exception_matches(cx, &value, &class),
            // One of another interpreter, or of a module that is not there, is none.
            _ => false,
        }
    }

    /// The exception itself.
    ///
    /// # Errors
    /// `SystemError`, if it was kept from a call in another interpreter.
    #[doc(alias = "PyErr_GetRaisedException")]
    pub fn value<'py>(&self, cx: &Context<'py>) -> PyResult<Bound<'py, PyException>> {
        let Some(exception) = self.exception(cx) else {
            return Err(SystemError::constant(
                cx,
                c"an exception was kept for another interpreter",
            ));
        };
        // SAFETY: attached to its interpreter, and `self` owns a reference to it.
        unsafe { raw::incref_raw(exception) };
        // SAFETY: that reference. What is raised is always an exception.
        Ok(unsafe { Bound::from_owned(cx, exception) })
    }

    /// The exception with a cause: `raise self from cause`.
    #[doc(alias = "PyException_SetCause")]
    pub fn with_cause(self, cx: &mut Context<'_>, cause: Raised) -> Raised {
        match (self.value(cx), cause.value(cx)) {
            (Ok(value), Ok(cause)) => raw::set_cause(cx, &value, Some(cause)),
            (Err(raised), _) | (_, Err(raised)) => return raised,
        }
        cause.clear(cx);
        self
    }

    /// The exception without a cause: `raise self from None`. What was handled when it was raised is
    /// not shown.
    #[doc(alias = "PyException_SetCause")]
    pub fn from_none(self, cx: &mut Context<'_>) -> Raised {
        match self.value(cx) {
            Ok(value) => raw::set_cause(cx, &value, None),
            Err(raised) => return raised,
        }
        self
    }

    /// The exception with what was handled when it was raised: what Python shows as "During
    /// handling of the above exception, another exception occurred".
    #[doc(alias = "PyException_SetContext")]
    #[doc(alias = "_PyErr_ChainExceptions1")]
    pub fn with_context(self, cx: &mut Context<'_>, context: Raised) -> Raised {
        match (self.value(cx), context.value(cx)) {
            // An exception is not its own context: tracebacks would not end.
            (Ok(value), Ok(context)) if value.is(&context) => {}
            (Ok(value), Ok(context)) => raw::set_context(cx, &value, Some(context)),
            (Err(raised), _) | (_, Err(raised)) => return raised,
        }
        context.clear(cx);
        self
    }

    /// The exception with a note below its message: `self.add_note(note)`.
    ///
    /// If that raises, what it raises.
    pub fn with_note(self, cx: &mut Context<'_>, note: &str) -> Raised {
        let added = self
            .value(cx)
            .and_then(|value| value.call_method(cx, "add_note", (note,)));
        match added {
            Ok(none) => none.release(cx),
            Err(raised) => return raised,
        }
        self
    }

    /// Shows the exception through `sys.unraisablehook` and gives it up: for code that has nobody
    /// to return it to. `object` is what it happened in.
    #[doc(alias = "PyErr_WriteUnraisable")]
    #[cold]
    pub fn write_unraisable<'py>(self, cx: &mut Context<'py>, object: Option<&Bound<'py>>) {
        self.set(cx);
        raw::write_unraisable(cx, object);
    }
}

impl<'py> Bound<'py, PyException> {
    /// Its `__cause__`, if it has one.
    #[doc(alias = "PyException_GetCause")]
    pub fn cause(&self, cx: &Context<'py>) -> Option<Bound<'py>> {
        raw::cause(cx, self)
    }

    /// Its `__context__`, if it has one.
    #[doc(alias = "PyException_GetContext")]
    pub fn context(&self, cx: &Context<'py>) -> Option<Bound<'py>> {
        raw::context(cx, self)
    }
}

impl super::StopIteration {
    /// Raises `StopIteration(value)`: what an iterator's end returns to `yield from`.
    #[cold]
    pub fn raise_value<'py>(cx: &mut Context<'py>, value: impl IntoPython<'py>) -> Raised {
        Self::raise_with(cx, (value,))
    }
}

impl super::KeyError {
    /// Raises `KeyError(key)`. A key is not a message: Python shows its `repr`.
    #[doc(alias = "_PyErr_SetKeyError")]
    #[cold]
    pub fn raise_key<'py>(cx: &mut Context<'py>, key: impl IntoPython<'py>) -> Raised {
        Self::raise_with(cx, (key,))
    }
}
