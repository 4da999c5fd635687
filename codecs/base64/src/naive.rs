//! Base64 as plainly as it can be said, for tests to compare with.
//!
//! Written bit by bit, and from the text as a whole.
#![allow(
    missing_docs,
    reason = "each is what the function of its name has to be"
)]

extern crate std;

use std::vec::Vec;

use crate::{Error, Layout, Mode, Options, STANDARD};

fn value(char: u8) -> Option<usize> {
    STANDARD.chars().iter().position(|&c| c == char)
}

pub fn encode(src: &[u8]) -> Vec<u8> {
    let bit = |i: usize| src.get(i / 8).map_or(0, |byte| byte >> (7 - i % 8) & 1);
    let sextet = |i| (0..6).fold(0, |bits, j| bits << 1 | bit(6 * i + j));
    let mut text: Vec<u8> = (0..(src.len() * 8).div_ceil(6))
        .map(|i| STANDARD.chars()[usize::from(sextet(i))])
        .collect();
    text.resize(text.len().next_multiple_of(4), b'=');
    text
}

/// Only the characters of the alphabet count, and the pads after the last.
pub fn decode_lenient(text: &[u8]) -> Result<Vec<u8>, Error> {
    let values: Vec<usize> = text.iter().filter_map(|&char| value(char)).collect();
    let end = text
        .iter()
        .rposition(|&char| value(char).is_some())
        .map_or(0, |last| last + 1);
    let pads = text[end..].iter().filter(|&&char| char == b'=').count();
    match values.len() % 4 {
        1 => {
            return Err(Error::OneLeftOver {
                chars: values.len(),
            });
        }
        seen @ 2.. if seen + pads < 4 => return Err(Error::IncorrectPadding),
        _ => {}
    }
    let bit = |i: usize| values[i / 6] >> (5 - i % 6) & 1;
    let byte = |i| (0..8).fold(0, |byte, j| byte << 1 | bit(8 * i + j));
    Ok((0..values.len() * 6 / 8).map(|i| byte(i) as u8).collect())
}

/// Character by character; what may come next depends on how many there were.
pub fn decode_strict(text: &[u8]) -> Result<Vec<u8>, Error> {
    let (mut chars, mut pads) = (0, 0);
    if text.first() == Some(&b'=') {
        return Err(Error::LeadingPadding);
    }
    for &char in text {
        let seen = chars % 4;
        match (char, value(char)) {
            (b'=', _) if seen == 1 => return Err(Error::OneLeftOver { chars }),
            (b'=', _) if seen == 0 || seen + pads == 4 => return Err(Error::ExcessPadding),
            (b'=', _) => pads += 1,
            (_, None) => return Err(Error::NotBase64),
            (_, Some(_)) if pads == 0 => chars += 1,
            (_, Some(_)) if seen + pads == 4 => return Err(Error::ExcessData),
            (_, Some(_)) => return Err(Error::DiscontinuousPadding),
        }
    }
    decode_lenient(text)
}

/// The text without padding if there is to be none, cut into lines.
pub fn encode_in(layout: Layout, src: &[u8]) -> Vec<u8> {
    let mut text = encode(src);
    if !layout.padded {
        text.retain(|&char| char != b'=');
    }
    let quads = layout.width.map_or(usize::MAX / 4, |width| width.get() / 4);
    let lines: Vec<&[u8]> = text.chunks(quads.max(1) * 4).collect();
    lines.join(&b'\n')
}

/// With everything that can be chosen, one character after the other.
pub fn decode(text: &[u8], chars: &[u8; 64], options: &Options) -> Result<Vec<u8>, Error> {
    let strict = options.mode == Mode::Strict;
    let strict_pads = strict && !options.ignored.contains(b'=');
    let (mut values, mut pads): (Vec<u32>, usize) = (Vec::new(), 0);
    for &char in text {
        let seen = values.len() % 4;
        let value = chars.iter().rposition(|&c| c == char);
        if char == b'=' {
            pads += 1;
            match values.len() {
                _ if !strict_pads => {}
                _ if !options.padded => return Err(Error::PaddingNotAllowed),
                0 => return Err(Error::LeadingPadding),
                chars if seen == 1 => return Err(Error::OneLeftOver { chars }),
                _ if seen == 0 || seen + pads > 4 => return Err(Error::ExcessPadding),
                _ => {}
            }
        } else if let Some(value) = value {
            match pads {
                1.. if strict_pads && seen + pads == 4 => return Err(Error::ExcessData),
                1.. if strict_pads => return Err(Error::DiscontinuousPadding),
                _ => {}
            }
            pads = 0;
            values.push(value as u32);
        } else if strict && !options.ignored.contains(char) {
            return Err(Error::NotBase64);
        }
    }
    let (seen, chars) = (values.len() % 4, values.len());
    let bit = |i: usize| values[i / 6] >> (5 - i % 6) & 1;
    let bytes = chars * 6 / 8;
    match seen {
        1 => return Err(Error::OneLeftOver { chars }),
        2.. if options.padded && seen + pads < 4 => return Err(Error::IncorrectPadding),
        _ if options.canonical && (8 * bytes..6 * chars).any(|i| bit(i) == 1) => {
            return Err(Error::NonZeroBits);
        }
        _ => {}
    }
    let byte = |i| (0..8).fold(0, |byte, j| byte << 1 | bit(8 * i + j));
    Ok((0..bytes).map(|i| byte(i) as u8).collect())
}
