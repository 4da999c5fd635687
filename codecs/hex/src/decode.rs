//! From digits to bytes.

use core::fmt;

use outbuf::{Full, Out};

/// Digits handled at once: two vector registers of the smallest kind.
const CHUNK: usize = 32;

/// Why [`decode`] refuses its input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// The number of digits is odd.
    OddLength,
    /// Something is not a digit.
    NotHex,
    /// There is no room for [`decoded_len`] bytes.
    Full,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::OddLength => f.write_str("Odd-length string"),
            Error::NotHex => f.write_str("Non-hexadecimal digit found"),
            Error::Full => Full.fmt(f),
        }
    }
}

impl core::error::Error for Error {}

/// The number of bytes that `len` digits stand for; an odd one is no byte.
pub fn decoded_len(len: usize) -> usize {
    len / 2
}

/// Writes one byte for every two digits of `src`.
///
/// Needs room for [`decoded_len`] bytes. An odd length is reported even when
/// something is not a digit.
pub fn decode(src: &[u8], out: &mut Out<'_>) -> Result<(), Error> {
    if src.len() % 2 != 0 {
        return Err(Error::OddLength);
    }
    if out.remaining() < decoded_len(src.len()) {
        return Err(Error::Full);
    }
    let rest = out.try_map_chunks(src, bytes_of_chunk);
    // What a longer chunk is refused for is found again by the shorter ones.
    let rest = out.try_map_chunks(rest, bytes_of::<8, 4>);
    let rest = out.try_map_chunks(rest, bytes_of::<2, 1>);
    if rest.is_empty() {
        Ok(())
    } else {
        Err(Error::NotHex)
    }
}

fn bytes_of_chunk(text: &[u8; CHUNK]) -> Option<[u8; CHUNK / 2]> {
    let values = text.map(value);
    // One loop for each step: compilers make vectors of them.
    let all = values.iter().fold(0, |all, value| all | value);
    let mut bytes = [0; CHUNK / 2];
    for (i, byte) in bytes.iter_mut().enumerate() {
        let pair = u16::from_le_bytes([values[2 * i], values[2 * i + 1]]);
        *byte = (pair << 4 | pair >> 8) as u8;
    }
    (all < 16).then_some(bytes)
}

/// As [`bytes_of_chunk`] for so few digits that looking them up is faster.
#[inline(always)]
fn bytes_of<const K: usize, const N: usize>(text: &[u8; K]) -> Option<[u8; N]> {
    const { assert!(K == 2 * N) };
    const VALUES: [u8; 256] = values();
    let mut all = 0;
    let mut bytes = [0; N];
    for (i, byte) in bytes.iter_mut().enumerate() {
        let high = VALUES[usize::from(text[2 * i])];
        let low = VALUES[usize::from(text[2 * i + 1])];
        all |= high | low;
        *byte = high << 4 | low;
    }
    (all < 16).then_some(bytes)
}

/// The value of a digit, 16 or more for anything else.
///
/// Written so that neither a branch nor a table stands in the way of vectors.
#[inline(always)]
const fn value(digit: u8) -> u8 {
    let decimal = digit.wrapping_sub(b'0');
    let letter = (digit | 0x20).wrapping_sub(b'a');
    if decimal < 10 {
        decimal
    } else if letter < 6 {
        letter + 10
    } else {
        0xff
    }
}

/// [`value`] of every byte, for digits alone.
const fn values() -> [u8; 256] {
    let mut values = [0; 256];
    let mut digit = 0;
    while digit < 256 {
        values[digit] = value(digit as u8);
        digit += 1;
    }
    values
}
