//! Ascii85: the digits are the characters from `!` to `u`, and `z` is a word of zeros.
//!
//! In `btoa`'s dialect `y` is a word of spaces. Adobe's has `<~` and `~>` around it.

mod decode;
mod encode;

pub use decode::{Decoding, Error, Ignored, decode, decoded_len, is_digit, unframed};
pub use encode::{Encoding, encode, encoded_len};

use crate::{Alphabet, WORD};

const FIRST: u8 = b'!';
const LAST: u8 = b'u';

const START: &[u8; 2] = b"<~";
const END: &[u8; 2] = b"~>";

/// The characters that stand for a word alone, and the words.
const ZEROS: (u8, [u8; WORD]) = (b'z', [0; WORD]);
const SPACES: (u8, [u8; WORD]) = (b'y', [b' '; WORD]);

static ASCII85: Alphabet = Alphabet::new("Ascii85", {
    let mut chars = [FIRST; 85];
    let mut value = 0;
    while value < 85 {
        chars[value] += value as u8;
        value += 1;
    }
    chars
});
