//! From words to digits.
//!
//! Division is as with [lanes](crate::lanes::encode).

use core::array::from_fn;

use codec_simd::wide::{Avx512, Wide};
use outbuf::{Out, TryWindow};

use super::BIG_ENDIAN;
use crate::lanes::encode::{BY_85, BY_SQUARE, SQUARE};
use crate::{DIGITS, WORD};

/// What makes characters of values.
pub(crate) trait Chars: Copy {
    fn of(self, values: Wide) -> Wide;
}

/// Any characters.
#[derive(Clone, Copy)]
pub(crate) struct Table {
    low: Wide,
    high: Wide,
}

impl Table {
    #[inline(always)]
    pub(crate) fn new(token: Avx512, chars: &[u8; 85]) -> Self {
        Table {
            low: Wide::load(token, &from_fn(|i| chars[i])),
            high: Wide::load_prefix(token, &chars[64..]),
        }
    }
}

impl Chars for Table {
    #[inline(always)]
    fn of(self, values: Wide) -> Wide {
        values.lookup128(self.low, self.high)
    }
}

/// Characters one after the other.
#[derive(Clone, Copy)]
pub(crate) struct From(pub(crate) Wide);

impl Chars for From {
    #[inline(always)]
    fn of(self, values: Wide) -> Wide {
        values.add8(self.0)
    }
}

/// What says which words have a short form.
pub(crate) trait Short: Copy {
    /// A bit for each of them.
    fn among(self, words: Wide) -> u16;
}

/// None has.
#[derive(Clone, Copy)]
pub(crate) struct NoneShort;

impl Short for NoneShort {
    #[inline(always)]
    fn among(self, _: Wide) -> u16 {
        0
    }
}

/// Words of four times the same byte, one byte or another.
#[derive(Clone, Copy)]
pub(crate) struct Repeated(pub(crate) Wide, pub(crate) Wide);

impl Short for Repeated {
    #[inline(always)]
    fn among(self, words: Wide) -> u16 {
        words.eq32(self.0) | words.eq32(self.1)
    }
}

/// 64 bytes to 80 digits, if none of the words has a short form.
#[derive(Clone, Copy)]
pub(crate) struct Digits<C, S> {
    token: Avx512,
    chars: C,
    short: S,
}

impl<C: Chars, S: Short> Digits<C, S> {
    #[inline(always)]
    pub(crate) fn new(token: Avx512, chars: C, short: S) -> Self {
        Digits {
            token,
            chars,
            short,
        }
    }

    /// Encodes words until one has a short form, or too little is left for one, and returns the
    /// rest.
    #[inline(always)]
    pub(crate) fn encode<'s>(self, src: &'s [u8], out: &mut Out<'_>) -> &'s [u8] {
        let rest = out.try_map_windows::<64, 64, 80, 80>(src, self);
        if rest.len() < WORD {
            return rest;
        }
        let words = Wide::load_prefix(self.token, rest);
        let count = (rest.len() / WORD).min(self.short.among(words).trailing_zeros() as usize);
        if count == 0 {
            return rest;
        }
        let len = count * DIGITS;
        let [start, end] = self.of(words);
        if out.remaining() < len || start.write_prefix(len.min(64), out).is_err() {
            return rest;
        }
        if len > 64 && end.write_prefix(len - 64, out).is_err() {
            out.rewind(64);
            return rest;
        }
        &rest[count * WORD..]
    }

    /// The first 64 digits, and the 16 after them.
    #[inline(always)]
    fn of(self, words: Wide) -> [Wide; 2] {
        let token = self.token;
        let numbers = Wide::load(token, &BIG_ENDIAN).lookup(words);
        let square = Wide::splat32(token, SQUARE);
        let by_square = Wide::splat32(token, BY_SQUARE);
        let high = numbers.mul32_high(by_square).shr32::<12>();
        let low = numbers.sub32(high.mul32_low(square));
        let first = high.mul32_high(by_square).shr32::<12>();
        let middle = high.sub32(first.weigh16(square));
        // Two times two digits, of 16 bits each.
        let pairs = middle.or(low.shl32::<16>());
        let both = |element: u16| Wide::splat32(token, u32::from(element) * 0x1_0001);
        let firsts = pairs.mul16_high(both(BY_85)).shr16::<6>();
        let seconds = pairs.sub16(firsts.mul16_low(both(85)));
        let four = firsts.or(seconds.shl16::<8>());
        let at = |places| Wide::load(token, places).lookup128(four, first);
        [self.chars.of(at(&START)), self.chars.of(at(&END))]
    }
}

impl<C: Chars, S: Short> TryWindow<64, 80> for Digits<C, S> {
    #[inline(always)]
    fn try_map(&mut self, window: &[u8; 64]) -> Option<[u8; 80]> {
        let words = Wide::load(self.token, window);
        if self.short.among(words) != 0 {
            return None;
        }
        let [start, end] = self.of(words);
        let mut digits = [0; 80];
        digits[..64].copy_from_slice(&start.to_array());
        digits[64..].copy_from_slice(&end.to_array()[..16]);
        Some(digits)
    }
}

/// Where digits are: the last four of each word in one vector, in the next the first ones, which are
/// in the lowest byte of 32 bits each.
const PLACES: [u8; 128] = {
    let mut places = [0; 128];
    let mut i = 0;
    while i < 80 {
        let word = i / DIGITS * 4;
        places[i] = match i % DIGITS {
            0 => 64 + word as u8,
            digit => (word + digit - 1) as u8,
        };
        i += 1;
    }
    places
};

const START: [u8; 64] = half(0);
const END: [u8; 64] = half(64);

const fn half(from: usize) -> [u8; 64] {
    let mut half = [0; 64];
    let mut i = 0;
    while i < 64 {
        half[i] = PLACES[from + i];
        i += 1;
    }
    half
}
