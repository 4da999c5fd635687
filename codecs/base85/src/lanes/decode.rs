//! From digits to words.

use codec_simd::Lanes;
use outbuf::{Out, TryWindow};

use super::encode::all_set;
use super::{BIG_ENDIAN, NONE};
use crate::values::Values;
use crate::{DIGITS, WORD};

/// What finds the value of each character, or anything where the highest bit of the
/// second vector's byte says that it has none.
pub(crate) trait Find<L>: Copy {
    fn values(self, chars: L) -> (L, L);
}

/// Rows of 16 of the values of ASCII.
#[derive(Clone, Copy)]
pub(crate) struct Any<L>([L; 8]);

impl<L: Lanes> Any<L> {
    #[inline(always)]
    pub(crate) fn new(token: L::Token, values: &Values) -> Self {
        Any(L::table128(token, &values.0))
    }
}

impl<L: Lanes> Find<L> for Any<L> {
    #[inline(always)]
    fn values(self, chars: L) -> (L, L) {
        // Beyond ASCII all lookups give 0, and the character itself has the bit.
        let values = chars.lookup128(&self.0);
        (values, values.or(chars))
    }
}

/// Characters one after the other.
#[derive(Clone, Copy)]
pub(crate) struct From<L> {
    first: L,
    beyond: L,
}

impl<L: Lanes> From<L> {
    #[inline(always)]
    pub(crate) fn new(token: L::Token, first: u8) -> Self {
        From {
            first: L::splat(token, first),
            beyond: L::splat(token, 0x80 - 85),
        }
    }
}

impl<L: Lanes> Find<L> for From<L> {
    #[inline(always)]
    fn values(self, chars: L) -> (L, L) {
        let values = chars.sub8(self.first);
        (values, values.add8_saturating(self.beyond))
    }
}

/// 40 digits to 32 bytes, if they are digits and the words not too large.
#[derive(Clone, Copy)]
pub(crate) struct Words<L: Lanes, F> {
    token: L::Token,
    find: F,
    /// Whether words of zeros are refused.
    no_zeros: bool,
}

impl<L: Lanes, F: Find<L>> Words<L, F> {
    #[inline(always)]
    pub(crate) fn new(token: L::Token, find: F, no_zeros: bool) -> Self {
        Words {
            token,
            find,
            no_zeros,
        }
    }
}

impl<L: Lanes, F: Find<L>> super::Groups for Words<L, F> {
    #[inline(always)]
    fn decode<'s>(self, src: &'s [u8], skip: impl Fn(u8) -> bool, out: &mut Out<'_>) -> &'s [u8] {
        let mut rest = src;
        loop {
            rest = out.try_map_windows::<40, 40, 32, 32>(rest, self);
            // What a window was refused for is found again here: what is before it is
            // decoded.
            let Some(window) = rest.first_chunk() else {
                return rest;
            };
            let (bytes, words) = self.some_of(window);
            if out.extend_prefix(bytes, words * WORD).is_err() {
                return rest;
            }
            rest = &rest[words * DIGITS..];
            match rest.split_first() {
                Some((&char, tail)) if skip(char) => rest = tail,
                _ => return rest,
            }
        }
    }
}

impl<L: Lanes, F: Find<L>> TryWindow<40, 32> for Words<L, F> {
    #[inline(always)]
    fn try_map(&mut self, window: &[u8; 40]) -> Option<[u8; 32]> {
        let (bytes, words) = self.some_of(window);
        match words {
            8 => Some(bytes),
            _ => None,
        }
    }
}

impl<L: Lanes, F: Find<L>> Words<L, F> {
    /// The bytes of words, and how many words there are before something is wrong.
    #[inline(always)]
    fn some_of(&self, window: &[u8; 40]) -> ([u8; 32], usize) {
        let token = self.token;
        let splat = |element| L::splat32(token, element);
        let start = L::load_lanes(token, lane_at::<0>(window), lane_at::<20>(window));
        let end = L::load_lanes(token, lane_at::<4>(window), lane_at::<24>(window));
        let ones = L::repeat(token, &ONE_OF_FIVE).lookup(start);
        let fours = L::repeat(token, &FOUR_OF_FIVE).lookup(start);
        let fours = fours.or(L::repeat(token, &LAST_FOUR).lookup(end));
        let (ones, not_ones) = self.find.values(ones);
        let (fours, not_fours) = self.find.values(fours);

        let pairs = fours.weigh8(L::splat16(token, 0x0155));
        let rest = pairs.weigh16(splat(1 << 16 | SQUARE));
        let ones = ones.and(splat(0xff));
        let numbers = ones.mul32_low(splat(SQUARE * SQUARE)).add32(rest);
        // The highest bit of 32 is set where these are less.
        let is_most = splat(MOST - 1).sub32(ones);
        let is_more = splat(MOST).sub32(ones);
        let is_rest_more = splat(REST).sub32(rest);
        let too_large = is_most.and(is_rest_more).or(is_more);

        let mut wrong = not_ones.or(not_fours).high_bits();
        wrong |= too_large.high_bits() & 0x8888_8888;
        if self.no_zeros {
            wrong |= all_set(numbers.eq8(splat(0)));
        }
        let bytes = L::repeat(token, &BIG_ENDIAN).lookup(numbers).to_array();
        (bytes, wrong.trailing_zeros() as usize / WORD)
    }
}

#[inline(always)]
fn lane_at<const AT: usize>(window: &[u8; 40]) -> &[u8; 16] {
    window[AT..].first_chunk().unwrap_or(&[0; 16])
}

pub(crate) const SQUARE: u32 = 85 * 85;

/// The greatest first digit, and what the others are at most if it is that.
pub(crate) const MOST: u32 = u32::MAX / (SQUARE * SQUARE);
const REST: u32 = u32::MAX % (SQUARE * SQUARE);

/// The first digits of words, four times each.
const ONE_OF_FIVE: [u8; 16] = [0, 0, 0, 0, 5, 5, 5, 5, 10, 10, 10, 10, 15, 15, 15, 15];

/// The others, as far as they are in the first 16 digits of 20.
const FOUR_OF_FIVE: [u8; 16] = [
    1, 2, 3, 4, 6, 7, 8, 9, 11, 12, 13, 14, NONE, NONE, NONE, NONE,
];

/// Those that are in the last 16.
const LAST_FOUR: [u8; 16] = [
    NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, 12, 13, 14, 15,
];
