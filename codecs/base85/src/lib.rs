//! Base 85: four bytes are five digits.
//!
//! - [`encode`] and [`decode`]: base85 in the alphabet of RFC 1924, as Mercurial and
//!   git use it, and [`Z85`], ZeroMQ's. The last digits are for as many bytes as there are.
//! - [`ascii85`]: Adobe's, with short forms for frequent words, and white space.
//!
//! They accept and refuse exactly what `base64.b85decode`, `z85decode` and
//! `a85decode` in CPython do.
#![no_std]
#![forbid(unsafe_code)]

pub mod ascii85;
mod decode;
mod encode;
// Public for `fuzz/`, which compares with it.
#[cfg(any(test, fuzzing))]
pub mod naive;
#[cfg(test)]
mod tests;

pub use decode::{Error, decode, decoded_len};
pub use encode::{encode, encoded_len};

/// What five digits can stand for is a word of four bytes.
const WORD: usize = 4;
const DIGITS: usize = 5;

/// Which characters are the digits.
#[derive(Debug)]
pub struct Alphabet {
    /// What errors call it.
    name: &'static str,
    chars: [u8; 85],
    /// The two characters of every number below 85².
    pairs: [[u8; 2]; 85 * 85],
    /// The value of every byte: below 85, or [`NO_DIGIT`].
    values: [u8; 256],
}

/// Has a bit that no value has.
const NO_DIGIT: u8 = 0x80;

/// The alphabet of RFC 1924.
pub static BASE85: Alphabet = Alphabet::new(
    "base85",
    *b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~",
);

/// The alphabet of ZeroMQ's RFC 32, which can stand in source code.
pub static Z85: Alphabet = Alphabet::new(
    "z85",
    *b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#",
);

impl Alphabet {
    const fn new(name: &'static str, chars: [u8; 85]) -> Self {
        let mut pairs = [[0; 2]; 85 * 85];
        let mut number = 0;
        while number < pairs.len() {
            pairs[number] = [chars[number / 85], chars[number % 85]];
            number += 1;
        }
        let mut values = [NO_DIGIT; 256];
        let mut value = 0;
        while value < 85 {
            values[chars[value] as usize] = value as u8;
            value += 1;
        }
        Alphabet {
            name,
            chars,
            pairs,
            values,
        }
    }

    /// The five digits of a word.
    #[inline(always)]
    fn digits_of(&self, word: [u8; WORD]) -> [u8; DIGITS] {
        // Two digits at a time: a division costs more than a look at a table.
        let (high, last) = (u32::from_be_bytes(word) / 85, u32::from_be_bytes(word) % 85);
        let (high, middle) = (high / (85 * 85), high % (85 * 85));
        let [a, b] = self.pairs[high as usize];
        let [c, d] = self.pairs[middle as usize];
        [a, b, c, d, self.chars[last as usize]]
    }
}

/// The number that five digits are. It can be too large for a word.
#[inline(always)]
fn number_of(values: [u8; DIGITS]) -> u64 {
    const POWERS: [u64; DIGITS] = [85 * 85 * 85 * 85, 85 * 85 * 85, 85 * 85, 85, 1];
    let terms = values.iter().zip(POWERS);
    terms.map(|(&value, power)| u64::from(value) * power).sum()
}
