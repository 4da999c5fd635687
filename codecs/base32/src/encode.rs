//! From bytes to characters.

mod lanes;
#[cfg(simd_avx512)]
mod wide;

use core::array::from_fn;
use core::mem::MaybeUninit;
use core::num::NonZero;

use codec_simd::{Kernel, Lanes};
use outbuf::{Full, Lines, Out, Window};

use crate::{BYTES, CHARS, PAD};

/// How to write.
#[derive(Clone, Copy, Debug)]
pub struct Encoding<'a> {
    /// The characters, by the value of the five bits they stand for.
    pub chars: &'a [u8; 32],
    /// Whether the last eight characters are filled.
    pub padded: bool,
    /// The most characters in a line, if there are to be lines. A line is whole groups of
    /// eight, at least one.
    pub columns: Option<NonZero<usize>>,
}

impl<'a> Encoding<'a> {
    /// In one line, and padded.
    pub const fn of(chars: &'a [u8; 32]) -> Self {
        Encoding {
            chars,
            padded: true,
            columns: None,
        }
    }

    fn width(&self) -> Option<NonZero<usize>> {
        NonZero::new((self.columns?.get() / CHARS).max(1) * CHARS)
    }
}

/// The number of characters for `len` bytes; `None` if that is no length of an
/// object in memory.
pub fn encoded_len(len: usize, encoding: &Encoding<'_>) -> Option<usize> {
    let last = match len % BYTES {
        0 => 0,
        _ if encoding.padded => CHARS,
        rest => chars_for(rest),
    };
    let mut text = (len / BYTES).checked_mul(CHARS)?.checked_add(last)?;
    if let Some(width) = encoding.width() {
        text = Lines::len(text, width)?;
    }
    (text <= isize::MAX as usize).then_some(text)
}

/// Writes the characters for `src`, eight for every five bytes.
///
/// Needs room for [`encoded_len`] bytes.
#[inline]
pub fn encode(src: &[u8], encoding: &Encoding<'_>, out: &mut Out<'_>) -> Result<(), Full> {
    match encoding.width() {
        _ if src.is_empty() => Ok(()),
        // One line is enough.
        Some(width) if src.len() > width.get() / CHARS * BYTES => {
            encode_lines(src, width, encoding, out)
        }
        _ => encode_line(src, encoding, out),
    }
}

#[inline]
fn encode_line(src: &[u8], encoding: &Encoding<'_>, out: &mut Out<'_>) -> Result<(), Full> {
    let kernel = Encode {
        src,
        chars: encoding.chars,
        padded: encoding.padded,
        out,
    };
    match src.len() < MANY {
        true => kernel.portable(),
        false => codec_simd::run(kernel),
    }
}

/// From this many bytes on, vectors pay.
const MANY: usize = 30;

/// In pieces that stay in the cache until they are dealt out.
const PIECE: usize = 128 * BYTES;

fn encode_lines(
    src: &[u8],
    width: NonZero<usize>,
    encoding: &Encoding<'_>,
    out: &mut Out<'_>,
) -> Result<(), Full> {
    let mut lines = Lines::new(width);
    let mut memory = [MaybeUninit::uninit(); PIECE / BYTES * CHARS];
    for piece in src.chunks(PIECE) {
        let text = outbuf::fill(&mut memory, |out| encode_line(piece, encoding, out))?;
        lines.write(text, out)?;
    }
    Ok(())
}

/// The characters that `len` bytes, at most five, need.
#[inline(always)]
fn chars_for(len: usize) -> usize {
    (len * CHARS).div_ceil(BYTES)
}

/// All of `src`, in one line.
struct Encode<'e, 'o> {
    src: &'e [u8],
    chars: &'e [u8; 32],
    padded: bool,
    out: &'e mut Out<'o>,
}

impl Kernel for Encode<'_, '_> {
    type Output = Result<(), Full>;

    #[inline(always)]
    fn portable(self) -> Self::Output {
        let Encode {
            src,
            chars,
            padded,
            out,
        } = self;
        let rest = out.map_windows::<BYTES, BYTES, CHARS, CHARS>(src, OneByOne(chars));
        if rest.is_empty() {
            return Ok(());
        }
        // Without a call for so little.
        let text = chars_of(&from_fn(|i| rest.get(i).copied().unwrap_or(0)), chars);
        let used = chars_for(rest.len());
        if padded {
            return out.extend_array::<CHARS>(from_fn(|i| if i < used { text[i] } else { PAD }));
        }
        let [a, b, c, d, e, f, g, _] = text;
        match used {
            2 => out.extend_array([a, b]),
            4 => out.extend_array([a, b, c, d]),
            5 => out.extend_array([a, b, c, d, e]),
            _ => out.extend_array([a, b, c, d, e, f, g]),
        }
    }

    #[inline(always)]
    fn lanes<L: Lanes>(self, token: L::Token) -> Self::Output {
        let src = lanes::encode::<L>(token, self.src, self.chars, self.out);
        Encode { src, ..self }.portable()
    }

    #[cfg(simd_avx512)]
    #[inline(always)]
    fn wide(self, token: codec_simd::wide::Avx512) -> Self::Output {
        wide::encode(token, self)
    }
}

/// A group at a time. (A closure is not inlined where there is much else.)
struct OneByOne<'e>(&'e [u8; 32]);

impl Window<BYTES, CHARS> for OneByOne<'_> {
    #[inline(always)]
    fn map(&mut self, group: &[u8; BYTES]) -> [u8; CHARS] {
        chars_of(group, self.0)
    }
}

#[inline(always)]
fn chars_of(&[a, b, c, d, e]: &[u8; BYTES], chars: &[u8; 32]) -> [u8; CHARS] {
    let bits = u64::from_be_bytes([0, 0, 0, a, b, c, d, e]);
    [35, 30, 25, 20, 15, 10, 5, 0].map(|shift| chars[(bits >> shift) as usize & 0x1f])
}
