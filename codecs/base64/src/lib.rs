//! Base64 of the standard alphabet (RFC 4648, section 4).
//!
//! [`encode`] pads and writes no line ends. [`decode`] is either
//! [lenient](Mode::Lenient), passing over what is not part of the alphabet, or
//! [strict](Mode::Strict); in both it accepts and refuses exactly what
//! `binascii.a2b_base64` in CPython does.
#![no_std]
#![forbid(unsafe_code)]

mod decode;
mod encode;
#[cfg(test)]
mod tests;

pub use decode::{Error, Mode, decode, decoded_len_max};
pub use encode::{encode, encoded_len};

/// The 64 characters, by the value of the six bits they stand for.
const ALPHABET: [u8; 64] = *b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Fills the end of the last four characters.
const PAD: u8 = b'=';
