//! 64 characters at a time.

use core::array::from_fn;

use codec_simd::wide::{Avx512, Wide};
use outbuf::{Out, TryWindow};

use super::Groups;
use super::lanes::WEIGHTS;
use crate::values::Values;
use crate::{BYTES, CHARS};

/// The bytes that the characters of a vector stand for.
const MANY: usize = 64 / CHARS * BYTES;

/// Registers.
#[derive(Clone, Copy)]
pub(crate) struct Vectors {
    token: Avx512,
    low: Wide,
    high: Wide,
    weights: Wide,
    order: Wide,
    shared: Wide,
}

impl Vectors {
    #[inline(always)]
    pub(crate) fn new(token: Avx512, values: &Values) -> Self {
        Vectors {
            token,
            low: Wide::load(token, &from_fn(|i| values.codes[i])),
            high: Wide::load(token, &from_fn(|i| values.codes[64 + i])),
            weights: Wide::load(token, &from_fn(|i| WEIGHTS[i % 16])),
            order: Wide::load(token, &ORDER),
            shared: Wide::load(token, &SHARED),
        }
    }
}

impl Groups for Vectors {
    #[inline(always)]
    fn decode<'s>(self, src: &'s [u8], skip: impl Fn(u8) -> bool, out: &mut Out<'_>) -> &'s [u8] {
        let mut rest = src;
        loop {
            rest = out.try_map_windows::<64, 64, 64, MANY>(rest, self);
            // What a window was refused for is found again here: what is before it is
            // decoded. So is what fills no window, or has no room for one.
            let part = &rest[..rest.len().min(64)];
            let (bytes, groups) = self.some_of(Wide::load_prefix(self.token, part));
            let groups = groups.min(part.len() / CHARS);
            if bytes.write_prefix(groups * BYTES, out).is_err() {
                return rest;
            }
            rest = &rest[groups * CHARS..];
            if groups < 64 / CHARS {
                match rest.split_first() {
                    Some((&char, tail)) if skip(char) => rest = tail,
                    _ => return rest,
                }
            }
        }
    }
}

impl TryWindow<64, 64> for Vectors {
    #[inline(always)]
    fn try_map(&mut self, window: &[u8; 64]) -> Option<[u8; 64]> {
        match self.some_of(Wide::load(self.token, window)) {
            (bytes, 8) => Some(bytes.to_array()),
            _ => None,
        }
    }
}

impl Vectors {
    /// The bytes of groups, and how many groups there are before anything that is no value.
    #[inline(always)]
    fn some_of(&self, chars: Wide) -> (Wide, usize) {
        // The lookup takes seven bits; the other one is for itself.
        let values = chars.lookup128(self.low, self.high);
        let others = values.or(chars).high_bits();
        let pairs = values.weigh8(Wide::splat32(self.token, 0x0120_0120));
        let quads = pairs.weigh16(self.weights);
        let bytes = self.order.lookup(quads).or(self.shared.lookup(quads));
        (bytes, others.trailing_zeros() as usize / CHARS)
    }
}

/// As in lanes, from group to group.
const ORDER: [u8; 64] = {
    let mut order = [0; 64];
    let mut i = 0;
    while i < MANY {
        order[i] = (i / BYTES * CHARS) as u8 + [2, 1, 0, 5, 4][i % BYTES];
        i += 1;
    }
    order
};

/// The fourth of the 32 bits' bytes is always zero.
const SHARED: [u8; 64] = {
    let mut shared = [3; 64];
    let mut group = 0;
    while group < 64 / CHARS {
        shared[group * BYTES + 2] = (group * CHARS) as u8 + 6;
        group += 1;
    }
    shared
};
