//! Uuencoding as plainly as it can be said, for tests to compare with.
//!
//! Written bit by bit.
#![allow(
    missing_docs,
    reason = "each is what the function of its name has to be"
)]

extern crate std;

use std::vec::Vec;

use crate::Error;

pub fn encode(src: &[u8], backtick: bool) -> Vec<u8> {
    let bit = |i: usize| src.get(i / 8).map_or(0, |byte| (byte >> (7 - i % 8)) & 1);
    let sextet = |i| (0..6).fold(0, |bits, j| (bits << 1) | bit(6 * i + j));
    let char = |sextet| {
        if backtick && sextet == 0 {
            b'`'
        } else {
            b' ' + sextet
        }
    };
    let mut line = Vec::from([char(src.len() as u8)]);
    line.extend((0..src.len().div_ceil(3) * 4).map(|i| char(sextet(i))));
    line.push(b'\n');
    line
}

pub fn decode(line: &[u8]) -> Result<Vec<u8>, Error> {
    let (first, chars) = line.split_first().ok_or(Error::MissingLength)?;
    let len = usize::from((first ^ 0x20) & 0x3f);
    let sextet = |i: usize| match chars.get(i) {
        None | Some(b'\n' | b'\r') => Ok(0),
        Some(char @ b' '..=b'`') => Ok((char ^ 0x20) & 0x3f),
        Some(_) => Err(Error::IllegalChar),
    };
    let sextets = (0..(len * 8).div_ceil(6))
        .map(sextet)
        .collect::<Result<Vec<u8>, _>>()?;
    if chars
        .iter()
        .skip(sextets.len())
        .any(|char| !b" `\r\n".contains(char))
    {
        return Err(Error::TrailingGarbage);
    }
    let bit = |i: usize| (sextets[i / 6] >> (5 - i % 6)) & 1;
    let byte = |i| (0..8).fold(0, |byte, j| (byte << 1) | bit(8 * i + j));
    Ok((0..len).map(byte).collect())
}
