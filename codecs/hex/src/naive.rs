//! Hexadecimal as plainly as it can be said, for tests to compare with.
#![allow(
    missing_docs,
    reason = "each is what the function of its name has to be"
)]

extern crate std;

use std::format;
use std::vec::Vec;

use codec_simd::ByteSet;

use crate::{Error, Separator};

pub fn encode(src: &[u8]) -> Vec<u8> {
    src.iter()
        .flat_map(|byte| format!("{byte:02x}").into_bytes())
        .collect()
}

/// A separator stands before a byte whose distance from the end that counts
/// is a multiple of the group.
pub fn separated(src: &[u8], sep: Separator) -> Vec<u8> {
    let group = sep.group.get() as i128;
    let mut text = Vec::new();
    for (i, byte) in src.iter().enumerate() {
        let distance = if group > 0 { src.len() - i } else { i };
        if i > 0 && distance as i128 % group == 0 {
            text.push(sep.byte);
        }
        text.extend(encode(&[*byte]));
    }
    text
}

pub fn decode(text: &[u8]) -> Result<Vec<u8>, Error> {
    if text.len() % 2 == 1 {
        return Err(Error::OddLength);
    }
    let digit = |&c: &u8| char::from(c).to_digit(16).ok_or(Error::NotHex);
    text.chunks(2)
        .map(|pair| Ok((digit(&pair[0])? * 16 + digit(&pair[1])?) as u8))
        .collect()
}

/// What is neither a digit nor ignored is found before the number of digits counts.
pub fn decode_ignoring(text: &[u8], ignored: &ByteSet) -> Result<Vec<u8>, Error> {
    let is_digit = |char: &u8| char.is_ascii_hexdigit();
    if !text
        .iter()
        .all(|char| is_digit(char) || ignored.contains(*char))
    {
        return Err(Error::NotHex);
    }
    let digits: Vec<u8> = text.iter().copied().filter(is_digit).collect();
    match digits.len() % 2 {
        0 => decode(&digits),
        _ => Err(Error::OddDigits),
    }
}
