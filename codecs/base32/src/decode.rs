//! From characters to bytes, as Python 3.13 has it.

mod groups;
pub(crate) mod lanes;
#[cfg(simd_avx512)]
pub(crate) mod wide;

use core::fmt;

use codec_simd::{Kernel, Lanes};
use outbuf::{Full, Out};

use crate::values::{PADDING, Values};
use crate::{BYTES, CHARS};
pub(crate) use groups::{Groups, NoVectors, OneByOne, bytes_of};

/// Why [`decode`] refuses its input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// The characters are not a multiple of eight, or not as many of them are
    /// padding as can be.
    IncorrectPadding,
    /// Something before the padding is not of the alphabet.
    NotBase32,
    /// There is no room for [`decoded_len`] bytes.
    Full,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::IncorrectPadding => f.write_str("Incorrect padding"),
            Error::NotBase32 => f.write_str("Non-base32 digit found"),
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

/// The characters of `text` without the padding at its end.
fn unpadded<'t>(text: &'t [u8], values: &Values) -> &'t [u8] {
    let last = text.iter().rposition(|&char| values.get(char) != PADDING);
    &text[..last.map_or(0, |last| last + 1)]
}

/// The number of bytes that `src` stands for, if it is not refused.
pub fn decoded_len(src: &[u8], values: &Values) -> usize {
    let chars = unpadded(src, values).len();
    chars / CHARS * BYTES + chars % CHARS * BYTES / CHARS
}

/// Writes the bytes that the characters of `src` stand for.
///
/// Needs room for [`decoded_len`] bytes. Bits after the last whole byte do not
/// count.
pub fn decode(src: &[u8], values: &Values, out: &mut Out<'_>) -> Result<(), Error> {
    if src.len() % CHARS != 0 {
        return Err(Error::IncorrectPadding);
    }
    let chars = unpadded(src, values);
    if out.remaining() < decoded_len(src, values) {
        return Err(Error::Full);
    }
    let rest = match chars.len() < MANY {
        true => chars,
        false => codec_simd::run(DecodeGroups { chars, values, out }),
    };
    let rest = out.try_map_windows::<CHARS, CHARS, BYTES, BYTES>(rest, OneByOne(values));
    // The first of what is left: a group that was refused, or too few characters for one.
    let mut last = [0; CHARS];
    for (value, &char) in last.iter_mut().zip(rest) {
        *value = values.get(char);
    }
    let last = bytes_of(last).ok_or(Error::NotBase32)?;
    match src.len() - chars.len() {
        0 | 1 | 3 | 4 | 6 => Ok(out.extend(&last[..rest.len() * BYTES / CHARS])?),
        _ => Err(Error::IncorrectPadding),
    }
}

/// From this many characters on, vectors pay.
pub(crate) const MANY: usize = 64;

/// What may be skipped here.
fn none(_: u8) -> bool {
    false
}

/// Whole groups, until there is one that has anything but values, or little left.
struct DecodeGroups<'d, 's, 'o> {
    chars: &'s [u8],
    values: &'d Values,
    out: &'d mut Out<'o>,
}

impl<'s> Kernel for DecodeGroups<'_, 's, '_> {
    type Output = &'s [u8];

    #[inline(always)]
    fn portable(self) -> &'s [u8] {
        self.chars
    }

    #[inline(always)]
    fn lanes<L: Lanes>(self, token: L::Token) -> &'s [u8] {
        match &self.values.rows {
            Some(rows) => lanes::Vectors::new(token, lanes::InRows::<L>::new(token, rows))
                .decode(self.chars, none, self.out),
            None => lanes::Vectors::new(token, lanes::Any::<L>::new(token, self.values))
                .decode(self.chars, none, self.out),
        }
    }

    #[cfg(simd_avx512)]
    #[inline(always)]
    fn wide(self, token: codec_simd::wide::Avx512) -> &'s [u8] {
        wide::Vectors::new(token, self.values).decode(self.chars, none, self.out)
    }
}
