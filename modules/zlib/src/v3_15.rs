//! What there is since CPython 3.15.

use crate::VERSION;
use cpython_api::prelude::*;
use cpython_api::types::Order;
use cpython_api::{AttributeError, DeprecationWarning, warn};

/// Return the Adler-32 checksum of A and B, from that of A, that of B, and the length of B.
#[function(adler1, adler2, len2, /)]
pub(crate) fn adler32_combine<'py>(
    cx: &mut Context<'py>,
    adler1: Wrapping<u32>,
    adler2: Wrapping<u32>,
    len2: Borrowed<'py, PyInt>,
) -> PyResult<u32> {
    let len = length(cx, &len2)?;
    Ok(codec_adler::adler32_combine(adler1.0, adler2.0, len))
}

/// Return the CRC-32 checksum of A and B, from that of A, that of B, and the length of B.
#[function(crc1, crc2, len2, /)]
pub(crate) fn crc32_combine<'py>(
    cx: &mut Context<'py>,
    crc1: Wrapping<u32>,
    crc2: Wrapping<u32>,
    len2: Borrowed<'py, PyInt>,
) -> PyResult<u32> {
    let len = length(cx, &len2)?;
    Ok(codec_crc::crc32_combine(crc1.0, crc2.0, len))
}

/// `len2`, which is not negative.
fn length<'py>(cx: &mut Context<'py>, len2: &Bound<'py, PyInt>) -> PyResult<u64> {
    match u64::try_from(signed(cx, len2)?) {
        Ok(len) => Ok(len),
        Err(_) => Err(ValueError::raise(cx, "len2 must be non-negative")),
    }
}

/// C takes 64 bits on every processor; where they are the size of a word, it has other words for what is too much.
fn signed<'py>(cx: &mut Context<'py>, number: &Bound<'py, PyInt>) -> PyResult<i64> {
    if cfg!(target_pointer_width = "64") {
        return Ok(number.to_isize(cx)? as i64);
    }
    let mut bytes = [0; size_of::<i64>()];
    number.write_signed(cx, &mut bytes, Order::Native)?;
    Ok(i64::from_ne_bytes(bytes))
}

/// `__version__`, with a warning.
///
/// It takes any arguments because a function of one has a signature, which C's has not.
#[function(*args)]
pub(crate) fn __getattr__<'py>(cx: &mut Context<'py>, args: Args<'py>) -> PyResult<&'static str> {
    let [name] = args.as_slice() else {
        let parts = format_args!("__getattr__ expected 1 argument, got {}", args.len());
        return Err(TypeError::raise(cx, parts));
    };
    if let Some(text) = name.downcast::<PyStr>(cx) {
        if text.is_text(cx, "__version__") {
            let message = "'__version__' is deprecated and slated for removal in Python 3.20";
            warn::<DeprecationWarning>(cx, message, 1)?;
            return Ok(VERSION);
        }
    }
    let name = name.repr(cx)?;
    let parts = ["module 'zlib' has no attribute ", name.utf8(cx)?];
    Err(AttributeError::raise(cx, &parts[..]))
}
