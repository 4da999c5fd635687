//! Base32 and base32hex (RFC 4648, sections 6 and 7).
//!
//! [`encode`] pads. [`decode`] accepts and refuses exactly what `base64.b32decode`
//! in CPython does, and [`Values`] says what it takes a character for: in which
//! alphabet, whether lowercase counts, and what 0 and 1 are.
#![no_std]
#![forbid(unsafe_code)]

mod decode;
mod encode;
// Public for `fuzz/`, which compares with it.
#[cfg(any(test, fuzzing))]
pub mod naive;
#[cfg(test)]
mod tests;

pub use decode::{Error, Values, decode, decoded_len};
pub use encode::{encode, encoded_len};

/// Fills the end of the last eight characters.
const PAD: u8 = b'=';

/// Which characters stand for the values of five bits.
pub struct Alphabet {
    chars: [u8; 32],
    /// The two characters of every ten bits: half as many steps as characters.
    pairs: [[u8; 2]; 1 << 10],
}

/// The alphabet of section 6.
pub static BASE32: Alphabet = Alphabet::new(*b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");

/// The alphabet of section 7, which keeps the order of what it encodes.
pub static BASE32_HEX: Alphabet = Alphabet::new(*b"0123456789ABCDEFGHIJKLMNOPQRSTUV");

impl Alphabet {
    const fn new(chars: [u8; 32]) -> Self {
        let mut pairs = [[0; 2]; 1 << 10];
        let mut bits = 0;
        while bits < pairs.len() {
            pairs[bits] = [chars[bits >> 5], chars[bits & 0x1f]];
            bits += 1;
        }
        Alphabet { chars, pairs }
    }
}
