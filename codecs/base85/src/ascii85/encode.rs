//! From bytes to digits, short forms and lines.

use core::mem::MaybeUninit;
use core::num::NonZero;

use codec_simd::{Kernel, Lanes};
use outbuf::{Full, Lines, Out};

use super::{END, FIRST, SPACES, START, ZEROS, digits_of};
use crate::encode::MANY;
#[cfg(simd_avx512)]
use crate::wide;
use crate::words::{word_of, write_first};
use crate::{DIGITS, WORD, lanes};

/// How to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Encoding {
    /// Whether a word of spaces is `y`.
    pub fold_spaces: bool,
    /// The most characters in a line, if there are to be lines; what frames the text is
    /// never divided.
    pub columns: Option<NonZero<usize>>,
    /// Whether all digits of the last word are written.
    pub pad: bool,
    /// Whether the text is framed.
    pub adobe: bool,
}

impl Encoding {
    /// The most characters in a line.
    fn width(&self) -> Option<NonZero<usize>> {
        let least = if self.adobe { START.len() } else { 1 };
        NonZero::new(self.columns?.get().max(least))
    }

    /// What stands for this word, if it has a short form.
    #[inline(always)]
    fn short(&self, word: [u8; WORD]) -> Option<u8> {
        if word == ZEROS.1 {
            return Some(ZEROS.0);
        }
        (self.fold_spaces && word == SPACES.1).then_some(SPACES.0)
    }
}

/// The number of characters for `src`; `None` if that is no length of an object in memory.
pub fn encoded_len(src: &[u8], encoding: &Encoding) -> Option<usize> {
    let (words, rest) = src.split_at(src.len() - src.len() % WORD);
    let mut short = count_words(words, ZEROS.1);
    if encoding.fold_spaces {
        short += count_words(words, SPACES.1);
    }
    let last = match rest {
        [] => 0,
        _ if !encoding.pad => rest.len() + 1,
        // Only with all digits is it a word like others.
        _ if rest.iter().all(|&byte| byte == 0) => 1,
        _ => DIGITS,
    };
    let start = if encoding.adobe { START.len() } else { 0 };
    let text = (words.len() / WORD - short).checked_mul(DIGITS)?;
    let mut len = text.checked_add(short + last + start)?;
    if let Some(width) = encoding.width() {
        // What is left in the last line.
        let left = (width.get() - len % width) % width;
        len = Lines::len(len, width)?;
        if encoding.adobe && left < END.len() {
            len = len.checked_add(1)?;
        }
    }
    if encoding.adobe {
        len = len.checked_add(END.len())?;
    }
    (len <= isize::MAX as usize).then_some(len)
}

/// How many of the words are this one.
fn count_words(words: &[u8], word: [u8; WORD]) -> usize {
    // Vector code, in sums of 32 bits.
    let blocks = words.chunks(1 << 16);
    let count = |block: &[u8]| -> u32 {
        let is_word = |other: &[u8]| u32::from(other == word);
        block.chunks_exact(WORD).map(is_word).sum()
    };
    blocks.map(|block| count(block) as usize).sum()
}

/// Writes the characters for `src`.
///
/// Needs room for [`encoded_len`] bytes.
pub fn encode(src: &[u8], encoding: &Encoding, out: &mut Out<'_>) -> Result<(), Full> {
    let Some(width) = encoding
        .width()
        .filter(|width| may_exceed(src.len(), *width))
    else {
        if encoding.adobe {
            out.extend(START)?;
        }
        write_words(src, encoding, out)?;
        return match encoding.adobe {
            true => out.extend(END),
            false => Ok(()),
        };
    };

    let mut lines = Lines::new(width);
    if encoding.adobe {
        lines.write(START, out)?;
    }
    // In pieces that stay in the cache until they are dealt out.
    const PIECE: usize = 128 * WORD;
    for piece in src.chunks(PIECE) {
        let mut memory = [MaybeUninit::uninit(); PIECE / WORD * DIGITS];
        let text = outbuf::fill(&mut memory, |out| write_words(piece, encoding, out))?;
        lines.write(text, out)?;
    }
    if encoding.adobe {
        if lines.left() < END.len() {
            out.push(b'\n')?;
        }
        out.extend(END)?;
    }
    Ok(())
}

/// Whether the text for `len` bytes and its frame can be longer than a line.
fn may_exceed(len: usize, width: NonZero<usize>) -> bool {
    let digits = (len / WORD).saturating_add(1).saturating_mul(DIGITS);
    digits.saturating_add(START.len() + END.len()) > width.get()
}

/// Writes digits and short forms.
fn write_words(src: &[u8], encoding: &Encoding, out: &mut Out<'_>) -> Result<(), Full> {
    let kernel = WriteWords { src, encoding, out };
    match src.len() < MANY {
        true => kernel.portable(),
        false => codec_simd::run(kernel),
    }
}

struct WriteWords<'e, 'o> {
    src: &'e [u8],
    encoding: &'e Encoding,
    out: &'e mut Out<'o>,
}

/// What writes words that have no short form, many at once.
trait Long: Copy {
    /// Writes words until one has a short form, or too little is left, and returns the rest.
    fn write<'s>(self, src: &'s [u8], out: &mut Out<'_>) -> &'s [u8];
}

/// Without vectors.
#[derive(Clone, Copy)]
struct NoVectors;

impl Long for NoVectors {
    #[inline(always)]
    fn write<'s>(self, src: &'s [u8], _: &mut Out<'_>) -> &'s [u8] {
        src
    }
}

impl<L, C, S> Long for lanes::encode::Digits<L, C, S>
where
    L: Lanes,
    C: lanes::encode::Chars<L>,
    S: lanes::encode::Short<L>,
{
    #[inline(always)]
    fn write<'s>(self, src: &'s [u8], out: &mut Out<'_>) -> &'s [u8] {
        self.encode(src, out)
    }
}

#[cfg(simd_avx512)]
impl<C, S> Long for wide::encode::Digits<C, S>
where
    C: wide::encode::Chars,
    S: wide::encode::Short,
{
    #[inline(always)]
    fn write<'s>(self, src: &'s [u8], out: &mut Out<'_>) -> &'s [u8] {
        self.encode(src, out)
    }
}

impl Kernel for WriteWords<'_, '_> {
    type Output = Result<(), Full>;

    #[inline(always)]
    fn portable(self) -> Self::Output {
        self.by(NoVectors)
    }

    #[inline(always)]
    fn lanes<L: Lanes>(self, token: L::Token) -> Self::Output {
        let splat = |byte| L::splat(token, byte);
        let chars = lanes::encode::From(splat(FIRST));
        let other = if self.encoding.fold_spaces { b' ' } else { 0 };
        let short = lanes::encode::Repeated(splat(0), splat(other));
        self.by(lanes::encode::Digits::new(token, chars, short))
    }

    #[cfg(simd_avx512)]
    #[inline(always)]
    fn wide(self, token: codec_simd::wide::Avx512) -> Self::Output {
        let splat = |byte| codec_simd::wide::Wide::splat(token, byte);
        let chars = wide::encode::From(splat(FIRST));
        let other = if self.encoding.fold_spaces { b' ' } else { 0 };
        let short = wide::encode::Repeated(splat(0), splat(other));
        self.by(wide::encode::Digits::new(token, chars, short))
    }
}

impl WriteWords<'_, '_> {
    #[inline(always)]
    fn by(self, long: impl Long) -> Result<(), Full> {
        let WriteWords { src, encoding, out } = self;
        let mut rest = src;
        loop {
            rest = long.write(rest, out);
            let before = rest.len();
            rest = write_short(rest, encoding, out)?;
            if rest.len() == before {
                break;
            }
        }
        if rest.is_empty() {
            return Ok(());
        }
        let last = word_of(rest);
        match encoding.short(last) {
            Some(short) if encoding.pad => out.push(short),
            _ if encoding.pad => out.extend_array(digits_of(last)),
            _ => write_first(digits_of(last), rest.len() + 1, out),
        }
    }
}

/// Words that are written one by one before vectors are tried again.
const FEW: usize = 8;

/// Writes a few words, more where they have short forms, and returns the rest.
fn write_short<'s>(
    src: &'s [u8],
    encoding: &Encoding,
    out: &mut Out<'_>,
) -> Result<&'s [u8], Full> {
    out.local(|out| {
        let mut rest = src;
        let mut long = 0;
        while let Some(word) = rest.first_chunk() {
            match encoding.short(*word) {
                // There is seldom just one of them.
                Some(short) if rest.starts_with([*word; FEW].as_flattened()) => {
                    out.extend_array([short; FEW])?;
                    rest = &rest[FEW * WORD..];
                    continue;
                }
                Some(short) => out.push(short)?,
                None if long == FEW => break,
                None => {
                    out.extend_array(digits_of(*word))?;
                    long += 1;
                }
            }
            rest = &rest[WORD..];
        }
        Ok(rest)
    })
}
