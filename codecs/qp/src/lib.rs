//! Quoted-printable text (RFC 2045, section 6.7, and the "Q" encoding of
//! headers, RFC 2047), as `binascii.b2a_qp` and `a2b_qp` in CPython write and
//! read it.
//!
//! What can be printed stands for itself; any other byte is `=` and two
//! hexadecimal digits. A line that would be too long is broken by a `=` at its
//! end.
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

pub use decode::decode;
pub use encode::{Options, encode, encoded_len_max};
