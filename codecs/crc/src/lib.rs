//! The checksums of `binascii`: [`crc32`] and [`crc_hqx`], and `zlib`'s [`crc32_combine`].
//!
//! Both take the checksum of what came before, so that data can be given in
//! parts. They are exact on every target, whatever its byte order.
#![no_std]
#![forbid(unsafe_code)]

const _: () = assert!(cfg!(simd_avx512) == codec_simd::HAS_AVX512);

mod combine;
mod crc32;
mod fold;
mod hqx;
// Public for `fuzz/`, which compares with it.
#[cfg(any(test, fuzzing))]
pub mod naive;
#[cfg(test)]
mod tests;

pub use combine::crc32_combine;
pub use crc32::crc32;
pub use hqx::crc_hqx;
