//! Base32 as plainly as it can be said, for tests to compare with.
//!
//! Written bit by bit, and from the text as a whole.
#![allow(
    missing_docs,
    reason = "each is what the function of its name has to be"
)]

extern crate std;

use std::vec::Vec;

use crate::{Alphabet, Error};

pub fn encode(src: &[u8], alphabet: &Alphabet) -> Vec<u8> {
    let bit = |i: usize| src.get(i / 8).map_or(0, |byte| byte >> (7 - i % 8) & 1);
    let value = |i| (0..5).fold(0, |bits, j| bits << 1 | bit(5 * i + j));
    let mut text: Vec<u8> = (0..(src.len() * 8).div_ceil(5))
        .map(|i| alphabet.chars[usize::from(value(i))])
        .collect();
    text.resize(text.len().next_multiple_of(8), b'=');
    text
}

/// What a text is after `map01` and `casefold`, decoded.
pub fn decode(
    text: &[u8],
    alphabet: &Alphabet,
    casefold: bool,
    one: Option<u8>,
) -> Result<Vec<u8>, Error> {
    let text: Vec<u8> = text
        .iter()
        .map(|&char| match (char, one) {
            (b'0', Some(_)) => b'O',
            (b'1', Some(one)) => one,
            _ => char,
        })
        .map(|char| match casefold {
            true => char.to_ascii_uppercase(),
            false => char,
        })
        .collect();
    if text.len() % 8 != 0 {
        return Err(Error::IncorrectPadding);
    }
    let pads = text.iter().rev().take_while(|&&char| char == b'=').count();
    let values: Vec<usize> = text[..text.len() - pads]
        .iter()
        .map(|char| alphabet.chars.iter().position(|one| one == char))
        .collect::<Option<_>>()
        .ok_or(Error::NotBase32)?;
    if ![0, 1, 3, 4, 6].contains(&pads) {
        return Err(Error::IncorrectPadding);
    }
    let bit = |i: usize| (values[i / 5] >> (4 - i % 5) & 1) as u8;
    Ok((0..values.len() * 5 / 8)
        .map(|i| (0..8).fold(0, |bits, j| bits << 1 | bit(8 * i + j)))
        .collect())
}
