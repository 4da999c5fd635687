//! What folding does with vectors, of two lanes or of four.

use codec_simd::Lanes;
#[cfg(simd_avx512)]
use codec_simd::wide::{Avx512, Wide};

use super::{Code, LANE};

/// The bytes of a lane in reverse.
const REVERSE: [u8; LANE] = [15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0];

/// The same in each of four lanes.
#[cfg(simd_avx512)]
const REVERSE_EACH: [u8; 64] = {
    let mut order = [0; 64];
    let mut i = 0;
    while i < order.len() {
        order[i] = (i - i % LANE) as u8 + REVERSE[i % LANE];
        i += 1;
    }
    order
};

pub(super) trait Vector: Copy {
    type Token: Copy;

    /// How many lanes it has.
    const LANES: usize;

    /// How many bytes.
    const LEN: usize = Self::LANES * LANE;

    /// From the first bytes of memory.
    fn load(token: Self::Token, bytes: &[u8]) -> Self;

    /// The same lane in all places.
    fn repeat(token: Self::Token, lane: &[u8; LANE]) -> Self;

    /// The bytes in the order in which a lane is a polynomial.
    fn ordered<C: Code>(self, token: Self::Token) -> Self;

    /// Sums of polynomials.
    fn xor(self, other: Self) -> Self;

    /// Both halves of each lane multiplied by those of `factors`, and added to `next`.
    fn fold(self, factors: Self, next: Self) -> Self;

    /// Each lane multiplied by the factors of its place from the end, and all added.
    fn last(self, token: Self::Token, factors: &[[u8; LANE]; 4]) -> u128;
}

/// Two lanes.
#[derive(Clone, Copy)]
pub(super) struct Two<L>(pub(super) L);

impl<L: Lanes> Vector for Two<L> {
    type Token = L::Token;

    const LANES: usize = 2;

    #[inline(always)]
    fn load(token: L::Token, bytes: &[u8]) -> Self {
        let bytes = bytes.first_chunk().unwrap_or(&[0; 32]);
        Two(L::load(token, bytes))
    }

    #[inline(always)]
    fn repeat(token: L::Token, lane: &[u8; LANE]) -> Self {
        Two(L::repeat(token, lane))
    }

    #[inline(always)]
    fn ordered<C: Code>(self, token: L::Token) -> Self {
        if C::LOW_FIRST {
            return self;
        }
        Two(L::repeat(token, &REVERSE).lookup(self.0))
    }

    #[inline(always)]
    fn xor(self, other: Self) -> Self {
        Two(self.0.xor(other.0))
    }

    #[inline(always)]
    fn fold(self, factors: Self, next: Self) -> Self {
        let low = self.0.carryless::<false>(factors.0);
        let high = self.0.carryless::<true>(factors.0);
        Two(next.0.xor(low).xor(high))
    }

    #[inline(always)]
    fn last(self, token: L::Token, [.., first, second]: &[[u8; LANE]; 4]) -> u128 {
        let factors = Two(L::load_lanes(token, first, second));
        let products = self.fold(factors, Two(L::splat(token, 0)));
        sum(&products.0.to_array())
    }
}

#[cfg(simd_avx512)]
impl Vector for Wide {
    type Token = Avx512;

    const LANES: usize = 4;

    #[inline(always)]
    fn load(token: Avx512, bytes: &[u8]) -> Self {
        let bytes = bytes.first_chunk().unwrap_or(&[0; 64]);
        Wide::load(token, bytes)
    }

    #[inline(always)]
    fn repeat(token: Avx512, lane: &[u8; LANE]) -> Self {
        let mut bytes = [0; 64];
        for part in bytes.chunks_exact_mut(LANE) {
            part.copy_from_slice(lane);
        }
        Wide::load(token, &bytes)
    }

    #[inline(always)]
    fn ordered<C: Code>(self, token: Avx512) -> Self {
        if C::LOW_FIRST {
            return self;
        }
        Wide::load(token, &REVERSE_EACH).lookup(self)
    }

    #[inline(always)]
    fn xor(self, other: Self) -> Self {
        Wide::xor(self, other)
    }

    #[inline(always)]
    fn fold(self, factors: Self, next: Self) -> Self {
        let low = self.carryless::<false>(factors);
        let high = self.carryless::<true>(factors);
        next.xor3(low, high)
    }

    #[inline(always)]
    fn last(self, token: Avx512, factors: &[[u8; LANE]; 4]) -> u128 {
        let factors = Wide::load(
            token,
            factors.as_flattened().first_chunk().unwrap_or(&[0; 64]),
        );
        let products = self.fold(factors, Wide::splat(token, 0));
        sum(&products.to_array())
    }
}

/// The sum of lanes.
#[inline(always)]
fn sum(lanes: &[u8]) -> u128 {
    let mut sum = 0;
    for lane in lanes.chunks_exact(LANE) {
        sum ^= lane
            .first_chunk()
            .map_or(0, |&lane| u128::from_le_bytes(lane));
    }
    sum
}
