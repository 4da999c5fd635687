//! From digits to bytes.

use core::fmt;

use outbuf::{Full, Out};

use crate::{Alphabet, DIGITS, NO_DIGIT, WORD, number_of};

/// Why [`decode`] refuses its input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// Something is no digit.
    NotDigit {
        /// The name of the alphabet.
        alphabet: &'static str,
        /// Where it is.
        position: usize,
    },
    /// Five digits are more than four bytes can be.
    Overflow {
        /// The name of the alphabet.
        alphabet: &'static str,
        /// Where the first of them is.
        position: usize,
    },
    /// There is no room for [`decoded_len`] bytes.
    Full,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NotDigit { alphabet, position } => {
                write!(f, "bad {alphabet} character at position {position}")
            }
            Error::Overflow { alphabet, position } => {
                write!(f, "{alphabet} overflow in hunk starting at byte {position}")
            }
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

/// The number of bytes that `len` digits stand for; a single one at the end is none.
pub fn decoded_len(len: usize) -> usize {
    len / DIGITS * WORD + (len % DIGITS).saturating_sub(1)
}

/// Writes the bytes that the digits of `src` stand for.
///
/// Needs room for [`decoded_len`] bytes.
pub fn decode(src: &[u8], alphabet: &Alphabet, out: &mut Out<'_>) -> Result<(), Error> {
    if out.remaining() < decoded_len(src.len()) {
        return Err(Error::Full);
    }
    let rest = out.try_map_chunks(src, |group: &[u8; DIGITS]| {
        bytes_of(group.map(|char| alphabet.value(char)))
    });
    if rest.is_empty() {
        return Ok(());
    }
    // The first of what is left: a group that was refused, or too few digits for one, which
    // are completed by the greatest.
    let position = src.len() - rest.len();
    let rest = &rest[..rest.len().min(DIGITS)];
    if let Some(bad) = rest
        .iter()
        .position(|&char| alphabet.value(char) == NO_DIGIT)
    {
        return Err(Error::NotDigit {
            alphabet: alphabet.name,
            position: position + bad,
        });
    }
    let mut last = [84; DIGITS];
    for (value, &char) in last.iter_mut().zip(rest) {
        *value = alphabet.value(char);
    }
    let bytes = bytes_of(last).ok_or(Error::Overflow {
        alphabet: alphabet.name,
        position,
    })?;
    Ok(out.extend(&bytes[..rest.len() - 1])?)
}

impl Alphabet {
    #[inline(always)]
    fn value(&self, char: u8) -> u8 {
        self.values[usize::from(char)]
    }
}

/// The bytes of a word, if all its digits are some and it is not too large.
#[inline(always)]
fn bytes_of(values: [u8; DIGITS]) -> Option<[u8; WORD]> {
    let all = values.iter().fold(0, |all, value| all | value);
    let word = u32::try_from(number_of(values)).ok()?;
    (all & NO_DIGIT == 0).then_some(word.to_be_bytes())
}
