//! Digits with something between them that is passed over.
//!
//! Clean blocks are decoded as they are. Of others the digits are brought side by side first, in a
//! small buffer.

#[cfg(simd_avx512)]
use codec_simd::wide::{Avx512, Wide};
use codec_simd::{ByteSet, Kernel};
use outbuf::Out;

use crate::decode::{VALUES, decode_even};
use crate::{Error, decoded_len};

/// Characters that are looked at before what is there is decoded.
const BLOCK: usize = 1024;

/// The digits of a block, one that was left over before, and what a vector writes behind them.
type Stage = [u8; BLOCK + 1 + 64];

/// Writes one byte for every two digits of `src`, whatever else of `ignored` is there.
///
/// Needs room for [`decoded_len`] bytes, even where fewer are written. Digits are not ignored.
/// Something else is reported even when the number of digits is odd.
///
/// # Errors
/// [`Error::OddDigits`], [`Error::NotHex`], or [`Error::Full`].
#[inline]
pub fn decode_ignoring(src: &[u8], ignored: &ByteSet, out: &mut Out<'_>) -> Result<(), Error> {
    match ignored.is_empty() {
        true => decode_nothing_ignored(src, out),
        false => decode_blocks(src, ignored, out),
    }
}

#[inline]
fn decode_nothing_ignored(src: &[u8], out: &mut Out<'_>) -> Result<(), Error> {
    let (even, last) = src.split_at(src.len() & !1);
    if !even.is_empty() {
        decode_even(even, out)?;
    }
    match *last {
        [digit] if VALUES[usize::from(digit)] < 16 => Err(Error::OddDigits),
        [_] => Err(Error::NotHex),
        _ => Ok(()),
    }
}

fn decode_blocks(src: &[u8], ignored: &ByteSet, out: &mut Out<'_>) -> Result<(), Error> {
    if out.remaining() < decoded_len(src.len()) {
        return Err(Error::Full);
    }
    let classes = classes(ignored);
    let mut stage = [0; BLOCK + 1 + 64];
    // Digits that wait for another: none or one.
    let mut waiting = 0;
    for block in src.chunks(BLOCK) {
        if waiting == 0 && block.len() % 2 == 0 {
            let before = out.written().len();
            if decode_even(block, out).is_ok() {
                continue;
            }
            out.rewind(out.written().len() - before);
        }
        let digits = codec_simd::run(Sift {
            block,
            classes: &classes,
            stage: &mut stage,
            start: waiting,
        })?;
        let whole = digits & !1;
        if whole > 0 {
            decode_even(&stage[..whole], out)?;
        }
        waiting = digits - whole;
        stage[0] = stage[whole];
    }
    match waiting {
        0 => Ok(()),
        _ => Err(Error::OddDigits),
    }
}

const DIGIT: u8 = 0;
const IGNORED: u8 = 0x80;
const OTHER: u8 = 0xff;

/// What each byte is.
fn classes(ignored: &ByteSet) -> [u8; 256] {
    const DIGITS: [u8; 256] = {
        let mut classes = [OTHER; 256];
        let mut byte = 0;
        while byte < 256 {
            if VALUES[byte] < 16 {
                classes[byte] = DIGIT;
            }
            byte += 1;
        }
        classes
    };
    let mut classes = DIGITS;
    for (row, word) in ignored.words().into_iter().enumerate() {
        let mut left = word;
        while left != 0 {
            // A digit has no bit to lose.
            classes[64 * row + left.trailing_zeros() as usize] &= IGNORED;
            left &= left - 1;
        }
    }
    classes
}

/// Brings the digits of a block side by side, from `start` on; gives where they end.
struct Sift<'a> {
    block: &'a [u8],
    classes: &'a [u8; 256],
    stage: &'a mut Stage,
    start: usize,
}

impl Kernel for Sift<'_> {
    type Output = Result<usize, Error>;

    #[inline(always)]
    fn portable(self) -> Self::Output {
        let mut end = self.start;
        let mut all = 0;
        for &char in self.block {
            let class = self.classes[usize::from(char)];
            all |= class;
            // Without a branch that could be foreseen wrongly.
            if let Some(place) = self.stage.get_mut(end) {
                *place = char;
            }
            end += usize::from(class == DIGIT);
        }
        match all {
            OTHER => Err(Error::NotHex),
            _ => Ok(end),
        }
    }

    #[cfg(simd_avx512)]
    #[inline(always)]
    fn wide(self, token: Avx512) -> Self::Output {
        let (low, high) = self.classes.split_at(64);
        let low = Wide::load_prefix(token, low);
        let high = Wide::load_prefix(token, high);
        let other = Wide::splat(token, OTHER);
        let mut end = self.start;
        let mut wrong = 0;
        for part in self.block.chunks(64) {
            let chars = match part.first_chunk() {
                Some(window) => Wide::load(token, window),
                None => Wide::load_prefix(token, part),
            };
            let classes = chars.lookup128(low, high);
            let within = codec_simd::wide::first(part.len());
            wrong |= (classes.eq8(other) | chars.high_bits()) & within;
            let digits = !classes.high_bits() & within;
            if let Some(place) = self.stage[end..].first_chunk_mut() {
                *place = chars.compress(digits).to_array();
            }
            end += digits.count_ones() as usize;
        }
        match wrong {
            0 => Ok(end),
            // If it is not ASCII, it may be ignored all the same.
            _ => self.portable(),
        }
    }
}
