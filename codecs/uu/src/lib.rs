//! Lines of uuencoded data, as `binascii.b2a_uu` and `a2b_uu` in CPython write
//! and read them.
//!
//! A line is a character for the number of bytes, four characters for every
//! three bytes, and a line end. A character stands for six bits: its code less
//! 32, so that zero is a space, or a backtick (64 more) where spaces would not
//! survive.
#![no_std]
#![forbid(unsafe_code)]

// Kernels for AVX-512 are compiled if codec-simd has it; both have to agree on that.
const _: () = assert!(cfg!(simd_avx512) == codec_simd::HAS_AVX512);

mod decode;
mod encode;
// Public for `fuzz/`, which compares with it.
#[cfg(any(test, fuzzing))]
pub mod naive;
#[cfg(test)]
mod tests;

use core::fmt;

pub use decode::{decode, decoded_len};
pub use encode::{encode, encoded_len};
use outbuf::Full;

/// The most bytes that [`encode()`] puts on a line.
pub const LINE_MAX: usize = 45;

/// The character for zero.
const SPACE: u8 = b' ';

/// The other character for zero.
const BACKTICK: u8 = b'`';

/// The greatest six bits.
const MOST: u8 = 0x3f;

/// Why a line is not encoded or decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// Encoding: there are more than [`LINE_MAX`] bytes.
    TooLong,
    /// Decoding: the line is empty.
    MissingLength,
    /// Decoding: a character stands for nothing.
    IllegalChar,
    /// Decoding: more than padding follows the data.
    TrailingGarbage,
    /// There is no room for the result.
    Full,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::TooLong => f.write_str("At most 45 bytes at once"),
            Error::MissingLength => f.write_str("Missing length byte"),
            Error::IllegalChar => f.write_str("Illegal char"),
            Error::TrailingGarbage => f.write_str("Trailing garbage"),
            Error::Full => Full.fmt(f),
        }
    }
}

impl core::error::Error for Error {}

impl From<Full> for Error {
    fn from(_: Full) -> Self {
        Error::Full
    }
}
