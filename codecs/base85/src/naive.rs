//! Base 85 as plainly as it can be said, for tests to compare with.
//!
//! Digit by digit.
#![allow(
    missing_docs,
    reason = "each is what the function of its name has to be"
)]

extern crate std;

use std::vec::Vec;

use crate::{Decoding, Encoding, Error};

pub fn digits(word: &[u8]) -> Vec<usize> {
    let number = word
        .iter()
        .fold(0, |all, &byte| all * 256 + u64::from(byte));
    let digit = |power| (number / 85_u64.pow(power) % 85) as usize;
    (0..5).rev().map(digit).collect()
}

pub fn encode(src: &[u8], encoding: &Encoding<'_>) -> Vec<u8> {
    let mut text = Vec::new();
    for word in src.chunks(4) {
        let mut whole = word.to_vec();
        whole.resize(4, 0);
        let kept = if encoding.pad { 5 } else { word.len() + 1 };
        let digits = digits(&whole).into_iter().take(kept);
        text.extend(digits.map(|digit| encoding.chars[digit]));
    }
    match encoding.columns {
        None => text,
        Some(columns) => {
            let width = (columns.get() / 5 * 5).max(5);
            text.chunks(width).collect::<Vec<_>>().join(&b'\n')
        }
    }
}

/// One character at a time, with four more digits at the end.
///
/// The alphabet is given besides: `decoding.values` is not looked at.
pub fn decode(text: &[u8], chars: &[u8; 85], decoding: &Decoding<'_>) -> Result<Vec<u8>, Error> {
    let alphabet = decoding.name;
    let (mut bytes, mut group, mut last) = (Vec::new(), Vec::new(), Vec::new());
    for place in 0..text.len() + 4 {
        if place == text.len() {
            last = group.clone();
        }
        let value = match text.get(place) {
            Some(char) => chars.iter().rposition(|one| one == char),
            None => Some(84),
        };
        match value {
            Some(value) => group.push(value),
            None if decoding.ignored.contains(text[place]) => {}
            None => {
                return Err(Error::NotDigit {
                    alphabet,
                    position: place,
                });
            }
        }
        if group.len() == 5 {
            let word = word(&mut group).ok_or(Error::Overflow {
                alphabet,
                position: place / 5 * 5,
            })?;
            bytes.extend(word);
        }
    }
    let wrong = Wrong {
        incomplete: Error::Incomplete { alphabet },
        not_canonical: Error::NotCanonical,
    };
    finish(bytes, &last, decoding.canonical, decoding.single, wrong)
}

fn word(group: &mut Vec<usize>) -> Option<[u8; 4]> {
    let values = group.drain(..);
    let number = values.fold(0, |all, value| all * 85 + value as u64);
    u32::try_from(number).ok().map(u32::to_be_bytes)
}

struct Wrong<E> {
    incomplete: E,
    not_canonical: E,
}

/// `bytes` without what stands for the digits that were added to `last`.
fn finish<E>(
    mut bytes: Vec<u8>,
    last: &[usize],
    canonical: bool,
    single: bool,
    wrong: Wrong<E>,
) -> Result<Vec<u8>, E> {
    if last.is_empty() {
        return Ok(bytes);
    }
    if last.len() == 1 && !single {
        return Err(wrong.incomplete);
    }
    bytes.truncate(bytes.len() - (5 - last.len()));
    let mut word = bytes[bytes.len() - (last.len() - 1)..].to_vec();
    word.resize(4, 0);
    if canonical && digits(&word)[..last.len()] != *last {
        return Err(wrong.not_canonical);
    }
    Ok(bytes)
}

/// The same for Ascii85.
pub mod ascii85 {
    use super::{Vec, Wrong, digits, finish, word};

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
    pub fn decode(text: &[u8], decoding: &Decoding) -> Result<Vec<u8>, Error> {
        let (mut bytes, mut group, mut last) = (Vec::new(), Vec::new(), Vec::new());
        for (place, &char) in text.iter().chain(b"uuuu").enumerate() {
            if place == text.len() {
                last = group.clone();
            }
            let short = match char {
                b'z' => Some([0; 4]),
                b'y' if decoding.fold_spaces => Some(*b"    "),
                _ => None,
            };
            if (b'!'..=b'u').contains(&char) {
                group.push(usize::from(char - b'!'));
                if group.len() == 5 {
                    let word = word(&mut group).ok_or(Error::Overflow)?;
                    if word == [0; 4] && decoding.canonical {
                        return Err(Error::LongZeros);
                    }
                    bytes.extend(word);
                }
            } else if let Some(word) = short {
                if !group.is_empty() {
                    return Err(Error::ShortInside { char: char.into() });
                }
                bytes.extend(word);
            } else if !decoding.ignored.contains(char) {
                return Err(Error::NotDigit { char: char.into() });
            }
        }
        let wrong = Wrong {
            incomplete: Error::Incomplete,
            not_canonical: Error::NotCanonical,
        };
        finish(bytes, &last, decoding.canonical, decoding.single, wrong)
    }
}
