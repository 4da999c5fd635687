//! From characters to bytes.

use core::fmt;

use outbuf::{Full, Out};

use crate::{Alphabet, PAD};

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

/// What each byte of a text stands for: a value, padding, or nothing.
#[derive(Clone)]
pub struct Values([u8; 256]);

/// In [`Values`], padding; like all that is no value, it has the highest bit.
const PADDING: u8 = 0x80;
/// In [`Values`], what is neither of the alphabet nor padding.
const NOTHING: u8 = 0xff;

impl Values {
    /// Those of an alphabet, uppercase only.
    pub const fn of(alphabet: &Alphabet) -> Self {
        let mut values = [NOTHING; 256];
        let mut value = 0;
        while value < 32 {
            values[alphabet.chars[value] as usize] = value as u8;
            value += 1;
        }
        values[PAD as usize] = PADDING;
        Values(values)
    }

    /// The same, with lowercase letters for uppercase ones.
    pub const fn casefold(mut self) -> Self {
        let mut letter = b'a';
        while letter <= b'z' {
            self.0[letter as usize] = self.0[letter.to_ascii_uppercase() as usize];
            letter += 1;
        }
        self
    }

    /// The same, with the digit 0 read as the letter O and the digit 1 as `one`.
    #[must_use]
    pub const fn map01(mut self, one: u8) -> Self {
        [self.0[b'0' as usize], self.0[b'1' as usize]] =
            [self.0[b'O' as usize], self.0[one as usize]];
        self
    }

    #[inline(always)]
    fn get(&self, char: u8) -> u8 {
        self.0[usize::from(char)]
    }

    /// The characters of `text` without the padding at its end.
    fn unpadded<'t>(&self, text: &'t [u8]) -> &'t [u8] {
        let last = text.iter().rposition(|&char| self.get(char) != PADDING);
        &text[..last.map_or(0, |last| last + 1)]
    }
}

/// The number of bytes that `src` stands for, if it is not refused.
pub fn decoded_len(src: &[u8], values: &Values) -> usize {
    let chars = values.unpadded(src).len();
    chars / 8 * 5 + chars % 8 * 5 / 8
}

/// Writes the bytes that the characters of `src` stand for.
///
/// Needs room for [`decoded_len`] bytes. Bits after the last whole byte do not
/// count.
pub fn decode(src: &[u8], values: &Values, out: &mut Out<'_>) -> Result<(), Error> {
    if src.len() % 8 != 0 {
        return Err(Error::IncorrectPadding);
    }
    let chars = values.unpadded(src);
    if out.remaining() < decoded_len(src, values) {
        return Err(Error::Full);
    }
    let rest = out.try_map_chunks(chars, |group| bytes_of(group.map(|char| values.get(char))));
    // The first of what is left: a group that was refused, or too few characters for one.
    let mut last = [0; 8];
    for (value, &char) in last.iter_mut().zip(rest) {
        *value = values.get(char);
    }
    let last = bytes_of(last).ok_or(Error::NotBase32)?;
    match src.len() - chars.len() {
        0 | 1 | 3 | 4 | 6 => Ok(out.extend(&last[..rest.len() * 5 / 8])?),
        _ => Err(Error::IncorrectPadding),
    }
}

#[inline(always)]
fn bytes_of(values: [u8; 8]) -> Option<[u8; 5]> {
    let all = values.iter().fold(0, |all, value| all | value);
    let bits = values
        .iter()
        .fold(0, |bits, &value| bits << 5 | u64::from(value));
    let [_, _, _, a, b, c, d, e] = bits.to_be_bytes();
    (all < 32).then_some([a, b, c, d, e])
}
