//! What `Lib/base64.py` has before CPython 3.15.

pub(crate) mod ascii85;
pub(crate) mod base16;
pub(crate) mod base32;
pub(crate) mod base64;
pub(crate) mod base85;
pub(crate) mod lines;

use crate::data::Content;
use cpython_api::prelude::*;
use cpython_api::{Argument, AssertionError, FromArgument};

/// What `assert len(value) == len, repr(value)` does.
#[cold]
fn assert_len<'py>(cx: &mut Context<'py>, value: &Bound<'py>, len: usize) -> PyResult<()> {
    let optimize = PyModule::import_from(cx, "sys", "flags")?.get_attr(cx, "optimize")?;
    // `python -O` leaves it out, and so is the length not asked for.
    if optimize.is_true(cx)? || value.len(cx)? == len {
        return Ok(());
    }
    let message = value.repr(cx)?;
    Err(AssertionError::raise_with(cx, (&message,)))
}

/// The argument of an encoder: a bytes-like object.
pub(crate) struct Bytes<'py>(pub(crate) Content<'py>);

impl<'py> FromArgument<'py> for Bytes<'py> {
    #[inline]
    fn from_argument(cx: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
        match Content::of_exact_bytes(cx, argument.value) {
            Some(content) => Ok(Bytes(content)),
            None => Content::of(cx, argument).map(Bytes),
        }
    }
}
