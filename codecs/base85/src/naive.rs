//! Base 85 as plainly as it can be said, for tests to compare with.
//!
//! Digit by digit.
#![allow(
    missing_docs,
    reason = "each is what the function of its name has to be"
)]

extern crate std;

use std::vec::Vec;

use crate::{Alphabet, Error};

pub fn digits(word: &[u8]) -> Vec<usize> {
    let number = word
        .iter()
        .fold(0, |all, &byte| all * 256 + u64::from(byte));
    let digit = |power| (number / 85_u64.pow(power) % 85) as usize;
    (0..5).rev().map(digit).collect()
}

pub fn encode(src: &[u8], alphabet: &Alphabet, pad: bool) -> Vec<u8> {
    let mut text = Vec::new();
    for word in src.chunks(4) {
        let mut whole = word.to_vec();
        whole.resize(4, 0);
        let kept = if pad { 5 } else { word.len() + 1 };
        let digits = digits(&whole).into_iter().take(kept);
        text.extend(digits.map(|digit| alphabet.chars[digit]));
    }
    text
}

pub fn decode(text: &[u8], alphabet: &Alphabet) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    for (i, group) in text.chunks(5).enumerate() {
        let mut number = 0;
        for (j, char) in group.iter().enumerate() {
            let value = alphabet.chars.iter().position(|one| one == char);
            number = number * 85
                + value.ok_or(Error::NotDigit {
                    alphabet: alphabet.name,
                    position: 5 * i + j,
                })?;
        }
        for _ in group.len()..5 {
            number = number * 85 + 84;
        }
        let word = u32::try_from(number).map_err(|_| Error::Overflow {
            alphabet: alphabet.name,
            position: 5 * i,
        })?;
        bytes.extend(&word.to_be_bytes()[..group.len() - 1]);
    }
    Ok(bytes)
}

/// The same for Ascii85.
pub mod ascii85 {
    use super::{Vec, digits};

    use crate::ascii85::{Decoding, Encoding, Error};

    /// First all characters, then the lines.
    pub fn encode(src: &[u8], encoding: &Encoding) -> Vec<u8> {
        let mut text = Vec::new();
        if encoding.adobe {
            text.extend(b"<~");
        }
        for word in src.chunks(4) {
            let mut whole = word.to_vec();
            whole.resize(4, 0);
            let is_whole = word.len() == 4 || encoding.pad;
            if whole == [0; 4] && is_whole {
                text.push(b'z');
            } else if whole == *b"    " && encoding.fold_spaces {
                text.push(b'y');
            } else {
                let kept = if is_whole { 5 } else { word.len() + 1 };
                let digits = digits(&whole).into_iter().take(kept);
                text.extend(digits.map(|digit| b'!' + digit as u8));
            }
        }
        if let Some(columns) = encoding.columns {
            let width = columns.get().max(if encoding.adobe { 2 } else { 1 });
            let mut lines: Vec<&[u8]> = text.chunks(width).collect();
            if encoding.adobe && lines.last().unwrap().len() + 2 > width {
                lines.push(b"");
            }
            text = lines.join(&b'\n');
        }
        if encoding.adobe {
            text.extend(b"~>");
        }
        text
    }

    /// One character at a time, with four more digits at the end.
    pub fn decode(text: &[u8], decoding: &Decoding<'_>) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        let mut group = Vec::new();
        for &char in text.iter().chain(b"uuuu") {
            let short = match char {
                b'z' => Some([0; 4]),
                b'y' if decoding.fold_spaces => Some(*b"    "),
                _ => None,
            };
            if (b'!'..=b'u').contains(&char) {
                group.push(char);
                if group.len() == 5 {
                    let number = group
                        .drain(..)
                        .fold(0, |all, char| all * 85 + u64::from(char - b'!'));
                    let word = u32::try_from(number).map_err(|_| Error::Overflow)?;
                    bytes.extend(word.to_be_bytes());
                }
            } else if let Some(word) = short {
                if !group.is_empty() {
                    return Err(Error::ShortInside { char: char.into() });
                }
                bytes.extend(word);
            } else if !b" \t\n\r\x0b".contains(&char) {
                return Err(Error::NotDigit { char: char.into() });
            }
        }
        bytes.truncate(bytes.len() - (4 - group.len()));
        Ok(bytes)
    }
}
