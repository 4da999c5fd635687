//! The safe API that CPython's extension modules are written against.
//!
//! A module is a list of functions, each an ordinary Rust function with a Python
//! signature above it:
//!
//! ```no_run
//! #![forbid(unsafe_code)]
//! use cpython_api::prelude::*;
//!
//! module! {
//!     Example = "example",
//!     doc: "Sums of bytes.",
//!     exceptions: [TooLong(ValueError)],
//!     functions: [total],
//! }
//!
//! /// The sum of all bytes, each times the same number.
//! #[function(data, /, *, times = 1)]
//! fn total<'py>(cx: &mut Context<'py>, data: Buffer<'py>, times: i32) -> PyResult<u32> {
//!     let data = data.bytes(cx);
//!     if data.len() > 1_000_000 {
//!         return Err(TooLong::raise(cx, "that is a long sum"));
//!     }
//!     Ok(data.iter().map(|&byte| u32::from(byte)).sum::<u32>() * times.unsigned_abs())
//! }
//! # fn main() {}
//! ```
//!
//! # The one rule
//!
//! Every operation takes a [`Context`], the proof that this thread is attached to
//! an interpreter. `&Context` is enough for what can *not* run Python code;
//! whatever can takes `&mut Context`. Memory that Python code could change is
//! lent for as long as a `&Context` is (see [`Buffer::bytes`]), so the borrow
//! checker ends the loan before anything runs that could invalidate it.
//!
//! # Layers
//!
//! `raw` is the only module that calls C. Everything else is built on it and
//! says, where it is `unsafe`, which of `raw`'s conditions it meets and how.
#![no_std]

#[cfg(feature = "std")]
extern crate std;

mod args;
mod argument;
mod bind;
mod buffer;
pub mod class;
mod context;
mod convert;
mod detach;
mod error;
mod exception;
mod function;
mod handle;
mod interpreter;
mod lock;
pub mod memory;
mod module;
mod panic;
mod raw;
mod signature;
mod stored;
mod trampoline;
pub mod types;

pub use args::{Args, FromArgs, FromKwargs, Kwargs, KwargsIter};
#[doc(hidden)]
pub use argument::{AnyType, Holds};
pub use argument::{Argument, Arguments, FromArgument};
pub use buffer::{AsciiBuffer, Buffer, BufferMut, Holdings};
pub use class::{Class, CompareOp, Field, Memory, ModuleClass, Next, Traverse};
pub use context::Context;
pub use convert::{IntoPython, Returned};
pub use cpython_macros::{class, function, methods, state};
pub use detach::Detached;
pub use error::{PyResult, Raised};
pub use exception::*;
pub use function::{Function, MethodDef};
pub use handle::{Any, Borrowed, Bound, ObjectType};
pub use lock::{Guard, Guarded, Mutex, MutexGuard, OnceCell};
pub use module::{
    Constant, Exec, Hook, Module, ModuleDef, ModuleException, ModuleState, NewException,
    StateMembers, StateOf, enter_hook, static_name,
};
pub use panic::end_process;
pub use signature::{Counts, Names, Parser, Signature};
pub use stored::Stored;
pub use types::{
    BuildError, BytesWriter, CallArguments, Operator, OrRaise, PyBool, PyByteArray, PyBytes,
    PyCapsule, PyComplex, PyContextToken, PyContextVar, PyDict, PyException, PyFloat, PyFrozenSet,
    PyInt, PyIterator, PyList, PyModule, PySet, PySlice, PyStr, PyTuple, PyType, PyWeakref,
    StrData, StrWriter, Text,
};

/// What a module file imports.
pub mod prelude {
    pub use crate::{
        Any, Args, AsciiBuffer, Borrowed, Bound, Buffer, BufferMut, BytesWriter, CompareOp,
        Context, ExceptionType, Field, Guarded, IndexError, IntoPython, KeyError, Kwargs, Memory,
        MemoryError, ModuleClass, ModuleState, Mutex, Next, OnceCell, Operator, OrRaise,
        OverflowError, PyBool, PyByteArray, PyBytes, PyDict, PyException, PyFloat, PyFrozenSet,
        PyInt, PyIterator, PyList, PyModule, PyResult, PySet, PySlice, PyStr, PyTuple, PyType,
        Raised, RuntimeError, Stored, StrData, StrWriter, SystemError, TypeError, ValueError,
        class, function, methods, module, state,
    };
    pub use core::num::Wrapping;
}

/// A C string from a literal that ends with its null.
#[doc(hidden)]
pub const fn c_string(text: &'static str) -> &'static core::ffi::CStr {
    match core::ffi::CStr::from_bytes_with_nul(text.as_bytes()) {
        Ok(text) => text,
        Err(_) => panic!("a name or docstring contains a null"),
    }
}
