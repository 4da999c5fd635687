//! Parameters that several functions have.
//!
//! Each is taken as an `Option` whose default is `None`, and looked at when all are converted, as in C:
//! so what is wrong with two arguments raises the same of both exceptions.

use codec_simd::ByteSet;
use cpython_api::prelude::*;

/// `alphabet`, if it was given: `N` characters.
///
/// To encode it is a bytes-like object; to decode, C wants a `bytes`.
pub(crate) fn alphabet_of<'a, const N: usize>(
    cx: &mut Context<'_>,
    given: Option<&'a [u8]>,
) -> PyResult<Option<&'a [u8; N]>> {
    match given.map(<&[u8; N]>::try_from) {
        None => Ok(None),
        Some(Ok(chars)) => Ok(Some(chars)),
        Some(Err(_)) => Err(ValueError::raise(
            cx,
            format_args!("alphabet must have length {N}"),
        )),
    }
}

/// `ignorechars`, nothing if it was not given.
pub(crate) fn ignored<'py>(cx: &Context<'py>, given: Option<Buffer<'py>>) -> ByteSet {
    given.map_or(ByteSet::EMPTY, |given| ByteSet::of(given.bytes(cx)))
}
