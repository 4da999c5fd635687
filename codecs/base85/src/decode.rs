//! From digits to bytes.
//!
//! Text is decoded in runs of five digits. What stops a run goes through [`State::take`],
//! one character at a time, until the next can begin: what is ignored, and what is an
//! error, is decided there and only there.

use core::fmt;

use codec_simd::{ByteSet, Kernel, Lanes};
use outbuf::{Full, Out, TryWindow};

use crate::lanes::{self, Groups, NoVectors};
use crate::values::{NO_DIGIT, Values};
#[cfg(simd_avx512)]
use crate::wide;
use crate::words::{Last, Wrong, bytes_of, write_first};
use crate::{DIGITS, WORD};

/// How to read.
#[derive(Clone, Copy, Debug)]
pub struct Decoding<'a> {
    /// What characters stand for.
    pub values: &'a Values,
    /// What errors call the alphabet.
    pub name: &'static str,
    /// What is passed over, if it is no digit.
    pub ignored: ByteSet,
    /// Whether the last digits have to be those that are written.
    pub canonical: bool,
    /// Whether there may be a single digit at the end, for no byte.
    pub single: bool,
}

impl<'a> Decoding<'a> {
    /// As Python 3.13 reads, with errors that call the alphabet so.
    pub const fn of(values: &'a Values, name: &'static str) -> Self {
        Decoding {
            values,
            name,
            ignored: ByteSet::EMPTY,
            canonical: false,
            single: true,
        }
    }
}

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
        /// Where the five characters begin that the last of them is among, counted in fives.
        position: usize,
    },
    /// There is a single digit at the end.
    Incomplete {
        /// The name of the alphabet.
        alphabet: &'static str,
    },
    /// The last digits are not those that are written for these bytes.
    NotCanonical,
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
            Error::Incomplete { alphabet } => write!(f, "Incomplete {alphabet} group"),
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

/// The number of bytes that `len` digits stand for; a single one at the end is none.
pub fn decoded_len(len: usize) -> usize {
    len / DIGITS * WORD + (len % DIGITS).saturating_sub(1)
}

/// Writes the bytes that the digits of `src` stand for.
///
/// Needs room for [`decoded_len`] bytes.
#[inline]
pub fn decode(src: &[u8], decoding: &Decoding<'_>, out: &mut Out<'_>) -> Result<(), Error> {
    let kernel = Decode { src, decoding, out };
    match src.len() {
        0 => Ok(()),
        1..MANY => kernel.portable(),
        _ => codec_simd::run(kernel),
    }
}

/// From this many characters on, vectors pay.
pub(crate) const MANY: usize = 80;

/// A word at a time. (A closure is not inlined where there is much else.)
struct OneByOne<'v>(&'v Values);

impl TryWindow<DIGITS, WORD> for OneByOne<'_> {
    #[inline(always)]
    fn try_map(&mut self, &[a, b, c, d, e]: &[u8; DIGITS]) -> Option<[u8; WORD]> {
        let get = |char| self.0.get(char);
        bytes_of([get(a), get(b), get(c), get(d), get(e)])
    }
}

struct Decode<'d, 'o> {
    src: &'d [u8],
    decoding: &'d Decoding<'d>,
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
        let any = lanes::decode::Any::<L>::new(token, self.decoding.values);
        self.by(lanes::decode::Words::new(token, any, false))
    }

    #[cfg(simd_avx512)]
    #[inline(always)]
    fn wide(self, token: codec_simd::wide::Avx512) -> Self::Output {
        let any = wide::decode::Any::new(token, self.decoding.values);
        self.by(wide::decode::Words::new(token, any, false))
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
            let values = decoding.values;
            if before <= next {
                let skip = |char| decoding.ignored.contains(char) && values.get(char) == NO_DIGIT;
                rest = groups.decode(rest, skip, out);
                if rest.len() == before {
                    next = before.saturating_sub(MANY);
                }
            }
            rest = out.try_map_windows::<DIGITS, DIGITS, WORD, WORD>(rest, OneByOne(values));
            if rest.is_empty() || last.take_end(rest, |char| values.get(char)) {
                break;
            }
            rest = take(&mut last, rest, src.len(), decoding, out)?;
        }
        let count = last.len();
        match last.bytes(decoding.canonical, decoding.single) {
            Ok((bytes, count)) => {
                let [a, b, c, d] = bytes;
                Ok(write_first([a, b, c, d, 0], count, out)?)
            }
            // As if the digits that are taken for the missing ones were there.
            Err(wrong) => Err(decoding.error(wrong, src.len() + DIGITS - count - 1)),
        }
    }
}

impl Decoding<'_> {
    /// What is wrong, at the last character of a group.
    #[cold]
    fn error(&self, wrong: Wrong, last: usize) -> Error {
        let alphabet = self.name;
        match wrong {
            Wrong::Overflow => Error::Overflow {
                alphabet,
                position: last / DIGITS * DIGITS,
            },
            Wrong::Incomplete => Error::Incomplete { alphabet },
            Wrong::NotCanonical => Error::NotCanonical,
        }
    }
}

/// Takes characters, at least one, until a run of groups can begin, and returns the rest.
fn take<'s>(
    last: &mut Last,
    src: &'s [u8],
    len: usize,
    decoding: &Decoding<'_>,
    out: &mut Out<'_>,
) -> Result<&'s [u8], Error> {
    let mut rest = src;
    while let Some((&char, tail)) = rest.split_first() {
        let position = len - rest.len();
        let value = decoding.values.get(char);
        if value != NO_DIGIT {
            if last.len() == 0 && rest.len() < src.len() {
                // The next group is whole, or what stops it is further on.
                return Ok(rest);
            }
            if let Some(bytes) = last.push(value) {
                out.extend_array(bytes.map_err(|wrong| decoding.error(wrong, position))?)?;
                return Ok(tail);
            }
        } else if !decoding.ignored.contains(char) {
            return Err(Error::NotDigit {
                alphabet: decoding.name,
                position,
            });
        }
        rest = tail;
    }
    Ok(rest)
}
