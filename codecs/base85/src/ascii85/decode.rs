//! From digits, short forms and white space to bytes.
//!
//! Text is decoded in runs of five digits. What stops a run goes through
//! [`take_irregular`], one character at a time, until there are no digits that wait
//! for others: what is ignored, and what is an error, is decided there and only there.

use core::fmt;

use outbuf::{Full, Out};

use super::{END, FIRST, LAST, SPACES, START, ZEROS};
use crate::{DIGITS, WORD, number_of};

/// How to read.
#[derive(Clone, Copy, Debug)]
pub struct Decoding<'a> {
    /// Whether `y` is a word of spaces.
    pub fold_spaces: bool,
    /// The characters to pass over.
    pub ignored: &'a Ignored,
}

/// A set of characters. Digits and short forms are not looked up in it.
#[derive(Clone, Debug)]
pub struct Ignored([bool; 256]);

impl Ignored {
    /// Those in `chars`.
    pub const fn of(chars: &[u8]) -> Self {
        let mut ignored = [false; 256];
        let mut i = 0;
        while i < chars.len() {
            ignored[chars[i] as usize] = true;
            i += 1;
        }
        Ignored(ignored)
    }

    /// Adds a character.
    pub fn insert(&mut self, char: u8) {
        self.0[usize::from(char)] = true;
    }
}

/// Why [`unframed`] or [`decode`] refuses its input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// The text is not framed.
    NoEnd,
    /// Five digits are more than four bytes can be.
    Overflow,
    /// A short form among the digits of a word.
    ShortInside {
        /// The short form.
        char: char,
    },
    /// A character is no digit, and not to be ignored.
    NotDigit {
        /// The character.
        char: char,
    },
    /// There is no room for [`decoded_len`] bytes.
    Full,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NoEnd => f.write_str("Ascii85 encoded byte sequences must end with b'~>'"),
            Error::Overflow => f.write_str("Ascii85 overflow"),
            Error::ShortInside { char } => write!(f, "{char} inside Ascii85 5-tuple"),
            Error::NotDigit { char } => write!(f, "Non-Ascii85 digit found: {char}"),
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

/// What is inside Adobe's frame, whose beginning need not be there.
///
/// # Errors
/// [`Error::NoEnd`].
pub fn unframed(src: &[u8]) -> Result<&[u8], Error> {
    let before_end = src.strip_suffix(END).ok_or(Error::NoEnd)?;
    match src.starts_with(START) {
        // The two can share a character.
        true => Ok(before_end.get(START.len()..).unwrap_or_default()),
        false => Ok(before_end),
    }
}

/// The number of bytes that `src` stands for, if it is not refused.
pub fn decoded_len(src: &[u8], decoding: &Decoding<'_>) -> usize {
    let count = |is: fn(u8) -> bool| src.iter().filter(|&&char| is(char)).count();
    let digits = count(is_digit);
    let mut words = count(|char| char == ZEROS.0);
    if decoding.fold_spaces {
        words += count(|char| char == SPACES.0);
    }
    let rest = (digits % DIGITS).saturating_sub(1);
    // More than memory has is refused by whoever sets it aside.
    (words.saturating_add(digits / DIGITS))
        .saturating_mul(WORD)
        .saturating_add(rest)
}

/// Writes the bytes that the characters of `src` stand for.
///
/// Needs room for [`decoded_len`] bytes.
pub fn decode(src: &[u8], decoding: &Decoding<'_>, out: &mut Out<'_>) -> Result<(), Error> {
    let mut rest = src;
    loop {
        rest = out.try_map_chunks(rest, bytes_of);
        if rest.is_empty() {
            return Ok(());
        }
        rest = out.local(|out| take_irregular(rest, decoding, out))?;
    }
}

/// Whether a character is a digit.
#[inline(always)]
pub fn is_digit(char: u8) -> bool {
    matches!(char, FIRST..=LAST)
}

/// The bytes of a word, if these are digits and it is not too large.
#[inline(always)]
fn bytes_of(group: &[u8; DIGITS]) -> Option<[u8; WORD]> {
    let all_digits = group.iter().fold(true, |all, &char| all & is_digit(char));
    let number = number_of(group.map(|char| char.wrapping_sub(FIRST)));
    let word = u32::try_from(number).ok()?;
    all_digits.then_some(word.to_be_bytes())
}

/// Takes characters, at least one, until a run of digits can begin, and returns the rest.
///
/// Digits that are left at the end are completed by the greatest.
fn take_irregular<'s>(
    src: &'s [u8],
    decoding: &Decoding<'_>,
    out: &mut Out<'_>,
) -> Result<&'s [u8], Error> {
    let mut rest = src;
    let mut group = [LAST; DIGITS];
    let mut waiting = 0;
    while let Some((&char, tail)) = rest.split_first() {
        let short = match char {
            char if char == ZEROS.0 => Some(ZEROS.1),
            char if char == SPACES.0 && decoding.fold_spaces => Some(SPACES.1),
            _ => None,
        };
        if is_digit(char) {
            // Back to where the run ends: the next group is whole.
            if waiting == 0 && rest.len() < src.len() {
                return Ok(rest);
            }
            group[waiting] = char;
            waiting += 1;
            if waiting == DIGITS {
                out.extend_array(bytes_of(&group).ok_or(Error::Overflow)?)?;
                return Ok(tail);
            }
        } else if let Some(word) = short {
            if waiting > 0 {
                return Err(Error::ShortInside { char: char.into() });
            }
            out.extend_array(word)?;
        } else if !decoding.ignored.0[usize::from(char)] {
            return Err(Error::NotDigit { char: char.into() });
        }
        rest = tail;
    }
    if waiting > 0 {
        let bytes = bytes_of(&group).ok_or(Error::Overflow)?;
        out.extend(&bytes[..waiting - 1])?;
    }
    Ok(rest)
}
