//! From digits to bytes.

use core::fmt;

#[cfg(simd_avx512)]
use codec_simd::wide::Avx512;
use codec_simd::{Kernel, Lanes};
use outbuf::{Full, Out};

use crate::{each, lanes};

/// Digits handled at once: two vector registers of the smallest kind.
const CHUNK: usize = 32;

/// Why [`decode`] refuses its input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// The number of digits is odd.
    OddLength,
    /// The number of digits is odd, besides what was ignored.
    OddDigits,
    /// Something is not a digit.
    NotHex,
    /// There is no room for [`decoded_len`] bytes.
    Full,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::OddLength => f.write_str("Odd-length string"),
            Error::OddDigits => f.write_str("Odd number of hexadecimal digits"),
            Error::NotHex => f.write_str("Non-hexadecimal digit found"),
            Error::Full => Full.fmt(f),
        }
    }
}

impl core::error::Error for Error {}

impl From<Full> for Error {
    fn from(_: Full) -> Self {
        Error::Full
    }
}

/// The number of bytes that `len` digits stand for; an odd one is no byte.
pub fn decoded_len(len: usize) -> usize {
    len / 2
}

/// Writes one byte for every two digits of `src`.
///
/// Needs room for [`decoded_len`] bytes. An odd length is reported even when
/// something is not a digit.
#[inline]
pub fn decode(src: &[u8], out: &mut Out<'_>) -> Result<(), Error> {
    match src {
        [] => Ok(()),
        _ => decode_some(src, out),
    }
}

fn decode_some(src: &[u8], out: &mut Out<'_>) -> Result<(), Error> {
    match src.len() % 2 {
        0 => decode_even(src, out),
        _ => Err(Error::OddLength),
    }
}

/// As [`decode`], of an even number of digits that is not 0.
pub(crate) fn decode_even(src: &[u8], out: &mut Out<'_>) -> Result<(), Error> {
    if out.remaining() < decoded_len(src.len()) {
        return Err(Error::Full);
    }
    let kernel = Decode { src, out };
    match src.len() < MANY {
        true => kernel.portable(),
        false => codec_simd::run(kernel),
    }
}

/// From this many digits on, vectors are chosen by what the processor has.
const MANY: usize = 64;

/// An even number of digits, and there is room for the bytes.
struct Decode<'e, 'o> {
    src: &'e [u8],
    out: &'e mut Out<'o>,
}

impl Kernel for Decode<'_, '_> {
    type Output = Result<(), Error>;

    #[inline(always)]
    fn portable(self) -> Self::Output {
        let mut rest = self.src;
        if rest.len() >= CHUNK {
            rest = self.out.try_map_chunks(rest, bytes_of_chunk);
        }
        // What a chunk is refused for is found again here. So little is left that
        // bounds for all of it would cost more than they save.
        self.out.local(|out| {
            while let Some(word) = rest.first_chunk() {
                out.extend_array(bytes_of_word(word).ok_or(Error::NotHex)?)?;
                rest = &rest[word.len()..];
            }
            while let Some(pair) = rest.first_chunk() {
                out.extend_array(byte_of_pair(pair).ok_or(Error::NotHex)?)?;
                rest = &rest[pair.len()..];
            }
            Ok(())
        })
    }

    #[inline(always)]
    fn lanes<L: Lanes>(self, token: L::Token) -> Self::Output {
        if self.src.len() < MANY {
            return self.portable();
        }
        lanes::decode::<L>(token, self.src, self.out)
    }

    #[cfg(simd_avx512)]
    #[inline(always)]
    fn wide(self, token: Avx512) -> Self::Output {
        crate::wide::decode(token, self.src, self.out)
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

/// As [`bytes_of_chunk`] in a word, for so few digits that vectors do not pay.
#[inline(always)]
fn bytes_of_word(text: &[u8; 8]) -> Option<[u8; 4]> {
    let text = u64::from_le_bytes(*text);
    // '0'..='9' is 0x30..=0x39, 'A'..='F' 0x41..=0x46, 'a'..='f' 0x61..=0x66.
    let letters = text >> 6 & each(1);
    // Letters count from 1.
    let values = (text & each(0xf)) + 9 * letters;
    // In the high half a letter may or may not have the bit for lowercase.
    let wrong_half = (text & each(0xf0) & !(letters << 5)) ^ (each(0x30) + (letters << 4));
    // Those of letters, and only those, are from 10 to 15.
    let wrong_value = (((values + each(6)) ^ (letters << 4)) | values) & each(0x10);
    let mut bytes = (values << 4 | values >> 8) & 0x00ff_00ff_00ff_00ff;
    bytes = (bytes | bytes >> 8) & 0x0000_ffff_0000_ffff;
    bytes |= bytes >> 16;
    (wrong_half | wrong_value == 0).then_some((bytes as u32).to_le_bytes())
}

/// As [`bytes_of_chunk`] for the last digits.
#[inline(always)]
fn byte_of_pair(&[high, low]: &[u8; 2]) -> Option<[u8; 1]> {
    let (high, low) = (VALUES[usize::from(high)], VALUES[usize::from(low)]);
    (high | low < 16).then_some([high << 4 | low])
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
pub(crate) static VALUES: [u8; 256] = values();

const fn values() -> [u8; 256] {
    let mut values = [0; 256];
    let mut digit = 0;
    while digit < 256 {
        values[digit] = value(digit as u8);
        digit += 1;
    }
    values
}
