//! From characters to bytes.
//!
//! Text is decoded in runs of whole quads ([`Quads`]). Where something is between the
//! characters, and may be, they are brought side by side first ([`Sparse`]). What
//! stops both, padding above all, goes through [`Decoder`], one character at a time,
//! until a quad is complete: the exact semantics are there and only there, whatever the [`Options`].

mod error;
mod lanes;
mod options;
mod sparse;
#[cfg(simd_avx512)]
mod wide;

use codec_simd::{Kernel, Lanes, Level};
use outbuf::Out;

use crate::Alphabet;
use crate::alphabet::Code;
pub use error::Error;
pub use options::{Mode, Options};

/// The number of bytes that `len` characters can stand for at most.
pub fn decoded_len_max(len: usize) -> usize {
    len.div_ceil(4) * 3
}

/// Writes the bytes that the characters of `src` stand for.
///
/// Needs room for [`decoded_len_max`] bytes, even where fewer are written.
///
/// # Errors
/// What the options do not accept. What is accepted may have been written before.
#[inline]
pub fn decode<'o>(
    src: &[u8],
    alphabet: &Alphabet,
    options: impl Into<&'o Options>,
    out: &mut Out<'_>,
) -> Result<(), Error> {
    match src {
        [] => Ok(()),
        _ => decode_some(src, alphabet, options.into(), out),
    }
}

fn decode_some(
    src: &[u8],
    alphabet: &Alphabet,
    options: &Options,
    out: &mut Out<'_>,
) -> Result<(), Error> {
    let mut decoder = Decoder {
        alphabet,
        options,
        start: out.written().len(),
        quad_pos: 0,
        bits: 0,
        pads: 0,
    };
    let passes_over = options.mode == Mode::Lenient || !options.ignored.is_empty();
    let mut rest = src;
    loop {
        rest = codec_simd::run(Quads {
            src: rest,
            alphabet,
            out,
        });
        if passes_over && !is_few(rest) && alphabet.is_ascii && decoder.may_go_on() {
            (decoder, rest) = codec_simd::run(Sparse {
                src: rest,
                decoder,
                out,
            })?;
        }
        if rest.is_empty() {
            return decoder.finish(out);
        }
        if let Some(end) = decoder.usual_end(rest) {
            return end.write(out);
        }
        (decoder, rest) = out.local(|out| decoder.take_irregular(rest, out))?;
    }
}

/// Whether so little text is decoded faster character by character, once it is not clean.
///
/// Only AVX-512 has an instruction that brings characters side by side.
#[inline(always)]
fn is_few(rest: &[u8]) -> bool {
    rest.len() < 16 || rest.len() < 96 && codec_simd::level() != Level::Avx512
}

/// Decodes whole quads from the start, as many as vectors or words can, until there is
/// anything but values; gives the rest.
struct Quads<'s, 'e, 'o> {
    src: &'s [u8],
    alphabet: &'e Alphabet,
    out: &'e mut Out<'o>,
}

impl<'s> Kernel for Quads<'s, '_, '_> {
    type Output = &'s [u8];

    #[inline(always)]
    fn portable(self) -> &'s [u8] {
        let codes = &self.alphabet.codes;
        let rest = self
            .out
            .try_map_chunks(self.src, |quads| bytes_of_two_quads(quads, codes));
        self.out
            .try_map_chunks(rest, |quad| bytes_of_quad(quad, codes))
    }

    #[inline(always)]
    fn lanes<L: Lanes>(self, token: L::Token) -> &'s [u8] {
        let src = lanes::decode_quads::<L>(token, self.src, self.alphabet, self.out);
        Quads { src, ..self }.portable()
    }

    #[cfg(simd_avx512)]
    #[inline(always)]
    fn wide(self, token: codec_simd::wide::Avx512) -> &'s [u8] {
        wide::decode_quads(token, self.src, self.alphabet, self.out)
    }
}

/// Decodes text with anything between its characters that may be there, until there is padding or
/// something that may not; gives the rest.
struct Sparse<'s, 'a, 'e, 'o> {
    src: &'s [u8],
    decoder: Decoder<'a>,
    out: &'e mut Out<'o>,
}

impl<'s, 'a> Kernel for Sparse<'s, 'a, '_, '_> {
    type Output = Result<(Decoder<'a>, &'s [u8]), Error>;

    #[inline(always)]
    fn portable(self) -> Self::Output {
        Ok((self.decoder, self.src))
    }

    #[inline(always)]
    fn lanes<L: Lanes>(self, token: L::Token) -> Self::Output {
        lanes::decode_sparse::<L>(token, self.src, self.decoder, self.out)
    }

    #[cfg(simd_avx512)]
    #[inline(always)]
    fn wide(self, token: codec_simd::wide::Avx512) -> Self::Output {
        wide::decode_sparse(token, self.src, self.decoder, self.out)
    }
}

#[inline(always)]
fn bytes_of_two_quads(&[a, b, c, d, e, f, g, h]: &[u8; 8], codes: &[u8; 256]) -> Option<[u8; 6]> {
    let first = bytes_of_quad(&[a, b, c, d], codes)?;
    let second = bytes_of_quad(&[e, f, g, h], codes)?;
    let ([a, b, c], [d, e, f]) = (first, second);
    Some([a, b, c, d, e, f])
}

#[inline(always)]
fn bytes_of_quad(quad: &[u8; 4], codes: &[u8; 256]) -> Option<[u8; 3]> {
    let [a, b, c, d] = quad.map(|char| u32::from(codes[usize::from(char)]));
    if (a | b | c | d) & u32::from(Code::NO_VALUE) != 0 {
        return None;
    }
    let [_, a, b, c] = (a << 18 | b << 12 | c << 6 | d).to_be_bytes();
    Some([a, b, c])
}

/// What is known of the text before the next character.
#[derive(Clone, Copy)]
struct Decoder<'a> {
    alphabet: &'a Alphabet,
    options: &'a Options,
    /// Where the output begins.
    start: usize,
    /// How many characters of the current quad have been seen: 0 to 3.
    quad_pos: usize,
    /// Their bits.
    bits: u32,
    /// How many pad characters there were since the last one of the alphabet.
    pads: usize,
}

/// The bytes of the last quad.
enum End {
    One([u8; 1]),
    Two([u8; 2]),
}

impl End {
    #[inline(always)]
    fn write(self, out: &mut Out<'_>) -> Result<(), Error> {
        match self {
            End::One(bytes) => out.extend_array(bytes)?,
            End::Two(bytes) => out.extend_array(bytes)?,
        }
        Ok(())
    }
}

impl Decoder<'_> {
    /// If `rest` is the last quad, and perhaps a line end that is passed over, what it stands for:
    /// texts that are short would spend most of their time on it otherwise.
    #[inline(always)]
    fn usual_end(&self, rest: &[u8]) -> Option<End> {
        let options = self.options;
        let code = |char: u8| self.alphabet.codes[usize::from(char)];
        let ([a, b, c, d], after) = match *rest {
            [a, b] if !options.padded => ([code(a), code(b), Code::PAD, Code::PAD], &[][..]),
            [a, b, c] if !options.padded => ([code(a), code(b), code(c), Code::PAD], &[][..]),
            [a, b, c, d, ref after @ ..] => ([a, b, c, d].map(code), after),
            _ => return None,
        };
        let is_end = match *after {
            [] => true,
            [end @ b'\n'] => code(end) == Code::OTHER && !options.refuses(end),
            _ => false,
        };
        let begins = self.quad_pos == 0 && self.pads == 0;
        // Of three characters, the last may be padding.
        let is_padded = rest.len() > 2 && (rest.len() > 3 || c == Code::PAD);
        let may_pad = !is_padded || options.padded || !options.is_strict_with_pads();
        if !is_end || !begins || !may_pad || d != Code::PAD || (a | b) & Code::NO_VALUE != 0 {
            return None;
        }
        let (end, lost) = match c {
            Code::PAD => (End::One([a << 2 | b >> 4]), b & 0xf),
            Code::NO_VALUE.. => return None,
            _ => (End::Two([a << 2 | b >> 4, b << 4 | c >> 2]), c & 3),
        };
        (!options.canonical || lost == 0).then_some(end)
    }

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
        let codes = &self.alphabet.codes;
        while let Some((&char, tail)) = rest.split_first() {
            match codes[usize::from(char)] {
                value @ 0..64 => {
                    let quad = |quad| bytes_of_quad(quad, codes);
                    if self.quad_pos == 0
                        && rest.len() < src.len()
                        && rest.first_chunk().and_then(quad).is_some()
                    {
                        break;
                    }
                    self.take_value(value, out)?;
                }
                Code::PAD => self.take_pad(out)?,
                _ if self.options.refuses(char) => return Err(Error::NotBase64),
                _ => {}
            }
            rest = tail;
        }
        Ok((self, rest))
    }

    #[inline(always)]
    fn take_value(&mut self, value: u8, out: &mut Out<'_>) -> Result<(), Error> {
        if !self.may_go_on() {
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

    /// Whether a character of the alphabet may come next.
    #[inline(always)]
    fn may_go_on(&self) -> bool {
        self.pads == 0 || !self.options.is_strict_with_pads()
    }

    #[inline(always)]
    fn take_pad(&mut self, out: &Out<'_>) -> Result<(), Error> {
        self.pads += 1;
        if !self.options.is_strict_with_pads() {
            return Ok(());
        }
        match self.quad_pos {
            _ if !self.options.padded => Err(Error::PaddingNotAllowed),
            0 if out.written().len() == self.start => Err(Error::LeadingPadding),
            1 => Err(self.one_left_over(out)),
            seen if seen == 0 || seen + self.pads > 4 => Err(Error::ExcessPadding),
            _ => Ok(()),
        }
    }

    /// Writes the bytes of the last quad, if it is not a whole one.
    fn finish(&self, out: &mut Out<'_>) -> Result<(), Error> {
        match self.quad_pos {
            0 => return Ok(()),
            1 => return Err(self.one_left_over(out)),
            seen if self.options.padded && seen + self.pads < 4 => {
                return Err(Error::IncorrectPadding);
            }
            // Two characters have 12 bits, three 18.
            seen if self.options.canonical && self.bits & (0xf >> (2 * (seen - 2))) != 0 => {
                return Err(Error::NonZeroBits);
            }
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
