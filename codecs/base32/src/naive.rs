//! Base32 as plainly as it can be said, for tests to compare with.
//!
//! Written bit by bit, and from the text as a whole.
#![allow(
    missing_docs,
    reason = "each is what the function of its name has to be"
)]

extern crate std;

use std::vec::Vec;

use crate::options::{self, Decoding};
use crate::{Encoding, Error};

pub fn encode(src: &[u8], encoding: &Encoding<'_>) -> Vec<u8> {
    let bit = |i: usize| src.get(i / 8).map_or(0, |byte| byte >> (7 - i % 8) & 1);
    let value = |i| (0..5).fold(0, |bits, j| bits << 1 | bit(5 * i + j));
    let mut text: Vec<u8> = (0..(src.len() * 8).div_ceil(5))
        .map(|i| encoding.chars[usize::from(value(i))])
        .collect();
    if encoding.padded {
        text.resize(text.len().next_multiple_of(8), b'=');
    }
    if let Some(columns) = encoding.columns {
        let width = (columns.get() / 8 * 8).max(8);
        text = text.chunks(width).collect::<Vec<_>>().join(&b'\n');
    }
    text
}

/// What a text is after `map01` and `casefold`, decoded.
pub fn decode(
    text: &[u8],
    chars: &[u8; 32],
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
        .map(|char| chars.iter().position(|one| one == char))
        .collect::<Option<_>>()
        .ok_or(Error::NotBase32)?;
    if ![0, 1, 3, 4, 6].contains(&pads) {
        return Err(Error::IncorrectPadding);
    }
    Ok(bytes_of(&values))
}

/// As many as are whole.
fn bytes_of(values: &[usize]) -> Vec<u8> {
    let bit = |i: usize| (values[i / 5] >> (4 - i % 5) & 1) as u8;
    (0..values.len() * 5 / 8)
        .map(|i| (0..8).fold(0, |bits, j| bits << 1 | bit(8 * i + j)))
        .collect()
}

/// With the options of Python 3.15: what may come next depends on all that came before.
///
/// The alphabet is given besides: `decoding.values` is not looked at.
pub fn decode_with(
    text: &[u8],
    chars: &[u8; 32],
    decoding: &Decoding<'_>,
) -> Result<Vec<u8>, options::Error> {
    use options::Error;

    let pads_anywhere = decoding.ignored.contains(b'=');
    let mut values = Vec::new();
    // Since the last group was complete.
    let mut pads = 0;
    for &char in text {
        let waiting = values.len() % 8;
        let value = match char {
            b'=' => None,
            _ => chars.iter().rposition(|one| *one == char),
        };
        match value {
            Some(_) if pads > 0 && !pads_anywhere => {
                return Err(match waiting + pads {
                    8 => Error::ExcessData,
                    _ => Error::DiscontinuousPadding,
                });
            }
            Some(value) => {
                values.push(value);
                if values.len() % 8 == 0 {
                    pads = 0;
                }
            }
            None if char == b'=' && decoding.padded => {
                pads += 1;
                if pads_anywhere || [2, 4, 5, 7].contains(&waiting) && waiting + pads <= 8 {
                    continue;
                }
                return Err(match waiting {
                    1 | 3 | 6 => Error::LeftOver {
                        chars: values.len(),
                    },
                    _ if values.is_empty() => Error::LeadingPadding,
                    _ => Error::ExcessPadding,
                });
            }
            None if decoding.ignored.contains(char) => {}
            None if char == b'=' => return Err(Error::PaddingNotAllowed),
            None => return Err(Error::NotBase32),
        }
    }
    let waiting = values.len() % 8;
    if [1, 3, 6].contains(&waiting) {
        return Err(Error::LeftOver {
            chars: values.len(),
        });
    }
    if decoding.padded && waiting > 0 && waiting + pads < 8 {
        return Err(Error::IncorrectPadding);
    }
    let beyond = values.len() * 5 % 8;
    if let (true, Some(last)) = (decoding.canonical, values.last()) {
        if last % (1 << beyond) != 0 {
            return Err(Error::NotCanonical);
        }
    }
    Ok(bytes_of(&values))
}
