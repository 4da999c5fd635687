//! `_base64`: the functions of `base64` that convert.
//!
//! ```text
//! def b64encode(s, altchars=None) -> bytes: ...
//! def b64decode(s, altchars=None, validate=False) -> bytes: ...
//! def standard_b64encode(s) -> bytes: ...            # and standard_b64decode
//! def urlsafe_b64encode(s) -> bytes: ...             # and urlsafe_b64decode
//! def b32encode(s) -> bytes: ...                     # and b32hexencode
//! def b32decode(s, casefold=False, map01=None) -> bytes: ...
//! def b32hexdecode(s, casefold=False) -> bytes: ...
//! def b16encode(s) -> bytes: ...
//! def b16decode(s, casefold=False) -> bytes: ...
//! def b85encode(b, pad=False) -> bytes: ...
//! def b85decode(b) -> bytes: ...
//! def z85encode(s) -> bytes: ...                     # and z85decode
//! def a85encode(b, *, foldspaces=False, wrapcol=0, pad=False, adobe=False) -> bytes: ...
//! def a85decode(b, *, foldspaces=False, adobe=False, ignorechars=b' \t\n\r\v') -> bytes: ...
//! def encodebytes(s) -> bytes: ...                   # and decodebytes
//! ```
//!
//! That is 3.13 and 3.14; `v3_15/mod.rs` says what came later. `Lib/base64.py` imports them in place of its
//! own where this module is built; where it is not, those stay. Results, exceptions and what is accepted are theirs,
//! in the order in which Python would find out: docs/design/base64.md says where they end.
//! Docstrings are read from that file.
#![forbid(unsafe_code)]
#![no_std]

mod data;
mod lines;
#[cfg(not(Py_3_15))]
mod v3_13;
#[cfg(Py_3_15)]
mod v3_15;

#[cfg(cpython_twin)]
mod twin {
    #![allow(non_upper_case_globals, reason = "the names are the Python functions'")]
    #![allow(dead_code, reason = "the file has functions that stay as they are")]
    include!("twin.rs");
}

use core::fmt::{Display, Write};
use cpython_api::memory;
use cpython_api::prelude::*;
use cpython_api::types::BuildError;

use lines::decodebytes;
#[cfg(not(Py_3_15))]
use v3_13 as version;
#[cfg(Py_3_15)]
use v3_15 as version;
use version::{
    ascii85::{a85decode, a85encode},
    base16::{b16decode, b16encode},
    base32::{b32decode, b32encode, b32hexdecode, b32hexencode},
    base64::{
        b64decode, b64encode, standard_b64decode, standard_b64encode, urlsafe_b64decode,
        urlsafe_b64encode,
    },
    base85::{b85decode, b85encode, z85decode, z85encode},
    lines::encodebytes,
};

module! {
    Base64 = "_base64",
    doc: "The functions of base64 that convert.",
    state: State,
    names: [format, ndim, tobytes],
    exec: finish,
    functions: [
        b64encode, b64decode,
        standard_b64encode, standard_b64decode,
        urlsafe_b64encode, urlsafe_b64decode,
        b32encode, b32decode, b32hexencode, b32hexdecode,
        b16encode, b16decode,
        b85encode, b85decode, z85encode, z85decode,
        a85encode, a85decode,
        encodebytes, decodebytes,
    ],
}

/// What of other modules is used.
#[state]
pub struct State {
    /// `binascii.Error`
    error: Field,
    /// `memoryview`
    memoryview: Field,
}

impl ModuleState for State {
    fn new<'py>(cx: &mut Context<'py>) -> PyResult<State> {
        let error = PyModule::import_from(cx, "binascii", "Error")?;
        let memoryview = PyModule::import_from(cx, "builtins", "memoryview")?;
        Ok(State {
            error: Field::of(cx, error),
            memoryview: Field::of(cx, memoryview),
        })
    }
}

/// Gives the functions the module in which Python users know them, which also is where pickle
/// finds them again, whether they are in Rust there or not.
fn finish<'py>(cx: &mut Context<'py>, module: Borrowed<'py, PyModule>) -> PyResult<()> {
    let home = PyStr::intern(cx, "base64")?;
    for name in FUNCTIONS {
        module
            .get_attr(cx, name)?
            .set_attr(cx, "__module__", home.as_any())?;
    }
    Ok(())
}

const FUNCTIONS: [&str; 20] = [
    "b64encode",
    "b64decode",
    "standard_b64encode",
    "standard_b64decode",
    "urlsafe_b64encode",
    "urlsafe_b64decode",
    "b32encode",
    "b32decode",
    "b32hexencode",
    "b32hexdecode",
    "b16encode",
    "b16decode",
    "b85encode",
    "b85decode",
    "z85encode",
    "z85decode",
    "a85encode",
    "a85decode",
    "encodebytes",
    "decodebytes",
];

/// Raises `binascii.Error`.
#[cold]
fn raise_error(cx: &mut Context<'_>, error: impl Display) -> Raised {
    let mut message = memory::String::new();
    if write!(message, "{error}").is_err() {
        return MemoryError::none(cx);
    }
    let kind = match State::of(cx) {
        Ok(state) => state.error.get(cx),
        Err(raised) => return raised,
    };
    // It is there from `new` until the module is cleared.
    let Some(kind) = kind else {
        return SystemError::raise(cx, "binascii.Error is gone");
    };
    match kind.call(cx, (&*message,)) {
        Err(raised) => raised,
        Ok(error) => match error.downcast::<PyException>(cx) {
            Some(error) => Raised::new(cx, error),
            None => TypeError::raise(cx, "binascii.Error is no exception"),
        },
    }
}

/// A result, or `binascii.Error` for why there is none.
fn or_error<'py, E: Display>(
    cx: &mut Context<'py>,
    result: Result<Bound<'py, PyBytes>, BuildError<E>>,
) -> PyResult<Bound<'py, PyBytes>> {
    match result {
        Ok(bytes) => Ok(bytes),
        Err(BuildError::Memory(raised)) => Err(raised),
        Err(BuildError::Content(error)) => Err(raise_error(cx, error)),
    }
}
