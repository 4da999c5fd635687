//! From what a stream says to a Python exception, with the C module's messages.

use crate::Error;
use cpython_api::prelude::*;
use zlib_stream::{Code, Failure};

/// Raises `zlib.error`: what was wrong, and `when`.
#[cold]
pub(crate) fn raise(
    cx: &mut Context<'_>,
    code: Code,
    message: Option<&'static str>,
    when: &str,
) -> Raised {
    let number = code.number();
    let message = message.or(match code {
        Code::BufError => Some("incomplete or truncated stream"),
        Code::StreamError => Some("inconsistent stream state"),
        Code::DataError => Some("invalid input data"),
        _ => None,
    });
    match message {
        Some(message) => Error::raise(cx, format_args!("Error {number} {when}: {message}")),
        None => Error::raise(cx, format_args!("Error {number} {when}")),
    }
}

/// Raises what it is that an object for `purpose` was not made.
#[cold]
pub(crate) fn not_made(cx: &mut Context<'_>, failure: Failure, purpose: &str) -> Raised {
    match failure.code {
        Code::StreamError => ValueError::raise(cx, "Invalid initialization option"),
        _ => no_memory(cx, purpose),
    }
}

/// Raises what it is that an object for `purpose` was not copied.
#[cold]
pub(crate) fn not_copied(cx: &mut Context<'_>, failure: Failure, purpose: &str) -> Raised {
    match failure.code {
        Code::StreamError => inconsistent(cx),
        _ => no_memory(cx, purpose),
    }
}

/// Raises that a stream that has ended is to be copied.
#[cold]
pub(crate) fn inconsistent(cx: &mut Context<'_>) -> Raised {
    ValueError::raise(cx, "Inconsistent stream state")
}

/// Raises that the argument called `name` is negative.
#[cold]
pub(crate) fn negative(cx: &mut Context<'_>, name: &str) -> Raised {
    let what = match cfg!(Py_3_15) {
        true => " cannot be negative",
        false => " must be non-negative",
    };
    ValueError::raise(cx, &[name, what][..])
}

fn no_memory(cx: &mut Context<'_>, purpose: &str) -> Raised {
    MemoryError::raise(
        cx,
        format_args!("Can't allocate memory for {purpose} object"),
    )
}
