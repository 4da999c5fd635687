//! Raw declarations of the part of CPython's C API that `cpython-api` is built on.
//!
//! Only `cpython-api` uses this crate. It holds what C's headers hold and no code: function
//! signatures, layouts, constants, under their C names, for a minor version of CPython, 3.13, 3.14
//! (`--cfg Py_3_14`) or 3.15 (`--cfg Py_3_15` as well), in its three builds: with the GIL,
//! free-threaded (`--cfg Py_GIL_DISABLED`) and debug (`--cfg Py_DEBUG`). The declarations are
//! generated (`cargo xtask bindings`) from what `allowlist.txt` names, and checked in, so that no
//! build needs libclang.
//!
//! # Safety
//!
//! A declaration that differs from the C it stands for is undefined behaviour at the first call,
//! and no Rust compiler can see it. Therefore each build of CPython proves the declarations it
//! uses: `verify/main.rs` turns them into C assertions, and the tree's own compiler, with the
//! tree's own headers and flags, accepts or refuses those. A declaration is either equal to
//! CPython's or stops the build, naming itself.
//!
//! Equal types are not all that a call needs. The compiler cannot check, and each caller in
//! `cpython-api` has to:
//!
//! - **Attached.** Except for `Py_IsInitialized`, `Py_IsFinalizing`, `PyThreadState_GetUnchecked`
//!   and `PyMem_Raw*`, a function needs a thread state attached to the calling thread, in the
//!   interpreter that its arguments belong to.
//! - **References.** Whether an argument is borrowed or stolen and whether a result is new or
//!   borrowed is stated in CPython's documentation, not in a type.
//! - **Null.** Any pointer result may be null unless CPython's documentation excludes it; null
//!   means that an exception is set, except where it means "absent". No pointer argument may be
//!   null unless the documentation allows it.
//! - **Exceptions.** Only a few functions may be called while an exception is set.
//! - **Anything can run.** A function that may run Python code, and dropping a reference is one,
//!   may resize a `bytearray`, detach the thread, or call back into the caller.
//! - **Fields** of objects are shared with the interpreter and, in a free-threaded build, with
//!   other threads. Only `ob_type`, `tp_name` and the data of a `bytes` object may be read, and only
//!   the fields of a struct that the caller itself has made may be written.
//! - **Size.** A type whose declaration ends in `_opaque` is larger than Rust knows, and exists
//!   only behind a pointer.
#![no_std]
#![allow(
    non_camel_case_types,
    non_snake_case,
    non_upper_case_globals,
    reason = "the names are C's, so that a search finds them in either language"
)]
#![allow(
    missing_docs,
    reason = "CPython's documentation describes each item under its name"
)]

mod shims;
#[cfg(not(Py_3_14))]
mod v3_13;
#[cfg(all(Py_3_14, not(Py_3_15)))]
mod v3_14;
#[cfg(Py_3_15)]
mod v3_15;

pub use shims::*;
#[cfg(not(Py_3_14))]
pub use v3_13::*;
#[cfg(all(Py_3_14, not(Py_3_15)))]
pub use v3_14::*;
#[cfg(Py_3_15)]
pub use v3_15::*;
