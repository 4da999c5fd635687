//! From characters to bytes, as Python 3.15 has it: perhaps without padding, and perhaps
//! with other characters in between.
//!
//! Text is decoded in runs of whole groups. What stops a run goes through
//! `State::take`, one character at a time, until the next can begin: what is passed
//! over, and what is an error, is decided there and only there.

use core::array::from_fn;
use core::fmt;

use codec_simd::{ByteSet, Kernel, Lanes};
use outbuf::{Full, Out};

use crate::decode::{Groups, MANY, NoVectors, OneByOne, bytes_of, lanes};
use crate::values::{NOTHING, PADDING, Values};
use crate::{BYTES, CHARS, PAD};

/// How to read.
#[derive(Clone, Copy, Debug)]
pub struct Decoding<'a> {
    /// What characters stand for.
    pub values: &'a Values,
    /// Whether the last group has to be filled with padding.
    pub padded: bool,
    /// What is passed over, if it stands for nothing. If it has `=`, there may be too
    /// much padding, and it may be anywhere.
    pub ignored: ByteSet,
    /// Whether bits after the last byte have to be zeros.
    pub canonical: bool,
}

/// Why [`decode`] refuses its input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// A character is not of the alphabet.
    NotBase32,
    /// Padding, where there is none to be.
    PaddingNotAllowed,
    /// Padding before anything else.
    LeadingPadding,
    /// More padding than fills a group.
    ExcessPadding,
    /// Padding does not fill the last group.
    IncorrectPadding,
    /// Something follows the padding of a group that it fills.
    ExcessData,
    /// Something interrupts padding.
    DiscontinuousPadding,
    /// The last group has a number of characters that is for no number of bytes.
    LeftOver {
        /// The number of characters of the alphabet that there are.
        chars: usize,
    },
    /// There are bits after the last byte that are not zero.
    NotCanonical,
    /// There is no room for [`decoded_len_max`] bytes.
    Full,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Error::NotBase32 => "Only base32 data is allowed",
            Error::PaddingNotAllowed => "Padding not allowed",
            Error::LeadingPadding => "Leading padding not allowed",
            Error::ExcessPadding => "Excess padding not allowed",
            Error::IncorrectPadding => "Incorrect padding",
            Error::ExcessData => "Excess data after padding",
            Error::DiscontinuousPadding => "Discontinuous padding not allowed",
            Error::LeftOver { chars } => {
                return write!(
                    f,
                    "Invalid base32-encoded string: number of data characters ({chars}) \
                     cannot be 1, 3, or 6 more than a multiple of 8"
                );
            }
            Error::NotCanonical => "Non-zero padding bits",
            Error::Full => return Full.fmt(f),
        })
    }
}

impl core::error::Error for Error {}

impl From<Full> for Error {
    fn from(_: Full) -> Self {
        Error::Full
    }
}

/// The most bytes that `src` can stand for: as many, if there are only characters of the
/// alphabet and padding at the end.
pub fn decoded_len_max(src: &[u8]) -> usize {
    let chars = src.len() - src.last_chunk().map_or(0, pads_of);
    chars / CHARS * BYTES + chars % CHARS * BYTES / CHARS
}

/// How much of a group is padding at its end.
#[inline(always)]
fn pads_of(group: &[u8; CHARS]) -> usize {
    let others = u64::from_be_bytes(*group) ^ u64::from_ne_bytes([PAD; CHARS]);
    others.trailing_zeros() as usize / 8
}

/// Writes the bytes that the characters of `src` stand for.
///
/// Needs room for [`decoded_len_max`] bytes.
#[inline]
pub fn decode(src: &[u8], decoding: &Decoding<'_>, out: &mut Out<'_>) -> Result<(), Error> {
    let kernel = Decode { src, decoding, out };
    match src.len() {
        0 => Ok(()),
        1..MANY => kernel.portable(),
        _ => codec_simd::run(kernel),
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
        match &self.decoding.values.rows {
            Some(rows) => self.by(lanes::Vectors::new(
                token,
                lanes::InRows::<L>::new(token, rows),
            )),
            None => {
                let any = lanes::Any::<L>::new(token, self.decoding.values);
                self.by(lanes::Vectors::new(token, any))
            }
        }
    }

    #[cfg(simd_avx512)]
    #[inline(always)]
    fn wide(self, token: codec_simd::wide::Avx512) -> Self::Output {
        let vectors = crate::decode::wide::Vectors::new(token, self.decoding.values);
        self.by(vectors)
    }
}

impl Decode<'_, '_> {
    #[inline(always)]
    fn by(self, groups: impl Groups) -> Result<(), Error> {
        let Decode { src, decoding, out } = self;
        let mut state = State::default();
        let mut rest = src;
        // What is left where vectors pay the next time.
        let mut next = usize::MAX;
        loop {
            let before = rest.len();
            let room = out.remaining();
            let values = decoding.values;
            if before <= next {
                let skip = |char| {
                    decoding.ignored.contains(char) && char != PAD && values.get(char) >= PADDING
                };
                rest = groups.decode(rest, skip, out);
                if rest.len() == before {
                    next = before.saturating_sub(MANY);
                }
            }
            rest = out.try_map_windows::<CHARS, CHARS, BYTES, BYTES>(rest, OneByOne(values));
            state.chars += (room - out.remaining()) / BYTES * CHARS;
            if rest.is_empty() {
                return state.finish(decoding, out);
            }
            if rest.len() <= CHARS && state.take_end(rest, decoding) {
                return state.finish(decoding, out);
            }
            rest = state.take(rest, decoding, out)?;
        }
    }
}

/// What is known of the characters so far.
#[derive(Default)]
struct State {
    /// How many of them are of the alphabet.
    chars: usize,
    /// The values of a group that is not complete.
    group: [u8; CHARS],
    /// How much padding there was since the last group was complete.
    pads: usize,
}

impl State {
    /// How many values the group has.
    fn waiting(&self) -> usize {
        self.chars % CHARS
    }

    /// Takes all that is left if it is what texts usually end with: a group that is not
    /// complete, and padding that fills it, or none where there is none to be.
    #[inline(always)]
    fn take_end(&mut self, rest: &[u8], decoding: &Decoding<'_>) -> bool {
        let values = decoding.values;
        // In registers: what is stored byte by byte is read as a whole with a delay.
        let (group, pads) = match rest.first_chunk() {
            Some(last) if decoding.padded => (values.of_group(last), pads_of(last)),
            None if !decoding.padded => {
                let value = |i| rest.get(i).map_or(0, |&char: &u8| values.get(char));
                (from_fn(value), CHARS - rest.len())
            }
            _ => return false,
        };
        if !matches!(pads, 1 | 3 | 4 | 6) {
            return false;
        }
        let group = u64::from_be_bytes(group) >> (8 * pads) << (8 * pads);
        if group & u64::from_ne_bytes([PADDING; CHARS]) != 0 {
            return false;
        }
        self.group = group.to_be_bytes();
        self.chars += CHARS - pads;
        self.pads = pads;
        true
    }

    /// Takes characters, at least one, until a run of groups can begin, and returns the
    /// rest.
    fn take<'s>(
        &mut self,
        src: &'s [u8],
        decoding: &Decoding<'_>,
        out: &mut Out<'_>,
    ) -> Result<&'s [u8], Error> {
        let mut rest = src;
        while let Some((&char, tail)) = rest.split_first() {
            let value = decoding.values.get(char);
            if value < PADDING {
                if self.waiting() == 0 && self.pads == 0 && rest.len() < src.len() {
                    // The next group is whole, or what stops it is further on.
                    return Ok(rest);
                }
                self.value(value, decoding, out)?;
                if self.waiting() == 0 {
                    return Ok(tail);
                }
            } else if char == PAD && decoding.padded {
                self.pad(decoding)?;
            } else if !decoding.ignored.contains(char) {
                return Err(match value {
                    NOTHING => Error::NotBase32,
                    _ => Error::PaddingNotAllowed,
                });
            }
            rest = tail;
        }
        Ok(rest)
    }

    #[inline]
    fn value(
        &mut self,
        value: u8,
        decoding: &Decoding<'_>,
        out: &mut Out<'_>,
    ) -> Result<(), Error> {
        if self.pads > 0 && !decoding.ignored.contains(PAD) {
            return Err(match self.waiting() + self.pads {
                CHARS => Error::ExcessData,
                _ => Error::DiscontinuousPadding,
            });
        }
        self.group[self.waiting()] = value;
        self.chars += 1;
        if self.waiting() == 0 {
            let bytes = bytes_of(self.group).ok_or(Error::NotBase32)?;
            out.extend_array(bytes)?;
            self.pads = 0;
        }
        Ok(())
    }

    #[inline]
    fn pad(&mut self, decoding: &Decoding<'_>) -> Result<(), Error> {
        self.pads += 1;
        if decoding.ignored.contains(PAD) {
            return Ok(());
        }
        match self.waiting() {
            1 | 3 | 6 => Err(Error::LeftOver { chars: self.chars }),
            0 if self.chars == 0 => Err(Error::LeadingPadding),
            waiting if waiting > 0 && waiting + self.pads <= CHARS => Ok(()),
            _ => Err(Error::ExcessPadding),
        }
    }

    /// Writes what the last characters stand for.
    #[inline(always)]
    fn finish(self, decoding: &Decoding<'_>, out: &mut Out<'_>) -> Result<(), Error> {
        let waiting = self.waiting();
        match waiting {
            0 => return Ok(()),
            1 | 3 | 6 => return Err(Error::LeftOver { chars: self.chars }),
            _ if decoding.padded && waiting + self.pads < CHARS => {
                return Err(Error::IncorrectPadding);
            }
            _ => {}
        }
        let group = from_fn(|i| if i < waiting { self.group[i] } else { 0 });
        let bytes = bytes_of(group).ok_or(Error::NotBase32)?;
        let count = waiting * BYTES / CHARS;
        if decoding.canonical && bytes[count..].iter().any(|&bits| bits != 0) {
            return Err(Error::NotCanonical);
        }
        // One store, or two, and no call.
        let [a, b, c, d, _] = bytes;
        Ok(match count {
            1 => out.extend_array([a]),
            2 => out.extend_array([a, b]),
            3 => out.extend_array([a, b, c]),
            _ => out.extend_array([a, b, c, d]),
        }?)
    }
}
