//! From bytes to digits.

use core::mem::MaybeUninit;
use core::num::NonZero;

use codec_simd::{Kernel, Lanes};
use outbuf::{Full, Lines, Out, Window};

#[cfg(simd_avx512)]
use crate::wide;
use crate::words::{digits_of, word_of, write_first};
use crate::{DIGITS, WORD, lanes};

/// How to write.
#[derive(Clone, Copy, Debug)]
pub struct Encoding<'a> {
    /// The digits.
    pub chars: &'a [u8; 85],
    /// Whether all digits of the last word are written.
    pub pad: bool,
    /// The most digits in a line, if there are to be lines. A line is whole words, at
    /// least one.
    pub columns: Option<NonZero<usize>>,
}

impl<'a> Encoding<'a> {
    /// In one line, and no more digits than needed.
    pub const fn of(chars: &'a [u8; 85]) -> Self {
        Encoding {
            chars,
            pad: false,
            columns: None,
        }
    }

    fn width(&self) -> Option<NonZero<usize>> {
        NonZero::new((self.columns?.get() / DIGITS).max(1) * DIGITS)
    }
}

/// The number of digits for `len` bytes; `None` if that is no length of an
/// object in memory.
///
/// With `pad` it is a multiple of five, otherwise one more than bytes in the last word.
pub fn encoded_len(len: usize, encoding: &Encoding<'_>) -> Option<usize> {
    let rest = match len % WORD {
        0 => 0,
        _ if encoding.pad => DIGITS,
        rest => rest + 1,
    };
    let mut text = (len / WORD).checked_mul(DIGITS)?.checked_add(rest)?;
    if let Some(width) = encoding.width() {
        text = Lines::len(text, width)?;
    }
    (text <= isize::MAX as usize).then_some(text)
}

/// Writes the digits for `src`.
///
/// Needs room for [`encoded_len`] bytes.
#[inline]
pub fn encode(src: &[u8], encoding: &Encoding<'_>, out: &mut Out<'_>) -> Result<(), Full> {
    match encoding.width() {
        // One line is enough.
        Some(width) if src.len() > width.get() / DIGITS * WORD => {
            encode_lines(src, width, encoding, out)
        }
        _ => encode_line(src, encoding, out),
    }
}

fn encode_line(src: &[u8], encoding: &Encoding<'_>, out: &mut Out<'_>) -> Result<(), Full> {
    let kernel = Encode {
        src,
        chars: encoding.chars,
        pad: encoding.pad,
        out,
    };
    match src.len() < MANY {
        true => kernel.portable(),
        false => codec_simd::run(kernel),
    }
}

/// From this many bytes on, vectors pay.
pub(crate) const MANY: usize = 32;

/// In pieces that stay in the cache until they are dealt out.
const PIECE: usize = 128 * WORD;

fn encode_lines(
    src: &[u8],
    width: NonZero<usize>,
    encoding: &Encoding<'_>,
    out: &mut Out<'_>,
) -> Result<(), Full> {
    let mut lines = Lines::new(width);
    let mut memory = [MaybeUninit::uninit(); PIECE / WORD * DIGITS];
    for piece in src.chunks(PIECE) {
        let text = outbuf::fill(&mut memory, |out| encode_line(piece, encoding, out))?;
        lines.write(text, out)?;
    }
    Ok(())
}

/// A word at a time. (A closure is not inlined where there is much else.)
struct OneByOne<'e>(&'e [u8; 85]);

impl Window<WORD, DIGITS> for OneByOne<'_> {
    #[inline(always)]
    fn map(&mut self, word: &[u8; WORD]) -> [u8; DIGITS] {
        digits_of(*word, self.0)
    }
}

/// All of `src`, in one line.
struct Encode<'e, 'o> {
    src: &'e [u8],
    chars: &'e [u8; 85],
    pad: bool,
    out: &'e mut Out<'o>,
}

impl Kernel for Encode<'_, '_> {
    type Output = Result<(), Full>;

    #[inline(always)]
    fn portable(self) -> Self::Output {
        let Encode {
            src,
            chars,
            pad,
            out,
        } = self;
        let rest = out.map_windows::<WORD, WORD, DIGITS, DIGITS>(src, OneByOne(chars));
        if rest.is_empty() {
            return Ok(());
        }
        let digits = digits_of(word_of(rest), chars);
        let kept = if pad { DIGITS } else { rest.len() + 1 };
        write_first(digits, kept, out)
    }

    #[inline(always)]
    fn lanes<L: Lanes>(self, token: L::Token) -> Self::Output {
        let chars = lanes::encode::Table::<L>::new(token, self.chars);
        let digits = lanes::encode::Digits::new(token, chars, lanes::encode::NoneShort);
        let src = digits.encode(self.src, self.out);
        Encode { src, ..self }.portable()
    }

    #[cfg(simd_avx512)]
    #[inline(always)]
    fn wide(self, token: codec_simd::wide::Avx512) -> Self::Output {
        let chars = wide::encode::Table::new(token, self.chars);
        let digits = wide::encode::Digits::new(token, chars, wide::encode::NoneShort);
        let src = digits.encode(self.src, self.out);
        Encode { src, ..self }.portable()
    }
}
