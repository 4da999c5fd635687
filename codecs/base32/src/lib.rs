//! Base32 and base32hex (RFC 4648, sections 6 and 7), and other alphabets.
//!
//! [`encode`] pads, or does not, and writes lines. There are two ways back:
//!
//! - [`decode`] accepts and refuses exactly what `base64.b32decode` of CPython 3.13 does,
//!   and [`Values`] says what it takes a character for: in which alphabet, whether
//!   lowercase counts, and what 0 and 1 are;
//! - [`options::decode`] what `binascii.a2b_base32` of CPython 3.15 does, which may do
//!   without padding and pass over other characters.
#![no_std]
#![forbid(unsafe_code)]

mod decode;
mod encode;
// Public for `fuzz/`, which compares with it.
#[cfg(any(test, fuzzing))]
pub mod naive;
pub mod options;
#[cfg(test)]
mod tests;
mod values;

pub use decode::{Error, decode, decoded_len};
pub use encode::{Encoding, encode, encoded_len};
pub use values::Values;

// Kernels for AVX-512 are compiled if codec-simd has it; both have to agree on that.
const _: () = assert!(cfg!(simd_avx512) == codec_simd::HAS_AVX512);

/// Fills the end of the last eight characters.
const PAD: u8 = b'=';

/// What eight characters stand for.
const BYTES: usize = 5;
const CHARS: usize = 8;

/// The alphabet of section 6.
pub const BASE32: [u8; 32] = *b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The alphabet of section 7, which keeps the order of what it encodes.
pub const BASE32_HEX: [u8; 32] = *b"0123456789ABCDEFGHIJKLMNOPQRSTUV";
