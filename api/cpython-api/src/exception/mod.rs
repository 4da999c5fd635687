//! Exception types, and raising them.

mod chain;
mod message;
mod warning;

pub use message::Message;
pub use warning::warn;

use crate::types::{CallArguments, PyException, PyType};
use crate::{Borrowed, Context, PyResult, Raised, raw};

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
    fn raise(cx: &mut Context<'_>, message: impl Message) -> Raised
    where
        Self: Sized,
    {
        let object_type = Self::type_object(cx);
        message.with(|text| raw::raise(cx, object_type, text))
    }

    /// Raises an instance of this type that is made from these arguments: `raise X(*arguments)`.
    ///
    /// What making it raises is raised instead.
    #[doc(alias = "PyErr_SetObject")]
    #[cold]
    fn raise_with<'py>(cx: &mut Context<'py>, arguments: impl CallArguments<'py>) -> Raised
    where
        Self: Sized,
    {
        let instance = match Self::type_object(cx) {
            Ok(object_type) => object_type.call(cx, arguments),
            Err(raised) => return raised,
        };
        let instance = match instance {
            Ok(instance) => instance,
            Err(raised) => return raised,
        };
        match instance.downcast::<PyException>(cx) {
            Some(instance) => Raised::new(cx, instance),
            None => TypeError::raise(cx, "calling an exception type made no exception"),
        }
    }

    /// Raises an instance of this type that is made without arguments: `raise X`.
    #[doc(alias = "PyErr_SetNone")]
    #[cold]
    fn raise_bare(cx: &mut Context<'_>) -> Raised
    where
        Self: Sized,
    {
        Self::raise_with(cx, ())
    }
}

/// An exception type of the interpreter: it is immutable, so making an instance from a text runs
/// no Python code.
pub(crate) trait Builtin: ExceptionType {}

macro_rules! builtin_exceptions {
    ($($name:ident = $object:ident, $alias:literal;)*) => {$(
        #[doc = concat!("Python's `", stringify!($name), "`.")]
        #[doc(alias = $alias)]
        pub enum $name {}

        impl Builtin for $name {}

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
    ArithmeticError = PyExc_ArithmeticError, "PyExc_ArithmeticError";
    AssertionError = PyExc_AssertionError, "PyExc_AssertionError";
    AttributeError = PyExc_AttributeError, "PyExc_AttributeError";
    BaseException = PyExc_BaseException, "PyExc_BaseException";
    BlockingIOError = PyExc_BlockingIOError, "PyExc_BlockingIOError";
    BrokenPipeError = PyExc_BrokenPipeError, "PyExc_BrokenPipeError";
    BufferError = PyExc_BufferError, "PyExc_BufferError";
    BytesWarning = PyExc_BytesWarning, "PyExc_BytesWarning";
    ChildProcessError = PyExc_ChildProcessError, "PyExc_ChildProcessError";
    ConnectionAbortedError = PyExc_ConnectionAbortedError, "PyExc_ConnectionAbortedError";
    ConnectionError = PyExc_ConnectionError, "PyExc_ConnectionError";
    ConnectionRefusedError = PyExc_ConnectionRefusedError, "PyExc_ConnectionRefusedError";
    ConnectionResetError = PyExc_ConnectionResetError, "PyExc_ConnectionResetError";
    DeprecationWarning = PyExc_DeprecationWarning, "PyExc_DeprecationWarning";
    EOFError = PyExc_EOFError, "PyExc_EOFError";
    EncodingWarning = PyExc_EncodingWarning, "PyExc_EncodingWarning";
    Exception = PyExc_Exception, "PyExc_Exception";
    FileExistsError = PyExc_FileExistsError, "PyExc_FileExistsError";
    FileNotFoundError = PyExc_FileNotFoundError, "PyExc_FileNotFoundError";
    FloatingPointError = PyExc_FloatingPointError, "PyExc_FloatingPointError";
    FutureWarning = PyExc_FutureWarning, "PyExc_FutureWarning";
    GeneratorExit = PyExc_GeneratorExit, "PyExc_GeneratorExit";
    ImportError = PyExc_ImportError, "PyExc_ImportError";
    ImportWarning = PyExc_ImportWarning, "PyExc_ImportWarning";
    IndentationError = PyExc_IndentationError, "PyExc_IndentationError";
    IndexError = PyExc_IndexError, "PyExc_IndexError";
    InterruptedError = PyExc_InterruptedError, "PyExc_InterruptedError";
    IsADirectoryError = PyExc_IsADirectoryError, "PyExc_IsADirectoryError";
    KeyError = PyExc_KeyError, "PyExc_KeyError";
    KeyboardInterrupt = PyExc_KeyboardInterrupt, "PyExc_KeyboardInterrupt";
    LookupError = PyExc_LookupError, "PyExc_LookupError";
    MemoryError = PyExc_MemoryError, "PyExc_MemoryError";
    ModuleNotFoundError = PyExc_ModuleNotFoundError, "PyExc_ModuleNotFoundError";
    NameError = PyExc_NameError, "PyExc_NameError";
    NotADirectoryError = PyExc_NotADirectoryError, "PyExc_NotADirectoryError";
    NotImplementedError = PyExc_NotImplementedError, "PyExc_NotImplementedError";
    OSError = PyExc_OSError, "PyExc_OSError";
    OverflowError = PyExc_OverflowError, "PyExc_OverflowError";
    PendingDeprecationWarning = PyExc_PendingDeprecationWarning, "PyExc_PendingDeprecationWarning";
    PermissionError = PyExc_PermissionError, "PyExc_PermissionError";
    ProcessLookupError = PyExc_ProcessLookupError, "PyExc_ProcessLookupError";
    RecursionError = PyExc_RecursionError, "PyExc_RecursionError";
    ReferenceError = PyExc_ReferenceError, "PyExc_ReferenceError";
    ResourceWarning = PyExc_ResourceWarning, "PyExc_ResourceWarning";
    RuntimeError = PyExc_RuntimeError, "PyExc_RuntimeError";
    RuntimeWarning = PyExc_RuntimeWarning, "PyExc_RuntimeWarning";
    StopAsyncIteration = PyExc_StopAsyncIteration, "PyExc_StopAsyncIteration";
    StopIteration = PyExc_StopIteration, "PyExc_StopIteration";
    SyntaxError = PyExc_SyntaxError, "PyExc_SyntaxError";
    SyntaxWarning = PyExc_SyntaxWarning, "PyExc_SyntaxWarning";
    SystemError = PyExc_SystemError, "PyExc_SystemError";
    SystemExit = PyExc_SystemExit, "PyExc_SystemExit";
    TimeoutError = PyExc_TimeoutError, "PyExc_TimeoutError";
    TypeError = PyExc_TypeError, "PyExc_TypeError";
    UnboundLocalError = PyExc_UnboundLocalError, "PyExc_UnboundLocalError";
    UnicodeDecodeError = PyExc_UnicodeDecodeError, "PyExc_UnicodeDecodeError";
    UnicodeEncodeError = PyExc_UnicodeEncodeError, "PyExc_UnicodeEncodeError";
    UnicodeError = PyExc_UnicodeError, "PyExc_UnicodeError";
    UnicodeTranslateError = PyExc_UnicodeTranslateError, "PyExc_UnicodeTranslateError";
    UnicodeWarning = PyExc_UnicodeWarning, "PyExc_UnicodeWarning";
    UserWarning = PyExc_UserWarning, "PyExc_UserWarning";
    ValueError = PyExc_ValueError, "PyExc_ValueError";
    Warning = PyExc_Warning, "PyExc_Warning";
    ZeroDivisionError = PyExc_ZeroDivisionError, "PyExc_ZeroDivisionError";
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

impl OSError {
    /// Raises `OSError`, or the subclass of it for this error number of C's, with the system's
    /// message. For `EINTR` handlers of signals run first, and what they raise is raised instead.
    #[doc(alias = "PyErr_SetFromErrno")]
    #[cold]
    pub fn raise_errno(cx: &mut Context<'_>, code: i32) -> Raised {
        raw::raise_errno::<OSError>(cx, code)
    }
}
