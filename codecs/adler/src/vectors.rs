//! The sums of 64 bytes at a time.

use crate::{Sums, portable};
#[cfg(simd_avx512)]
use codec_simd::wide::Avx512;
use codec_simd::{Kernel, Lanes};

/// The bytes of a step.
const STEP: usize = 64;

/// As many steps as the sums of 32 bits can take: what is added to one of them is at most
/// `4 * 255 * 64` a step for the weighed bytes, and less than `2040 * STEPS * STEPS / 2` for the sums before.
const STEPS: usize = 1024;

/// How often a byte of a step counts in the second sum, from the first on.
const WEIGHTS: [u8; STEP] = {
    let mut weights = [0; STEP];
    let mut place = 0;
    while place < STEP {
        weights[place] = (STEP - place) as u8;
        place += 1;
    }
    weights
};

/// The sums after all of some data.
pub(crate) struct After<'a> {
    pub(crate) sums: Sums,
    pub(crate) data: &'a [u8],
}

impl Kernel for After<'_> {
    type Output = Sums;

    #[inline(always)]
    fn portable(self) -> Sums {
        portable(self.sums, self.data)
    }

    #[inline(always)]
    fn lanes<L: Lanes>(self, token: L::Token) -> Sums {
        let (steps, rest) = self.data.split_at(self.data.len() / STEP * STEP);
        let sums = steps
            .chunks(STEP * STEPS)
            .fold(self.sums, |sums, block| many::<L>(token, sums, block));
        portable(sums, rest)
    }

    #[cfg(simd_avx512)]
    #[inline(always)]
    fn wide(self, token: Avx512) -> Sums {
        let (steps, rest) = self.data.split_at(self.data.len() / STEP * STEP);
        let sums = steps
            .chunks(STEP * STEPS)
            .fold(self.sums, |sums, block| wide(token, sums, block));
        portable(sums, rest)
    }
}

/// The sums after `block`, which is whole steps.
#[inline(always)]
fn many<L: Lanes>(token: L::Token, before: Sums, block: &[u8]) -> Sums {
    let load = |bytes: &[u8], at: usize| match bytes[at..].first_chunk() {
        Some(bytes) => L::load(token, bytes),
        // There are as many, which the compiler sees.
        None => L::splat(token, 0),
    };
    let (first, second) = (load(&WEIGHTS, 0), load(&WEIGHTS, 32));
    let (ones8, ones16) = (L::splat(token, 1), L::splat16(token, 1));
    let none = L::splat(token, 0);
    let (mut sum, mut weighed, mut other, mut sums_before) = (none, none, none, none);
    for step in block.chunks_exact(STEP) {
        let (a, b) = (load(step, 0), load(step, 32));
        sums_before = sums_before.add32(sum);
        let pairs = a.weigh8(ones8).add16(b.weigh8(ones8));
        sum = sum.add32(pairs.weigh16(ones16));
        weighed = weighed.add32(a.weigh8(first).weigh16(ones16));
        other = other.add32(b.weigh8(second).weigh16(ones16));
    }
    let total = |vector: L| total(&vector.to_array());
    before.after(
        block.len(),
        total(sum),
        STEP as u64 * total(sums_before) + total(weighed) + total(other),
    )
}

/// The same with 64 bytes in a vector, of which four take turns: none waits for the one before.
#[cfg(simd_avx512)]
#[inline(always)]
fn wide(token: Avx512, before: Sums, block: &[u8]) -> Sums {
    use codec_simd::wide::Wide;
    let (ones, weights) = (Wide::splat(token, 1), Wide::load(token, &WEIGHTS));
    let none = Wide::splat(token, 0);
    let (mut sums, mut weighed, mut sums_before) = ([none; 4], [none; 4], [none; 4]);
    let turns = block.chunks_exact(4 * STEP);
    let rest = turns.remainder();
    for turn in turns {
        for (place, step) in turn.chunks_exact(STEP).enumerate() {
            let Some(step) = step.first_chunk() else {
                break;
            };
            let bytes = Wide::load(token, step);
            sums_before[place] = sums_before[place].add32(sums[place]);
            sums[place] = sums[place].add_weighed8(bytes, ones);
            weighed[place] = weighed[place].add_weighed8(bytes, weights);
        }
    }
    let (mut low, mut high) = (0, 0);
    for place in 0..4 {
        let sum = total(&sums[place].to_array());
        low += sum;
        // What comes after a vector in its turn counts it once more for each of its bytes.
        high += STEP as u64
            * ((3 - place as u64) * sum + 4 * total(&sums_before[place].to_array()))
            + total(&weighed[place].to_array());
    }
    portable(before.after(block.len() - rest.len(), low, high), rest)
}

/// The sum of 32 bits each.
#[inline(always)]
fn total(bytes: &[u8]) -> u64 {
    let parts = bytes.chunks_exact(4).map(|part| match part.first_chunk() {
        Some(part) => u64::from(u32::from_le_bytes(*part)),
        None => 0,
    });
    parts.sum()
}
