//! From bytes to characters, in one line or in several.

mod lanes;
#[cfg(simd_avx512)]
mod wide;

use core::num::NonZero;

use codec_simd::{Kernel, Lanes};
use outbuf::{Full, Out};

use crate::alphabet::PAD;

/// How characters are laid out.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// Whether the last quad is padded to four characters.
    pub padded: bool,
    /// How many characters are between two line ends; no line ends if it is nothing.
    ///
    /// Lines are whole quads: as many as fit, and at least one.
    pub width: Option<NonZero<usize>>,
}

impl Layout {
    /// In one line, padded.
    pub const PLAIN: Layout = Layout {
        padded: true,
        width: None,
    };

    /// The bytes of a line.
    fn line(self) -> Option<usize> {
        // No more than there can be in memory.
        let quads = |width: NonZero<usize>| (width.get() / 4).clamp(1, isize::MAX as usize / 4);
        self.width.map(|width| quads(width) * 3)
    }

    /// The number of characters and line ends for `len` bytes; `None` if that is no length of
    /// an object in memory.
    pub fn encoded_len(self, len: usize) -> Option<usize> {
        let text = match self.padded {
            true => len.div_ceil(3).checked_mul(4)?,
            // Two or three characters for what is over.
            false => (len / 3).checked_mul(4)? + (len % 3 * 4).div_ceil(3),
        };
        let ends = match self.line() {
            Some(line) if len > 0 => (len - 1) / line,
            _ => 0,
        };
        let text = text.checked_add(ends)?;
        (text <= isize::MAX as usize).then_some(text)
    }
}

/// The number of characters for `len` bytes, padded; `None` if that is no length of an
/// object in memory.
pub fn encoded_len(len: usize) -> Option<usize> {
    Layout::PLAIN.encoded_len(len)
}

/// Writes the characters for `src`, four for every three bytes, padded. `chars` are by value, and
/// need not differ.
///
/// Needs room for [`encoded_len`] bytes.
///
/// # Errors
/// If there is no room.
#[inline]
pub fn encode(src: &[u8], chars: &[u8; 64], out: &mut Out<'_>) -> Result<(), Full> {
    match src {
        [] => Ok(()),
        _ => codec_simd::run(Encode {
            src,
            chars,
            padded: true,
            out,
        }),
    }
}

/// As [`encode`], in any [`Layout`]. There is no line end after the last line.
///
/// Needs room for [`Layout::encoded_len`] bytes.
///
/// # Errors
/// If there is no room.
#[inline]
pub fn encode_in(
    layout: Layout,
    src: &[u8],
    chars: &[u8; 64],
    out: &mut Out<'_>,
) -> Result<(), Full> {
    let mut src = src;
    if let Some(line) = layout.line().filter(|line| src.len() > *line) {
        src = codec_simd::run(Lines {
            src,
            line,
            chars,
            out,
        })?;
    }
    match src {
        [] => Ok(()),
        _ => codec_simd::run(Encode {
            src,
            chars,
            padded: layout.padded,
            out,
        }),
    }
}

struct Encode<'e, 'o> {
    src: &'e [u8],
    chars: &'e [u8; 64],
    padded: bool,
    out: &'e mut Out<'o>,
}

impl Kernel for Encode<'_, '_> {
    type Output = Result<(), Full>;

    #[inline(always)]
    fn portable(self) -> Self::Output {
        let chars = self.chars;
        let rest = self
            .out
            .map_chunks(self.src, |chunk| chars_of_chunk(chunk, chars));
        let rest = self
            .out
            .map_chunks(rest, |&[a, b, c]| chars_of(a, b, c, chars));
        match *rest {
            [] => Ok(()),
            [a] => {
                let [first, second, ..] = chars_of(a, 0, 0, chars);
                match self.padded {
                    true => self.out.extend_array([first, second, PAD, PAD]),
                    false => self.out.extend_array([first, second]),
                }
            }
            [a, b] => {
                let [first, second, third, _] = chars_of(a, b, 0, chars);
                match self.padded {
                    true => self.out.extend_array([first, second, third, PAD]),
                    false => self.out.extend_array([first, second, third]),
                }
            }
            _ => Err(Full),
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
        wide::encode(token, self.src, self.chars, self.padded, self.out)
    }
}

/// Encodes the lines that others follow, each with its end; gives the last.
struct Lines<'s, 'e, 'o> {
    src: &'s [u8],
    /// The bytes of a line, a multiple of three and fewer than there are.
    line: usize,
    chars: &'e [u8; 64],
    out: &'e mut Out<'o>,
}

impl<'s> Kernel for Lines<'s, '_, '_> {
    type Output = Result<&'s [u8], Full>;

    #[inline(always)]
    fn portable(self) -> Self::Output {
        let chars = self.chars;
        match self.line {
            3 => {
                return self.short(|&[a, b, c]: &[u8; 3]| {
                    let [a, b, c, d] = chars_of(a, b, c, chars);
                    [a, b, c, d, b'\n']
                });
            }
            6 => {
                return self.short(|chunk| {
                    let [a, b, c, d, e, f, g, h] = chars_of_chunk(chunk, chars);
                    [a, b, c, d, e, f, g, h, b'\n']
                });
            }
            _ => {}
        }
        let mut rest = self.src;
        while rest.len() > self.line {
            let (line, tail) = rest.split_at(self.line);
            Encode {
                src: line,
                chars: self.chars,
                padded: true,
                out: self.out,
            }
            .portable()?;
            self.out.push(b'\n')?;
            rest = tail;
        }
        Ok(rest)
    }

    #[inline(always)]
    fn lanes<L: Lanes>(self, token: L::Token) -> Self::Output {
        if self.line <= 6 {
            return self.portable();
        }
        lanes::encode_lines::<L>(token, self.src, self.line, self.chars, self.out)
    }

    #[cfg(simd_avx512)]
    #[inline(always)]
    fn wide(self, token: codec_simd::wide::Avx512) -> Self::Output {
        wide::encode_lines(token, self.src, self.line, self.chars, self.out)
    }
}

impl<'s> Lines<'s, '_, '_> {
    /// Lines of `K` bytes.
    #[inline(always)]
    fn short<const K: usize, const N: usize>(
        self,
        line: impl FnMut(&[u8; K]) -> [u8; N],
    ) -> Result<&'s [u8], Full> {
        let (lines, last) = self.src.split_at((self.src.len() - 1) / K * K);
        match self.out.map_chunks(lines, line) {
            [] => Ok(last),
            _ => Err(Full),
        }
    }
}

/// Two of [`chars_of`] with one store.
#[inline(always)]
fn chars_of_chunk(&[a, b, c, d, e, f]: &[u8; 6], chars: &[u8; 64]) -> [u8; 8] {
    let bits = u64::from_be_bytes([0, 0, a, b, c, d, e, f]);
    [42, 36, 30, 24, 18, 12, 6, 0].map(|shift| chars[(bits >> shift) as usize & 0x3f])
}

#[inline(always)]
fn chars_of(a: u8, b: u8, c: u8, chars: &[u8; 64]) -> [u8; 4] {
    let bits = u32::from_be_bytes([0, a, b, c]);
    [18, 12, 6, 0].map(|shift| chars[(bits >> shift) as usize & 0x3f])
}
