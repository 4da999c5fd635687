//! What `Lib/base64.py` of CPython 3.15 has, where its functions call those of `binascii`.
//!
//! ```text
//! def b64encode(s, altchars=None, *, padded=True, wrapcol=0) -> bytes: ...
//! def b64decode(s, altchars=None, validate=<unrepresentable>, *, padded=True, ignorechars=<unrepresentable>,
//!               canonical=False) -> bytes: ...
//! def standard_b64encode(s) -> bytes: ...            # and standard_b64decode
//! def urlsafe_b64encode(s, *, padded=True) -> bytes: ...
//! def urlsafe_b64decode(s, *, padded=False) -> bytes: ...
//! def b32encode(s, *, padded=True, wrapcol=0) -> bytes: ...              # and b32hexencode
//! def b32decode(s, casefold=False, map01=None, *, padded=True, ignorechars=b'', canonical=False) -> bytes: ...
//! def b32hexdecode(s, casefold=False, *, padded=True, ignorechars=b'', canonical=False) -> bytes: ...
//! def b16encode(s, *, wrapcol=0) -> bytes: ...
//! def b16decode(s, casefold=False, *, ignorechars=b'') -> bytes: ...
//! def b85encode(b, pad=False, *, wrapcol=0) -> bytes: ...                # and z85encode(s, ...)
//! def b85decode(b, *, ignorechars=b'', canonical=False) -> bytes: ...    # and z85decode(s, ...)
//! def a85encode(b, *, foldspaces=False, wrapcol=0, pad=False, adobe=False) -> bytes: ...
//! def a85decode(b, *, foldspaces=False, adobe=False, ignorechars=b' \t\n\r\v', canonical=False) -> bytes: ...
//! def encodebytes(s) -> bytes: ...                   # and decodebytes
//! ```

pub(crate) mod ascii85;
pub(crate) mod base16;
pub(crate) mod base32;
pub(crate) mod base64;
pub(crate) mod base85;
pub(crate) mod lines;

use codec_simd::ByteSet;
use cpython_api::prelude::*;
use cpython_api::{Argument, FromArgument};

/// An argument that is converted when Python's function comes to it, or the default of one that was left
/// out. What comes after one that waits has to wait as well.
pub(crate) enum Later<'py, T> {
    Given(Argument<'py>),
    LeftOut(T),
}

impl<'py, T: FromArgument<'py>> FromArgument<'py> for Later<'py, T> {
    const HOLDS: bool = T::HOLDS;

    #[inline]
    fn from_argument(_: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
        Ok(Later::Given(argument))
    }
}

impl<'py, T: FromArgument<'py>> Later<'py, T> {
    #[inline]
    pub(crate) fn converted(self, cx: &mut Context<'py>) -> PyResult<T> {
        match self {
            Later::Given(argument) => T::from_argument(cx, argument),
            Later::LeftOut(value) => Ok(value),
        }
    }
}

/// `ignorechars`, nothing if it was not given.
fn ignored<'py>(cx: &Context<'py>, given: Option<Buffer<'py>>) -> PyResult<ByteSet> {
    match given {
        Some(given) => given.try_bytes(cx).map(ByteSet::of),
        None => Ok(ByteSet::EMPTY),
    }
}
