//! Ascii85: the digits are the characters from `!` to `u`, and `z` is a word of zeros.
//!
//! In `btoa`'s dialect `y` is a word of spaces. Adobe's has `<~` and `~>` around it.

mod decode;
mod encode;

pub use decode::{Decoding, Error, decode, decoded_len, is_digit, unframed};
pub use encode::{Encoding, encode, encoded_len};

use crate::{DIGITS, WORD};

const FIRST: u8 = b'!';
const LAST: u8 = b'u';

const START: &[u8; 2] = b"<~";
const END: &[u8; 2] = b"~>";

/// The characters that stand for a word alone, and the words.
const ZEROS: (u8, [u8; WORD]) = (b'z', [0; WORD]);
const SPACES: (u8, [u8; WORD]) = (b'y', [b' '; WORD]);

/// The digits of a word.
#[inline(always)]
fn digits_of(word: [u8; WORD]) -> [u8; DIGITS] {
    crate::words::values_of(word).map(|value| FIRST + value)
}

/// How many of the bytes are such.
#[inline(always)]
fn count(bytes: &[u8], is: impl Fn(u8) -> bool) -> usize {
    // Vector code, in sums that a byte has room for.
    let blocks = bytes.chunks(128);
    blocks
        .map(|block| usize::from(block.iter().map(|&byte| u8::from(is(byte))).sum::<u8>()))
        .sum()
}
