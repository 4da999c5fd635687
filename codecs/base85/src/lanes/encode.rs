//! From words to digits.
//!
//! Division is multiplication by 2⁴⁴/85², which is exact for all numbers of 32 bits, and by
//! 2²²/85 below 85².

use core::array::from_fn;

use codec_simd::Lanes;
use outbuf::{Out, TryWindow};

use super::{BIG_ENDIAN, NONE};

pub(crate) const SQUARE: u32 = 85 * 85;
/// 2⁴⁴/85², rounded up.
pub(crate) const BY_SQUARE: u32 = ((1_u64 << 44) / (SQUARE as u64) + 1) as u32;
/// 2²²/85, rounded up.
pub(crate) const BY_85: u16 = ((1_u32 << 22) / 85 + 1) as u16;

/// What makes characters of values.
pub(crate) trait Chars<L>: Copy {
    fn of(self, values: L) -> L;
}

/// Any characters, in rows of 16.
#[derive(Clone, Copy)]
pub(crate) struct Table<L>([L; 6]);

impl<L: Lanes> Table<L> {
    #[inline(always)]
    pub(crate) fn new(token: L::Token, chars: &[u8; 85]) -> Self {
        let row = |row: usize| {
            let lane = from_fn(|i| chars.get(16 * row + i).copied().unwrap_or(0));
            L::repeat(token, &lane)
        };
        Table([row(0), row(1), row(2), row(3), row(4), row(5)])
    }
}

impl<L: Lanes> Chars<L> for Table<L> {
    #[inline(always)]
    fn of(self, values: L) -> L {
        let [a, b, c, d, e, f] = self.0;
        let (a, b) = (values.lookup(a), values.lookup(b));
        let (c, d) = (values.lookup(c), values.lookup(d));
        let (e, f) = (values.lookup(e), values.lookup(f));
        let bit4 = values.shl16::<3>();
        let bit5 = values.shl16::<2>();
        let bit6 = values.shl16::<1>();
        let low = bit5.select(bit4.select(d, c), bit4.select(b, a));
        bit6.select(bit4.select(f, e), low)
    }
}

/// Characters one after the other.
#[derive(Clone, Copy)]
pub(crate) struct From<L>(pub(crate) L);

impl<L: Lanes> Chars<L> for From<L> {
    #[inline(always)]
    fn of(self, values: L) -> L {
        values.add8(self.0)
    }
}

/// What says which words have a short form.
pub(crate) trait Short<L>: Copy {
    /// Whether one of them has.
    fn is_in(self, words: L) -> bool;
}

/// None has.
#[derive(Clone, Copy)]
pub(crate) struct NoneShort;

impl<L> Short<L> for NoneShort {
    #[inline(always)]
    fn is_in(self, _: L) -> bool {
        false
    }
}

/// Words of four times the same byte, one byte or another.
#[derive(Clone, Copy)]
pub(crate) struct Repeated<L>(pub(crate) L, pub(crate) L);

impl<L: Lanes> Short<L> for Repeated<L> {
    #[inline(always)]
    fn is_in(self, words: L) -> bool {
        all_set(words.eq8(self.0)) | all_set(words.eq8(self.1)) != 0
    }
}

/// A bit for the first byte of each 32 bits of which all bytes are set.
#[inline(always)]
pub(super) fn all_set<L: Lanes>(bytes: L) -> u32 {
    let set = bytes.high_bits();
    set & set >> 1 & set >> 2 & set >> 3 & 0x1111_1111
}

/// 32 bytes to 40 digits, if none of the words has a short form.
#[derive(Clone, Copy)]
pub(crate) struct Digits<L: Lanes, C, S> {
    token: L::Token,
    chars: C,
    short: S,
}

impl<L: Lanes, C: Chars<L>, S: Short<L>> Digits<L, C, S> {
    #[inline(always)]
    pub(crate) fn new(token: L::Token, chars: C, short: S) -> Self {
        Digits {
            token,
            chars,
            short,
        }
    }

    /// Encodes as many words as vectors can, and returns the rest.
    #[inline(always)]
    pub(crate) fn encode<'s>(self, src: &'s [u8], out: &mut Out<'_>) -> &'s [u8] {
        out.try_map_windows::<32, 32, 40, 40>(src, self)
    }
}

impl<L: Lanes, C: Chars<L>, S: Short<L>> TryWindow<32, 40> for Digits<L, C, S> {
    #[inline(always)]
    fn try_map(&mut self, window: &[u8; 32]) -> Option<[u8; 40]> {
        let token = self.token;
        let words = L::load(token, window);
        if self.short.is_in(words) {
            return None;
        }
        let numbers = L::repeat(token, &BIG_ENDIAN).lookup(words);
        let square = L::splat32(token, SQUARE);
        let by_square = L::splat32(token, BY_SQUARE);
        let high = numbers.mul32_high(by_square).shr32::<12>();
        let low = numbers.sub32(high.mul32_low(square));
        let first = high.mul32_high(by_square).shr32::<12>();
        let middle = high.sub32(first.weigh16(square));
        // Two times two digits, of 16 bits each.
        let pairs = middle.or(low.shl32::<16>());
        let firsts = pairs.mul16_high(L::splat16(token, BY_85)).shr16::<6>();
        let seconds = pairs.sub16(firsts.mul16_low(L::splat16(token, 85)));
        let four = self.chars.of(firsts.or(seconds.shl16::<8>()));
        let first = self.chars.of(first);
        let most = L::repeat(token, &FOUR_OF_FIVE).lookup(four);
        let most = most.or(L::repeat(token, &ONE_OF_FIVE).lookup(first));
        // What is beyond 16 bytes: the last four digits of each lane.
        let (most, four) = (most.to_array(), four.to_array());
        let mut digits = [0; 40];
        digits[..16].copy_from_slice(&most[..16]);
        digits[16..20].copy_from_slice(&four[12..16]);
        digits[20..36].copy_from_slice(&most[16..]);
        digits[36..].copy_from_slice(&four[28..]);
        Some(digits)
    }
}

/// Where the last four digits of words go, as far as there is room in a lane.
const FOUR_OF_FIVE: [u8; 16] = [NONE, 0, 1, 2, 3, NONE, 4, 5, 6, 7, NONE, 8, 9, 10, 11, NONE];

/// Where the first digits go, which are in the lowest byte of 32 bits each.
const ONE_OF_FIVE: [u8; 16] = [
    0, NONE, NONE, NONE, NONE, 4, NONE, NONE, NONE, NONE, 8, NONE, NONE, NONE, NONE, 12,
];
