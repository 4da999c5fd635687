//! From digits to words.

use core::array::from_fn;

use codec_simd::wide::{Avx512, Wide};
use outbuf::{Out, TryWindow};

use super::BIG_ENDIAN;
use crate::lanes::decode::{MOST, SQUARE};
use crate::values::Values;
use crate::{DIGITS, WORD};

/// What finds the value of each character, and says which have none.
pub(crate) trait Find: Copy {
    fn values(self, chars: Wide) -> (Wide, u64);
}

/// The values of ASCII.
#[derive(Clone, Copy)]
pub(crate) struct Any {
    low: Wide,
    high: Wide,
}

impl Any {
    #[inline(always)]
    pub(crate) fn new(token: Avx512, values: &Values) -> Self {
        Any {
            low: Wide::load(token, &from_fn(|i| values.0[i])),
            high: Wide::load(token, &from_fn(|i| values.0[64 + i])),
        }
    }
}

impl Find for Any {
    #[inline(always)]
    fn values(self, chars: Wide) -> (Wide, u64) {
        // The lookup takes seven bits of the character; the other one is for itself.
        let values = chars.lookup128(self.low, self.high);
        (values, values.or(chars).high_bits())
    }
}

/// Characters one after the other.
#[derive(Clone, Copy)]
pub(crate) struct From {
    first: Wide,
    greatest: Wide,
}

impl From {
    #[inline(always)]
    pub(crate) fn new(token: Avx512, first: u8) -> Self {
        From {
            first: Wide::splat(token, first),
            greatest: Wide::splat(token, 84),
        }
    }
}

impl Find for From {
    #[inline(always)]
    fn values(self, chars: Wide) -> (Wide, u64) {
        let values = chars.sub8(self.first);
        (values, self.greatest.lt8(values))
    }
}

/// 80 digits to 64 bytes, if they are digits and the words not too large.
#[derive(Clone, Copy)]
pub(crate) struct Words<F> {
    token: Avx512,
    find: F,
    /// Whether words of zeros are refused.
    no_zeros: bool,
}

impl<F: Find> Words<F> {
    #[inline(always)]
    pub(crate) fn new(token: Avx512, find: F, no_zeros: bool) -> Self {
        Words {
            token,
            find,
            no_zeros,
        }
    }

    /// The bytes of words, and how many words there are before something is wrong, of the first
    /// 64 characters and the 16 after them.
    #[inline(always)]
    fn some_of(&self, start: Wide, end: Wide) -> (Wide, usize) {
        let token = self.token;
        let splat = |element| Wide::splat32(token, element);
        let (start, not_start) = self.find.values(start);
        let (end, not_end) = self.find.values(end);
        let at = |places| Wide::load(token, places).lookup128(start, end);
        let ones = at(&ONE_OF_FIVE).and(splat(0xff));
        let pairs = at(&FOUR_OF_FIVE).weigh8(splat(0x0155_0155));
        let rest = pairs.weigh16(splat(1 << 16 | SQUARE));
        let numbers = ones.mul32_low(splat(SQUARE * SQUARE)).add32(rest);
        // Of the greatest first digit the sum may wrap, of greater ones the product does.
        let mut wrong = numbers.lt32(rest) | splat(MOST).lt32(ones);
        if self.no_zeros {
            wrong |= numbers.eq32(splat(0));
        }
        let digits = match not_start {
            0 => 64 + not_end.trailing_zeros(),
            _ => not_start.trailing_zeros(),
        };
        let words = (digits as usize / DIGITS).min(wrong.trailing_zeros() as usize);
        (Wide::load(token, &BIG_ENDIAN).lookup(numbers), words)
    }
}

impl<F: Find> crate::lanes::Groups for Words<F> {
    #[inline(always)]
    fn decode<'s>(self, src: &'s [u8], skip: impl Fn(u8) -> bool, out: &mut Out<'_>) -> &'s [u8] {
        let mut rest = src;
        while rest.len() >= DIGITS {
            let start = Wide::load_prefix(self.token, rest);
            let end = Wide::load_prefix(self.token, rest.get(64..).unwrap_or(&[]));
            let (bytes, words) = self.some_of(start, end);
            let words = words.min(rest.len() / DIGITS).min(16);
            if words > 0 && bytes.write_prefix(words * WORD, out).is_err() {
                return rest;
            }
            rest = &rest[words * DIGITS..];
            if words == 16 {
                // Only then: what is not clean at once is in short lines, and looked at once.
                rest = out.try_map_windows::<80, 80, 64, 64>(rest, self);
                continue;
            }
            match rest.split_first() {
                Some((&char, tail)) if skip(char) => rest = tail,
                _ => return rest,
            }
        }
        rest
    }
}

impl<F: Find> TryWindow<80, 64> for Words<F> {
    #[inline(always)]
    fn try_map(&mut self, window: &[u8; 80]) -> Option<[u8; 64]> {
        let (start, end) = window.split_at(64);
        let start = Wide::load_prefix(self.token, start);
        let end = Wide::load_prefix(self.token, end);
        let (bytes, words) = self.some_of(start, end);
        match words {
            16.. => Some(bytes.to_array()),
            _ => None,
        }
    }
}

/// The first digits of words, in the lowest byte of 32 bits each.
const ONE_OF_FIVE: [u8; 64] = {
    let mut places = [0; 64];
    let mut i = 0;
    while i < 64 {
        places[i] = (i / 4 * DIGITS) as u8;
        i += 1;
    }
    places
};

/// The others.
const FOUR_OF_FIVE: [u8; 64] = {
    let mut places = [0; 64];
    let mut i = 0;
    while i < 64 {
        places[i] = (i / 4 * DIGITS + 1 + i % 4) as u8;
        i += 1;
    }
    places
};
