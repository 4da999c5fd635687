//! Long data made short by carry-less multiplication ("folding", V. Gopal et al.,
//! Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction, Intel,
//! 2009).
//!
//! Data is a polynomial, its first bit the highest term, and the checksum is its
//! remainder. A vector of data that stands `n` bits before another may be added to
//! it, if it is multiplied by x^n; and as only the remainder counts, by the remainder
//! of x^n, which has so few bits that the product of it and 64 bits fits in 128.
//!
//! Many vectors at a time do so independently of each other. What is left is one
//! vector, whose lanes are added in the same way, then ten or twelve bytes, then the
//! checksum. Zeros before data change nothing: a beginning that is no whole vector is
//! moved to the end of one.

mod factors;
mod vector;

use core::marker::PhantomData;

#[cfg(simd_avx512)]
use codec_simd::wide::{self, Wide};
use codec_simd::{Kernel, Lanes};

pub(crate) use factors::Factors;
use vector::{Two, Vector};

/// A checksum as folding sees it.
pub(crate) trait Code {
    /// Whether the first bit of a byte is its lowest one.
    const LOW_FIRST: bool;

    /// What to multiply by.
    const FACTORS: &'static Factors;

    /// The register as a change to the first bytes of data, the first one lowest.
    fn change(register: u32) -> u32;

    /// The register after `data`, by other means.
    fn advance(register: u32, data: &[u8]) -> u32;

    /// The register after data that leaves these bytes when the zeros that make room
    /// for a checksum have been appended to it.
    fn remainder(bytes: [u8; LANE]) -> u32;
}

/// The bytes of a lane.
const LANE: usize = 16;

/// From this many bytes on 16 vectors at a time are faster than four.
#[cfg(simd_avx512)]
const LONG: usize = 8192;

/// The bytes of four.
#[cfg(simd_avx512)]
const WIDE: usize = 4 * LANE;

/// The register after all of some data.
pub(crate) struct Fold<'a, C> {
    register: u32,
    data: &'a [u8],
    code: PhantomData<C>,
}

impl<'a, C: Code> Fold<'a, C> {
    pub(crate) fn new(register: u32, data: &'a [u8]) -> Self {
        Fold {
            register,
            data,
            code: PhantomData,
        }
    }
}

impl<C: Code> Kernel for Fold<'_, C> {
    type Output = u32;

    const APART: bool = true;

    #[inline(always)]
    fn portable(self) -> u32 {
        C::advance(self.register, self.data)
    }

    #[inline(always)]
    fn lanes<L: Lanes>(self, token: L::Token) -> u32 {
        match self.data.first_chunk() {
            Some(first) if L::CARRYLESS => {
                let (sum, change, rest) = two_lanes::<C, L>(token, &self, first);
                // More would not stay in sixteen registers.
                fold_all::<C, _, 4>(token, sum, change, rest)
            }
            _ => self.portable(),
        }
    }

    #[cfg(simd_avx512)]
    #[inline(always)]
    fn wide(self, token: wide::Avx512) -> u32 {
        if self.data.len() < size_of::<u32>() {
            return self.portable();
        }
        let (sum, change, rest) = four_lanes::<C>(token, &self);
        match rest.len() < LONG {
            true => fold_all::<C, _, 4>(token, sum, change, rest),
            false => fold_all::<C, _, 16>(token, sum, change, rest),
        }
    }
}

/// The first vector, what the register changes in the next one, and the rest, which is
/// whole vectors. `first` is the first lane of the data.
#[inline(always)]
fn two_lanes<'a, C: Code, L: Lanes>(
    token: L::Token,
    fold: &Fold<'a, C>,
    first: &[u8; LANE],
) -> (Two<L>, Two<L>, &'a [u8]) {
    let change = u128::from(C::change(fold.register));
    // So many bytes that whole lanes follow.
    let (odd, rest) = fold.data.split_at((fold.data.len() - 1) % LANE + 1);
    let bits = 8 * odd.len() as u32;
    let start = (u128::from_le_bytes(*first) ^ change) << (128 - bits);
    let change = change.checked_shr(bits).unwrap_or(0);

    let lanes = |first: u128, second: u128| {
        Two(L::load_lanes(
            token,
            &first.to_le_bytes(),
            &second.to_le_bytes(),
        ))
    };
    match rest.split_first_chunk() {
        Some((&next, rest)) if rest.len() % (2 * LANE) == 0 => {
            let sum = lanes(start, u128::from_le_bytes(next) ^ change);
            (sum, lanes(0, 0), rest)
        }
        _ => (lanes(0, start), lanes(change, 0), rest),
    }
}

/// As [`two_lanes`], for data of at least as many bytes as the register has.
#[cfg(simd_avx512)]
#[inline(always)]
fn four_lanes<'a, C: Code>(token: wide::Avx512, fold: &Fold<'a, C>) -> (Wide, Wide, &'a [u8]) {
    let change = C::change(fold.register);
    let (odd, rest) = fold.data.split_at((fold.data.len() - 1) % WIDE + 1);
    // Not by way of memory, from where a load of so much more than was stored has to wait.
    let prefix = |change: u32| Wide::splat(token, 0).with(0xf, Wide::splat32(token, change));
    let sum = Wide::load_prefix(token, odd).xor(prefix(change));
    let sum = sum.expand(!wide::first(WIDE - odd.len()));
    let change = change.checked_shr(8 * odd.len() as u32).unwrap_or(0);
    (sum, prefix(change), rest)
}

/// The register after `sum` and all of `rest`, to whose first vector `change` is added.
#[inline(always)]
fn fold_all<C: Code, V: Vector, const WAYS: usize>(
    token: V::Token,
    sum: V,
    change: V,
    rest: &[u8],
) -> u32 {
    let load = |bytes: &[u8]| V::load(token, bytes).ordered::<C>(token);
    let by = |vectors: usize| V::repeat(token, C::FACTORS.by(vectors * V::LANES));

    let mut sum = sum.ordered::<C>(token);
    let one = by(1);
    let mut rest = rest;
    if let Some((next, after)) = rest.split_at_checked(V::LEN) {
        sum = sum.fold(one, load(next).xor(change.ordered::<C>(token)));
        rest = after;
    }

    let mut blocks = rest.chunks_exact(WAYS * V::LEN);
    if let Some(block) = blocks.next() {
        let mut sums = [sum; WAYS];
        for (sum, next) in sums.iter_mut().zip(block.chunks_exact(V::LEN)) {
            *sum = load(next);
        }
        sums[0] = sum.fold(one, sums[0]);
        let all = by(WAYS);
        for block in &mut blocks {
            for (sum, next) in sums.iter_mut().zip(block.chunks_exact(V::LEN)) {
                *sum = sum.fold(all, load(next));
            }
        }
        let mut ways = WAYS;
        while ways > 1 {
            ways /= 2;
            for i in 0..ways {
                sums[i] = sums[i].fold(by(ways), sums[i + ways]);
            }
        }
        sum = sums[0];
    }
    for next in blocks.remainder().chunks_exact(V::LEN) {
        sum = sum.fold(one, load(next));
    }

    let last = sum.last(token, &C::FACTORS.last);
    let bytes = if C::LOW_FIRST {
        last.to_le_bytes()
    } else {
        last.to_be_bytes()
    };
    C::remainder(bytes)
}
