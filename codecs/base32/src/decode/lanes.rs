//! 32 characters at a time, 16 in each lane.

use codec_simd::Lanes;
use outbuf::{Out, TryWindow};

use super::Groups;
use crate::values::{Rows, Values};
use crate::{BYTES, CHARS};

/// What finds the value of each character, or anything where the highest bit of the
/// second vector's byte says that it has none.
pub(crate) trait Find<L>: Copy {
    fn values(self, chars: L) -> (L, L);
}

/// Characters whose values follow from the row they are in.
#[derive(Clone, Copy)]
pub(crate) struct InRows<L> {
    half: L,
    none: L,
    with_low: L,
    of_high: L,
    distance: L,
}

impl<L: Lanes> InRows<L> {
    #[inline(always)]
    pub(crate) fn new(token: L::Token, rows: &Rows) -> Self {
        InRows {
            half: L::splat(token, 0xf),
            none: L::splat(token, 0),
            with_low: L::repeat(token, &rows.with_low),
            of_high: L::repeat(token, &rows.of_high),
            distance: L::repeat(token, &rows.distance),
        }
    }
}

impl<L: Lanes> Find<L> for InRows<L> {
    #[inline(always)]
    fn values(self, chars: L) -> (L, L) {
        let low = chars.and(self.half);
        let high = chars.shr16::<4>().and(self.half);
        let rows = low.lookup(self.with_low).and(high.lookup(self.of_high));
        (chars.add8(high.lookup(self.distance)), rows.eq8(self.none))
    }
}

/// Rows of 16 of the codes of ASCII.
#[derive(Clone, Copy)]
pub(crate) struct Any<L>([L; 8]);

impl<L: Lanes> Any<L> {
    #[inline(always)]
    pub(crate) fn new(token: L::Token, values: &Values) -> Self {
        Any(L::table128(token, &values.codes))
    }
}

impl<L: Lanes> Find<L> for Any<L> {
    #[inline(always)]
    fn values(self, chars: L) -> (L, L) {
        // Beyond ASCII all lookups give 0, and the character itself has the bit.
        let codes = chars.lookup128(&self.0);
        (codes, codes.or(chars))
    }
}

/// Registers.
#[derive(Clone, Copy)]
pub(crate) struct Vectors<L: Lanes, F> {
    token: L::Token,
    find: F,
    weights: L,
    order: L,
    shared: L,
}

impl<L: Lanes, F: Find<L>> Vectors<L, F> {
    #[inline(always)]
    pub(crate) fn new(token: L::Token, find: F) -> Self {
        Vectors {
            token,
            find,
            weights: L::repeat(token, &WEIGHTS),
            order: L::repeat(token, &ORDER),
            shared: L::repeat(token, &SHARED),
        }
    }
}

impl<L: Lanes, F: Find<L>> Groups for Vectors<L, F> {
    #[inline(always)]
    fn decode<'s>(self, src: &'s [u8], skip: impl Fn(u8) -> bool, out: &mut Out<'_>) -> &'s [u8] {
        let mut rest = src;
        loop {
            rest = out.try_map_windows::<32, 32, 26, 20>(rest, self);
            // What a window was refused for is found again here: what is before it is
            // decoded.
            let Some(window) = rest.first_chunk() else {
                return rest;
            };
            let (bytes, groups) = self.some_of(window);
            if out.extend_prefix(bytes, groups * BYTES).is_err() {
                return rest;
            }
            rest = &rest[groups * CHARS..];
            match rest.split_first() {
                Some((&char, tail)) if skip(char) => rest = tail,
                _ => return rest,
            }
        }
    }
}

impl<L: Lanes, F: Find<L>> TryWindow<32, 26> for Vectors<L, F> {
    #[inline(always)]
    fn try_map(&mut self, window: &[u8; 32]) -> Option<[u8; 26]> {
        match self.some_of(window) {
            (bytes, 4) => Some(bytes),
            _ => None,
        }
    }
}

impl<L: Lanes, F: Find<L>> Vectors<L, F> {
    /// The bytes of groups, and how many groups there are before anything that is no value.
    #[inline(always)]
    fn some_of(&self, window: &[u8; 32]) -> ([u8; 26], usize) {
        let (values, others) = self.find.values(L::load(self.token, window));
        let others = others.high_bits();
        let pairs = values.weigh8(L::splat16(self.token, 0x0120));
        let quads = pairs.weigh16(self.weights);
        let bytes = self.order.lookup(quads).or(self.shared.lookup(quads));
        let lanes = bytes.to_array();
        let mut joined = [0; 26];
        joined[..16].copy_from_slice(&lanes[..16]);
        joined[10..].copy_from_slice(&lanes[16..]);
        (joined, others.trailing_zeros() as usize / CHARS)
    }
}

/// Of pairs of values, ten bits each: makes 32 bits of two, the first two four bits higher,
/// so that half a byte is free for the others'.
pub(super) const WEIGHTS: [u8; 16] = {
    let weights: [u16; 4] = [1 << 14, 1 << 4, 1 << 10, 1];
    let mut bytes = [0; 16];
    let mut i = 0;
    while i < 16 {
        bytes[i] = (weights[i / 2 % 4] >> (8 * (i % 2))) as u8;
        i += 1;
    }
    bytes
};

/// Where in these 32 bits the bytes are.
const ORDER: [u8; 16] = [
    2, 1, 0, 5, 4, 10, 9, 8, 13, 12, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
];

/// Where the other half of the third byte is.
const SHARED: [u8; 16] = {
    let mut shared = [0x80; 16];
    shared[2] = 6;
    shared[7] = 14;
    shared
};
