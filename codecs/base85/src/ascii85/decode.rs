//! From digits, short forms and white space to bytes.
//!
//! Text is decoded in runs of five digits. What stops a run goes through [`take`], one
//! character at a time, until the next can begin: what is ignored, and what is an
//! error, is decided there and only there.

use core::fmt;

use codec_simd::{ByteSet, Kernel, Lanes};
use outbuf::{Full, Out};

use super::{END, FIRST, LAST, SPACES, START, ZEROS, count};
use crate::decode::MANY;
use crate::lanes::{self, Groups, NoVectors};
#[cfg(simd_avx512)]
use crate::wide;
use crate::words::{Last, Wrong, bytes_of, write_first};
use crate::{DIGITS, WORD};

/// How to read.
#[derive(Clone, Copy, Debug)]
pub struct Decoding {
    /// Whether `y` is a word of spaces.
    pub fold_spaces: bool,
    /// The characters to pass over. Digits and short forms are not looked up in it.
    pub ignored: ByteSet,
    /// Whether a word of zeros has to be `z`, and the last digits those that are written.
    pub canonical: bool,
    /// Whether there may be a single digit at the end, for no byte.
    pub single: bool,
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
    /// There is a single digit at the end.
    Incomplete,
    /// Digits for a word of zeros.
    LongZeros,
    /// The last digits are not those that are written for these bytes.
    NotCanonical,
    /// There is no room for [`decoded_len`] bytes.
    Full,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NoEnd => f.write_str("Ascii85 encoded byte sequences must end with b'~>'"),
            Error::Overflow => f.write_str("Ascii85 overflow"),
            Error::ShortInside { char } => write!(f, "'{char}' inside Ascii85 5-tuple"),
            Error::NotDigit { char } => write!(f, "Non-Ascii85 digit found: {char}"),
            Error::Incomplete => f.write_str("Incomplete Ascii85 group"),
            Error::LongZeros => f.write_str("Non-canonical encoding, use 'z' for all-zero groups"),
            Error::NotCanonical => f.write_str("Non-zero padding bits"),
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

impl From<Wrong> for Error {
    fn from(wrong: Wrong) -> Self {
        match wrong {
            Wrong::Overflow => Error::Overflow,
            Wrong::Incomplete => Error::Incomplete,
            Wrong::NotCanonical => Error::NotCanonical,
        }
    }
}

/// What is inside Adobe's frame, whose beginning need not be there.
///
/// In `<~>` beginning and end can share a character, or not.
///
/// # Errors
/// [`Error::NoEnd`].
pub fn unframed(src: &[u8], may_share: bool) -> Result<&[u8], Error> {
    let inside = src.strip_suffix(END).ok_or(Error::NoEnd)?;
    match may_share && src.starts_with(START) {
        true => Ok(inside.get(START.len()..).unwrap_or_default()),
        false => Ok(inside.strip_prefix(START).unwrap_or(inside)),
    }
}

/// The number of bytes that `src` stands for, if it is not refused.
pub fn decoded_len(src: &[u8], decoding: &Decoding) -> usize {
    let digits = count(src, is_digit);
    let mut words = 0;
    if digits < src.len() {
        words = count(src, |char| char == ZEROS.0);
        if decoding.fold_spaces {
            words += count(src, |char| char == SPACES.0);
        }
    }
    let rest = (digits % DIGITS).saturating_sub(1);
    // More than memory has is refused by whoever sets it aside.
    (words.saturating_add(digits / DIGITS))
        .saturating_mul(WORD)
        .saturating_add(rest)
}

/// Whether a character is a digit.
#[inline(always)]
pub fn is_digit(char: u8) -> bool {
    matches!(char, FIRST..=LAST)
}

/// The value of a digit, or something that is none.
#[inline(always)]
fn value(char: u8) -> u8 {
    let value = char.wrapping_sub(FIRST);
    // A bit that no value has, beyond the last.
    value | value.saturating_add(0x80 - 85) & 0x80
}

/// Writes the bytes that the characters of `src` stand for.
///
/// Needs room for [`decoded_len`] bytes.
#[inline]
pub fn decode(src: &[u8], decoding: &Decoding, out: &mut Out<'_>) -> Result<(), Error> {
    let kernel = Decode { src, decoding, out };
    match src.len() {
        0 => Ok(()),
        1..MANY => kernel.portable(),
        _ => codec_simd::run(kernel),
    }
}

impl Decoding {
    /// What a character stands for alone.
    #[inline(always)]
    fn short(&self, char: u8) -> Option<[u8; WORD]> {
        match char {
            char if char == ZEROS.0 => Some(ZEROS.1),
            char if char == SPACES.0 && self.fold_spaces => Some(SPACES.1),
            _ => None,
        }
    }
}

/// Takes words one by one, whether they have short forms or not, and returns the rest.
#[inline(always)]
fn words<'s>(src: &'s [u8], decoding: &Decoding, out: &mut Out<'_>) -> Result<&'s [u8], Full> {
    let mut rest = src;
    while let Some((&char, tail)) = rest.split_first() {
        if let Some(word) = decoding.short(char) {
            out.extend_array(word)?;
            rest = tail;
            continue;
        }
        let Some((&[a, b, c, d, e], tail)) = rest.split_first_chunk() else {
            break;
        };
        let word = bytes_of([value(a), value(b), value(c), value(d), value(e)]);
        match word {
            Some(word) if decoding.canonical && word == ZEROS.1 => break,
            Some(word) => out.extend_array(word)?,
            None => break,
        }
        rest = tail;
    }
    Ok(rest)
}

struct Decode<'d, 'o> {
    src: &'d [u8],
    decoding: &'d Decoding,
    out: &'d mut Out<'o>,
}

impl Kernel for Decode<'_, '_> {
    type Output = Result<(), Error>;

    #[inline(always)]
    fn portable(self) -> Self::Output {
        self.by(NoVectors)
    }

    #[inline(always)]
    fn lanes<L: Lanes>(self, token: L::Token) -> Self::Output {
        let find = lanes::decode::From::<L>::new(token, FIRST);
        let no_zeros = self.decoding.canonical;
        self.by(lanes::decode::Words::new(token, find, no_zeros))
    }

    #[cfg(simd_avx512)]
    #[inline(always)]
    fn wide(self, token: codec_simd::wide::Avx512) -> Self::Output {
        let find = wide::decode::From::new(token, FIRST);
        let no_zeros = self.decoding.canonical;
        self.by(wide::decode::Words::new(token, find, no_zeros))
    }
}

impl Decode<'_, '_> {
    #[inline(always)]
    fn by(self, groups: impl Groups) -> Result<(), Error> {
        let Decode { src, decoding, out } = self;
        let mut last = Last::default();
        let mut rest = src;
        // What is left where vectors pay the next time.
        let mut next = usize::MAX;
        loop {
            let before = rest.len();
            if before <= next {
                let skip = |char| {
                    decoding.ignored.contains(char)
                        && !is_digit(char)
                        && decoding.short(char).is_none()
                };
                rest = groups.decode(rest, skip, out);
                if rest.len() == before {
                    next = before.saturating_sub(MANY);
                }
            }
            rest = words(rest, decoding, out)?;
            if rest.is_empty() || last.take_end(rest, value) {
                break;
            }
            rest = take(&mut last, rest, decoding, out)?;
        }
        let (bytes, count) = last.bytes(decoding.canonical, decoding.single)?;
        let [a, b, c, d] = bytes;
        Ok(write_first([a, b, c, d, 0], count, out)?)
    }
}

/// Takes characters, at least one, until a run of digits can begin, and returns the rest.
fn take<'s>(
    last: &mut Last,
    src: &'s [u8],
    decoding: &Decoding,
    out: &mut Out<'_>,
) -> Result<&'s [u8], Error> {
    let mut rest = src;
    while let Some((&char, tail)) = rest.split_first() {
        let short = decoding.short(char);
        if is_digit(char) {
            // Back to where the run ends: the next group is whole.
            if last.len() == 0 && rest.len() < src.len() {
                return Ok(rest);
            }
            if let Some(word) = last.push(char - FIRST) {
                let word = word?;
                if decoding.canonical && word == ZEROS.1 {
                    return Err(Error::LongZeros);
                }
                out.extend_array(word)?;
                return Ok(tail);
            }
        } else if let Some(word) = short {
            if last.len() > 0 {
                return Err(Error::ShortInside { char: char.into() });
            }
            out.extend_array(word)?;
        } else if !decoding.ignored.contains(char) {
            return Err(Error::NotDigit { char: char.into() });
        }
        rest = tail;
    }
    Ok(rest)
}
