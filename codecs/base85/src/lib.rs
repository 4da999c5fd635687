//! Base 85: four bytes are five digits.
//!
//! - [`encode`] and [`decode`]: base85 in the alphabet of RFC 1924, as Mercurial and
//!   git use it, in [`Z85`], ZeroMQ's, or in any other. The last digits are for as many
//!   bytes as there are.
//! - [`ascii85`]: Adobe's, with short forms for frequent words, and white space.
//!
//! They accept and refuse exactly what `base64.b85decode`, `z85decode` and
//! `a85decode` of CPython 3.13 do, and, told so, what `binascii.a2b_base85` and
//! `a2b_ascii85` of 3.15 do.
#![no_std]
#![forbid(unsafe_code)]

pub mod ascii85;
mod decode;
mod encode;
mod lanes;
// Public for `fuzz/`, which compares with it.
#[cfg(any(test, fuzzing))]
pub mod naive;
#[cfg(test)]
mod tests;
mod values;
#[cfg(simd_avx512)]
mod wide;
mod words;

pub use decode::{Decoding, Error, decode, decoded_len};
pub use encode::{Encoding, encode, encoded_len};
pub use values::Values;

// Kernels for AVX-512 are compiled if codec-simd has it; both have to agree on that.
const _: () = assert!(cfg!(simd_avx512) == codec_simd::HAS_AVX512);

/// What five digits can stand for is a word of four bytes.
const WORD: usize = 4;
const DIGITS: usize = 5;

/// The alphabet of RFC 1924.
pub const BASE85: [u8; 85] =
    *b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";

/// The alphabet of ZeroMQ's RFC 32, which can stand in source code.
pub const Z85: [u8; 85] =
    *b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
