//! Exception types, and raising them.

use crate::types::PyType;
use crate::{Borrowed, Context, PyResult, Raised, raw};
use core::fmt::Display;

/// A Python exception type.
pub trait ExceptionType {
    /// The type object, in the interpreter of `cx`.
    ///
    /// # Errors
    /// `SystemError` if the type belongs to a module that is not initialised (or not
    /// the one that was called).
    fn type_object<'py>(cx: &Context<'py>) -> PyResult<Borrowed<'py, PyType>>;

    /// Raises an instance of this type with `message` as its only argument.
    ///
    /// Instantiating an exception can run Python code, hence `&mut`.
    #[doc(alias = "PyErr_SetObject")]
    #[cold]
    fn raise(cx: &mut Context<'_>, message: impl Display) -> Raised
    where
        Self: Sized,
    {
        let object_type = Self::type_object(cx);
        raw::raise(cx, object_type, &message)
    }
}

macro_rules! builtin_exceptions {
    ($($name:ident = $object:ident),* $(,)?) => {$(
        #[doc = concat!("Python's `", stringify!($name), "`.")]
        pub enum $name {}

        impl ExceptionType for $name {
            #[inline]
            fn type_object<'py>(cx: &Context<'py>) -> PyResult<Borrowed<'py, PyType>> {
                // SAFETY: C initialises this static before any module and never changes it.
                let object = unsafe { cpython_sys::$object };
                // SAFETY: the value of such a variable.
                Ok(unsafe { raw::builtin_exception(cx, object) })
            }
        }
    )*};
}

builtin_exceptions! {
    AttributeError = PyExc_AttributeError,
    BufferError = PyExc_BufferError,
    Exception = PyExc_Exception,
    IndexError = PyExc_IndexError,
    KeyError = PyExc_KeyError,
    MemoryError = PyExc_MemoryError,
    OverflowError = PyExc_OverflowError,
    RuntimeError = PyExc_RuntimeError,
    StopAsyncIteration = PyExc_StopAsyncIteration,
    SystemError = PyExc_SystemError,
    TypeError = PyExc_TypeError,
    ValueError = PyExc_ValueError,
}

impl MemoryError {
    /// Raises `MemoryError` without a message, as C does. It allocates nothing.
    #[doc(alias = "PyErr_NoMemory")]
    #[cold]
    pub fn none(cx: &Context<'_>) -> Raised {
        raw::no_memory(cx)
    }
}

impl SystemError {
    /// Raises `SystemError` for a broken contract, where only `&Context` is at hand.
    ///
    /// The type is immutable and the message constant, so no Python code runs.
    #[doc(alias = "PyErr_SetString")]
    #[cold]
    pub fn constant(cx: &Context<'_>, message: &'static core::ffi::CStr) -> Raised {
        raw::system_error(cx, message)
    }
}
