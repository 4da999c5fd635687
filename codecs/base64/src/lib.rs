//! Base64 (RFC 4648, sections 4 and 5), in any alphabet of 64 characters.
//!
//! [`encode`] pads and writes no line ends, [`encode_in`] does as one likes. [`decode`] is
//! either [lenient](Mode::Lenient), passing over what is not part of the alphabet, or
//! [strict](Mode::Strict), and has [more options](Options); it accepts and refuses exactly
//! what `binascii.a2b_base64` in CPython does.
#![no_std]
#![forbid(unsafe_code)]

const _: () = assert!(cfg!(simd_avx512) == codec_simd::HAS_AVX512);

mod alphabet;
mod decode;
mod encode;
// Public for `fuzz/`, which compares with it.
#[cfg(any(test, fuzzing))]
pub mod naive;
#[cfg(test)]
mod tests;

pub use alphabet::{Alphabet, ONLY_URL_SAFE, STANDARD, URL_SAFE};
pub use decode::{Error, Mode, Options, decode, decoded_len_max};
pub use encode::{Layout, encode, encode_in, encoded_len};
