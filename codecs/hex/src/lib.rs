//! Hexadecimal: two digits for each byte.
//!
//! [`encode`] writes lowercase digits, [`encode_upper`] uppercase ones,
//! [`encode_with_sep`] puts a separator between groups of bytes, [`decode`] takes digits
//! of either case and nothing else, [`decode_ignoring`] passes over what one likes. These are
//! the semantics of `bytes.hex`, `binascii` and `base64.b16encode` in CPython.
//!
//! Where there are no vectors that the codec knows, the digits are computed, not looked
//! up: arithmetic on a chunk of bytes without branches becomes vector code on every
//! target that has vectors, and no table competes for the cache. Where there is too
//! little for a vector, the same is done in the bytes of a word.
#![no_std]
#![forbid(unsafe_code)]

const _: () = assert!(cfg!(simd_avx512) == codec_simd::HAS_AVX512);

mod decode;
mod encode;
mod lanes;
// Public for `fuzz/`, which compares with it.
#[cfg(any(test, fuzzing))]
pub mod naive;
mod sift;
#[cfg(test)]
mod tests;
#[cfg(simd_avx512)]
mod wide;

pub use decode::{Error, decode, decoded_len};
pub use encode::{
    Separator, encode, encode_upper, encode_with_sep, encoded_len, encoded_len_with_sep,
};
pub use sift::decode_ignoring;

/// A word with `byte` in each of its bytes.
const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}
