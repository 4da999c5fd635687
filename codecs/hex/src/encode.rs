//! From bytes to digits.

use core::num::NonZero;

use codec_simd::{Kernel, Lanes};
use outbuf::{Full, Out};

use crate::{each, lanes};

/// Bytes handled at once: a vector register of the smallest kind.
const CHUNK: usize = 16;

/// From where a digit would be, were there more than ten, to the letter.
#[inline(always)]
fn to_letters<const UPPER: bool>() -> u8 {
    (if UPPER { b'A' } else { b'a' }) - 10 - b'0'
}

/// What to put between the digits of different bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Separator {
    /// The byte to insert.
    pub byte: u8,
    /// How many bytes of input stand between two separators: counted from the
    /// right end when positive, from the left end when negative.
    pub group: NonZero<isize>,
}

impl Separator {
    /// The length of a group, however large, as a length.
    fn group_len(self) -> usize {
        self.group.get().unsigned_abs()
    }
}

/// The number of digits for `len` bytes; `None` if memory cannot hold so many.
pub fn encoded_len(len: usize) -> Option<usize> {
    bounded_len(len, 0)
}

/// As [`encoded_len`], including the separators.
pub fn encoded_len_with_sep(len: usize, sep: Separator) -> Option<usize> {
    bounded_len(len, len.saturating_sub(1) / sep.group_len())
}

fn bounded_len(len: usize, separators: usize) -> Option<usize> {
    // CPython's bound: below what `isize::MAX` bytes could hold, so that nothing
    // overflows, and where its own functions raise MemoryError.
    let limit = (isize::MAX as usize / 2).checked_sub(separators)?;
    (len < limit).then(|| len * 2 + separators)
}

/// Writes two lowercase digits for each byte of `src`.
///
/// Needs room for [`encoded_len`] bytes.
#[inline]
pub fn encode(src: &[u8], out: &mut Out<'_>) -> Result<(), Full> {
    match src {
        [] => Ok(()),
        _ => encode_cased::<false>(src, out),
    }
}

/// As [`encode`], with uppercase digits: base16 of RFC 4648.
#[inline]
pub fn encode_upper(src: &[u8], out: &mut Out<'_>) -> Result<(), Full> {
    match src {
        [] => Ok(()),
        _ => encode_cased::<true>(src, out),
    }
}

fn encode_cased<const UPPER: bool>(src: &[u8], out: &mut Out<'_>) -> Result<(), Full> {
    if out.remaining() / 2 < src.len() {
        return Err(Full);
    }
    let kernel = Encode::<UPPER> { src, out };
    match src.len() < MANY {
        true => kernel.portable(),
        false => codec_simd::run(kernel),
    }
}

/// From this many bytes on, vectors are chosen by what the processor has.
const MANY: usize = 32;

/// There is room for the digits.
pub(crate) struct Encode<'e, 'o, const UPPER: bool> {
    pub(crate) src: &'e [u8],
    pub(crate) out: &'e mut Out<'o>,
}

impl<const UPPER: bool> Kernel for Encode<'_, '_, UPPER> {
    type Output = Result<(), Full>;

    #[inline(always)]
    fn portable(self) -> Self::Output {
        let Encode { src, out } = self;
        let rest = out.map_chunks(src, digits_of::<CHUNK, { 2 * CHUNK }, UPPER>);
        if rest.is_empty() {
            return Ok(());
        }
        if let Some(last) = src.last_chunk::<CHUNK>() {
            finish::<CHUNK, { 2 * CHUNK }, UPPER>(last, rest.len(), out)
        } else if let Some(last) = src.last_chunk() {
            let rest = out.map_chunks(src, digits_of::<8, 16, UPPER>);
            finish::<8, 16, UPPER>(last, rest.len(), out)
        } else {
            let rest = out.map_chunks(src, digits_of_word::<UPPER>);
            out.map_chunks(rest, |&[byte]| digits::<UPPER>(byte));
            Ok(())
        }
    }

    #[inline(always)]
    fn lanes<L: Lanes>(self, token: L::Token) -> Self::Output {
        if self.src.len() < MANY {
            return self.portable();
        }
        lanes::encode::<L>(token, self.src, digits_by_value::<UPPER>(), self.out)
    }
}

/// Writes the digits of the `new` bytes at the end of `last`.
///
/// Those of the bytes before them are already there; to write them again is
/// faster than to go byte by byte.
#[inline(always)]
fn finish<const K: usize, const N: usize, const UPPER: bool>(
    last: &[u8; K],
    new: usize,
    out: &mut Out<'_>,
) -> Result<(), Full> {
    out.rewind(2 * (K - new));
    out.extend_array(digits_of::<K, N, UPPER>(last))
}

/// As [`encode`], with a separator between groups of bytes.
///
/// Needs room for [`encoded_len_with_sep`] bytes.
pub fn encode_with_sep(src: &[u8], sep: Separator, out: &mut Out<'_>) -> Result<(), Full> {
    let group = sep.group_len();
    // Only the first group depends on where counting starts: the others are
    // whole, except that the last takes what is left.
    let first = if sep.group.is_negative() {
        group.min(src.len())
    } else {
        src.len().checked_sub(1).map_or(0, |last| last % group + 1)
    };
    let kernel = EncodeGroups {
        src,
        first,
        group,
        sep: sep.byte,
        out,
    };
    match src.len() < MANY {
        true => kernel.portable(),
        false => codec_simd::run(kernel),
    }
}

/// Groups of `group` bytes, of which the first has `first`.
pub(crate) struct EncodeGroups<'e, 'o> {
    pub(crate) src: &'e [u8],
    pub(crate) first: usize,
    pub(crate) group: usize,
    pub(crate) sep: u8,
    pub(crate) out: &'e mut Out<'o>,
}

impl Kernel for EncodeGroups<'_, '_> {
    type Output = Result<(), Full>;

    #[inline(always)]
    fn portable(self) -> Self::Output {
        let EncodeGroups {
            src,
            first,
            group,
            sep,
            out,
        } = self;
        let (first, rest) = src.split_at(first);
        match group {
            1 => return encode_groups::<1, 2, 3>(first, rest, sep, out),
            2 => return encode_groups::<2, 4, 5>(first, rest, sep, out),
            4 => return encode_groups::<4, 8, 9>(first, rest, sep, out),
            8 => return encode_groups::<8, 16, 17>(first, rest, sep, out),
            _ => {}
        }
        encode(first, out)?;
        if group <= CHUNK {
            return encode_short_groups(rest, sep, group, out);
        }
        for group in rest.chunks(group) {
            out.push(sep)?;
            encode(group, out)?;
        }
        Ok(())
    }

    #[cfg(simd_avx512)]
    #[inline(always)]
    fn wide(self, token: codec_simd::wide::Avx512) -> Self::Output {
        crate::wide::encode_groups(token, self)
    }
}

/// Encodes groups of `K` bytes, which are `D` digits and with a separator `N`
/// characters; the first group and the last may be shorter.
#[inline(always)]
fn encode_groups<const K: usize, const D: usize, const N: usize>(
    first: &[u8],
    rest: &[u8],
    sep: u8,
    out: &mut Out<'_>,
) -> Result<(), Full> {
    const { assert!(N == 1 + D) };
    match first.first_chunk() {
        Some(first) => out.extend_array(digits_of_few::<K, D>(first))?,
        None => encode(first, out)?,
    }
    let rest = out.map_chunks(rest, |group| {
        let mut text = [sep; N];
        text[1..].copy_from_slice(&digits_of_few::<K, D>(group));
        text
    });
    if rest.is_empty() {
        return Ok(());
    }
    out.push(sep)?;
    encode(rest, out)
}

/// Encodes groups of at most [`CHUNK`] bytes, each after a separator.
///
/// A loop for every few bytes costs more than the digits themselves: those are
/// made for many groups at once and then dealt out.
fn encode_short_groups(src: &[u8], sep: u8, group: usize, out: &mut Out<'_>) -> Result<(), Full> {
    const BLOCK: usize = 4 * CHUNK;
    const WINDOW: usize = 2 * CHUNK;
    // A block with its separators (groups of one byte do not come here),
    // and what the last window has too much.
    const ROOM: usize = 2 * BLOCK + BLOCK / 2 + WINDOW;

    let mut rest = src;
    while rest.len() >= BLOCK && out.remaining() >= ROOM {
        let mut text = [0; 2 * BLOCK];
        for (chunk, window) in rest.chunks_exact(CHUNK).zip(text.chunks_exact_mut(WINDOW)) {
            if let Some(chunk) = chunk.first_chunk::<CHUNK>() {
                window.copy_from_slice(&digits_of::<CHUNK, WINDOW, false>(chunk));
            }
        }
        rest = out.local(|out| {
            let mut text = &text[..];
            let mut rest = rest;
            while let Some(&window) = text.first_chunk::<WINDOW>() {
                out.push(sep)?;
                out.extend_prefix(window, 2 * group)?;
                text = &text[2 * group..];
                rest = &rest[group..];
            }
            Ok(rest)
        })?;
    }
    out.local(|out| {
        for group in rest.chunks(group) {
            out.push(sep)?;
            for &byte in group {
                out.extend_array(digits::<false>(byte))?;
            }
        }
        Ok(())
    })
}

#[inline(always)]
fn digits_of<const K: usize, const N: usize, const UPPER: bool>(chunk: &[u8; K]) -> [u8; N] {
    const { assert!(N == 2 * K) };
    let mut text = [0; N];
    for (i, &byte) in chunk.iter().enumerate() {
        [text[2 * i], text[2 * i + 1]] = [digit::<UPPER>(byte >> 4), digit::<UPPER>(byte & 0xf)];
    }
    text
}

/// As [`digits_of`] for so few bytes that vectors do not pay.
#[inline(always)]
fn digits_of_few<const K: usize, const N: usize>(bytes: &[u8; K]) -> [u8; N] {
    const { assert!(N == 2 * K) };
    let mut text = [0; N];
    for (bytes, text) in bytes.chunks(4).zip(text.chunks_mut(8)) {
        let mut word = [0; 4];
        word[..bytes.len()].copy_from_slice(bytes);
        text.copy_from_slice(&digits_of_word::<false>(&word)[..text.len()]);
    }
    text
}

/// As [`digits_of`] in a word.
#[inline(always)]
fn digits_of_word<const UPPER: bool>(bytes: &[u8; 4]) -> [u8; 8] {
    let mut word = u64::from(u32::from_le_bytes(*bytes));
    word = (word | word << 16) & 0x0000_ffff_0000_ffff;
    word = (word | word << 8) & 0x00ff_00ff_00ff_00ff;
    let nibbles = (word >> 4 | word << 8) & each(0xf);
    let letters = (nibbles + each(6)) >> 4 & each(1);
    (nibbles + each(b'0') + letters * u64::from(to_letters::<UPPER>())).to_le_bytes()
}

/// The digit for a value below 16.
///
/// Random digits make an unpredictable branch; the sign of a difference,
/// spread over the byte, selects without one.
#[inline(always)]
fn digit<const UPPER: bool>(nibble: u8) -> u8 {
    let is_letter = (9_i8 - nibble as i8) >> 7;
    nibble + b'0' + (is_letter as u8 & to_letters::<UPPER>())
}

/// The digits of a byte alone, for which looking them up is faster.
#[inline(always)]
fn digits<const UPPER: bool>(byte: u8) -> [u8; 2] {
    let digits = digits_by_value::<UPPER>();
    [
        digits[usize::from(byte >> 4)],
        digits[usize::from(byte & 0xf)],
    ]
}

#[inline(always)]
fn digits_by_value<const UPPER: bool>() -> &'static [u8; 16] {
    match UPPER {
        true => b"0123456789ABCDEF",
        false => b"0123456789abcdef",
    }
}
