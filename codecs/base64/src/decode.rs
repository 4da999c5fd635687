//! From characters to bytes.
//!
//! Text is decoded in runs of whole quads, without branches but for one that
//! asks whether anything was not of the alphabet. What stops a run goes through
//! [`Decoder`], one character at a time, until a quad is complete: the exact
//! semantics are there and only there, in both modes.

use core::fmt;

use outbuf::{Full, Out};

use crate::{ALPHABET, PAD};

/// What to do about text that is not as RFC 4648 wants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Pass over everything outside the alphabet, padding before the end and
    /// excess padding included; only a truncated end is an error.
    Lenient,
    /// Refuse everything outside the alphabet and anything after the padding.
    Strict,
}

/// Why [`decode`] refuses its input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// Strict: the text begins with padding.
    LeadingPadding,
    /// Strict: padding where none is needed.
    ExcessPadding,
    /// Strict: a byte is neither of the alphabet nor padding.
    NotBase64,
    /// Strict: data follows complete padding.
    ExcessData,
    /// Strict: data follows incomplete padding.
    DiscontinuousPadding,
    /// One character is left over, too little for a byte.
    OneLeftOver {
        /// The number of characters of the alphabet so far, it included.
        chars: usize,
    },
    /// The last quad is not padded to four characters.
    IncorrectPadding,
    /// There is no room for [`decoded_len_max`] bytes.
    Full,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::LeadingPadding => f.write_str("Leading padding not allowed"),
            Error::ExcessPadding => f.write_str("Excess padding not allowed"),
            Error::NotBase64 => f.write_str("Only base64 data is allowed"),
            Error::ExcessData => f.write_str("Excess data after padding"),
            Error::DiscontinuousPadding => f.write_str("Discontinuous padding not allowed"),
            Error::OneLeftOver { chars } => write!(
                f,
                "Invalid base64-encoded string: number of data characters ({chars}) \
                 cannot be 1 more than a multiple of 4"
            ),
            Error::IncorrectPadding => f.write_str("Incorrect padding"),
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

/// The number of bytes that `len` characters can stand for at most.
pub fn decoded_len_max(len: usize) -> usize {
    len.div_ceil(4) * 3
}

/// Writes the bytes that the characters of `src` stand for.
///
/// Needs room for [`decoded_len_max`] bytes, even where fewer are written.
pub fn decode(src: &[u8], mode: Mode, out: &mut Out<'_>) -> Result<(), Error> {
    if mode == Mode::Strict && src.first() == Some(&PAD) {
        return Err(Error::LeadingPadding);
    }
    let start = out.written().len();
    let mut decoder = Decoder {
        mode,
        start,
        quad_pos: 0,
        bits: 0,
        pads: 0,
    };
    let mut rest = src;
    loop {
        rest = out.try_map_chunks(rest, bytes_of_two_quads);
        rest = out.try_map_chunks(rest, bytes_of_quad);
        if rest.is_empty() {
            return decoder.finish(out);
        }
        (decoder, rest) = out.local(|out| decoder.take_irregular(rest, out))?;
    }
}

fn bytes_of_two_quads(&[a, b, c, d, e, f, g, h]: &[u8; 8]) -> Option<[u8; 6]> {
    let (first, second) = (bits_of_quad([a, b, c, d]), bits_of_quad([e, f, g, h]));
    if (first | second) & INVALID != 0 {
        return None;
    }
    let [a, b, c, d, e, f, _, _] = (u64::from(first) << 40 | u64::from(second) << 16).to_be_bytes();
    Some([a, b, c, d, e, f])
}

fn bytes_of_quad(quad: &[u8; 4]) -> Option<[u8; 3]> {
    let bits = bits_of_quad(*quad);
    let [_, a, b, c] = bits.to_be_bytes();
    (bits & INVALID == 0).then_some([a, b, c])
}

#[inline(always)]
fn bits_of_quad([a, b, c, d]: [u8; 4]) -> u32 {
    let [first, second, third, fourth] = &BITS;
    first[usize::from(a)] | second[usize::from(b)] | third[usize::from(c)] | fourth[usize::from(d)]
}

/// Set in what the tables give for a byte outside the alphabet.
const INVALID: u32 = 1 << 31;

/// The six bits of each character, where it is the first, second, third or
/// fourth of a quad of 24 bits.
static BITS: [[u32; 256]; 4] = {
    let mut tables = [[INVALID; 256]; 4];
    let mut place = 0;
    while place < 4 {
        let mut value = 0;
        while value < 64 {
            let shift = 18 - 6 * place as u32;
            tables[place][ALPHABET[value] as usize] = (value as u32) << shift;
            value += 1;
        }
        place += 1;
    }
    tables
};

/// The six bits of a character, if it is of the alphabet.
#[inline(always)]
fn value_of(char: u8) -> Option<u8> {
    u8::try_from(BITS[3][usize::from(char)]).ok()
}

/// What is known of the text before the next character.
#[derive(Clone, Copy)]
struct Decoder {
    mode: Mode,
    /// Where the output begins.
    start: usize,
    /// How many characters of the current quad have been seen: 0 to 3.
    quad_pos: usize,
    /// Their bits.
    bits: u32,
    /// How many pad characters there were since the last one of the alphabet.
    pads: usize,
}

impl Decoder {
    /// Takes characters until a run of whole quads can begin, at least one, and
    /// returns the rest.
    ///
    /// By value, for the same reason as [`Out::local`].
    fn take_irregular<'s>(
        mut self,
        src: &'s [u8],
        out: &mut Out<'_>,
    ) -> Result<(Self, &'s [u8]), Error> {
        let mut rest = src;
        while let Some((&char, tail)) = rest.split_first() {
            match value_of(char) {
                Some(value) => {
                    let quad = rest.first_chunk().and_then(bytes_of_quad);
                    if self.quad_pos == 0 && quad.is_some() && rest.len() < src.len() {
                        break;
                    }
                    self.take_value(value, out)?;
                }
                None if char == PAD => self.take_pad(out)?,
                None if self.mode == Mode::Strict => return Err(Error::NotBase64),
                None => {}
            }
            rest = tail;
        }
        Ok((self, rest))
    }

    #[inline(always)]
    fn take_value(&mut self, value: u8, out: &mut Out<'_>) -> Result<(), Error> {
        if self.mode == Mode::Strict && self.pads > 0 {
            return Err(if self.quad_pos + self.pads == 4 {
                Error::ExcessData
            } else {
                Error::DiscontinuousPadding
            });
        }
        self.pads = 0;
        self.bits = self.bits << 6 | u32::from(value);
        self.quad_pos += 1;
        if self.quad_pos == 4 {
            let [_, a, b, c] = self.bits.to_be_bytes();
            out.extend_array([a, b, c])?;
            self.quad_pos = 0;
        }
        Ok(())
    }

    #[inline(always)]
    fn take_pad(&mut self, out: &Out<'_>) -> Result<(), Error> {
        self.pads += 1;
        let fits = self.quad_pos >= 2 && self.quad_pos + self.pads <= 4;
        match self.mode {
            Mode::Strict if self.quad_pos == 1 => Err(self.one_left_over(out)),
            Mode::Strict if !fits => Err(Error::ExcessPadding),
            _ => Ok(()),
        }
    }

    /// Writes the bytes of the last quad, if it is not a whole one.
    fn finish(&self, out: &mut Out<'_>) -> Result<(), Error> {
        match self.quad_pos {
            0 => return Ok(()),
            1 => return Err(self.one_left_over(out)),
            seen if seen + self.pads < 4 => return Err(Error::IncorrectPadding),
            _ => {}
        }
        let [_, a, b, _] = (self.bits << (6 * (4 - self.quad_pos))).to_be_bytes();
        Ok(out.extend(&[a, b][..self.quad_pos - 1])?)
    }

    /// The error for a quad of one character.
    fn one_left_over(&self, out: &Out<'_>) -> Error {
        // The quads before it are whole: three bytes for each have been written.
        Error::OneLeftOver {
            chars: (out.written().len() - self.start) / 3 * 4 + 1,
        }
    }
}
