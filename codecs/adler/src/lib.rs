//! Adler-32, the checksum of zlib streams (RFC 1950).
//!
//! Two sums modulo 65521: of the bytes, and of the first sum after each byte. It takes the checksum of what
//! came before, so that data can be given in parts.
#![no_std]
#![forbid(unsafe_code)]

#[cfg(test)]
mod tests;

const MODULUS: u32 = 65521;

/// The checksum of nothing.
pub const START: u32 = 1;

/// So many bytes are added up in lanes of their own.
const LANES: usize = 32;

/// As many rounds of lanes as the sums can take before they have to be reduced: each lane's second
/// sum is at most `255 * n * (n + 1) / 2`, of which the sum of all lanes, weighed by 32, is to fit.
const ROUNDS: usize = 5552 / LANES;

/// Adler-32 of `data`, which follows what `value` is the checksum of.
///
/// Of a `value` that is no checksum, the halves count modulo 65521, as zlib has it: but for a single byte,
/// where zlib subtracts 65521 at most once.
pub fn adler32(data: &[u8], value: u32) -> u32 {
    let (mut low, mut high) = (value & 0xffff, value >> 16);
    if let [byte] = data {
        low = once(low + u32::from(*byte));
        high = once(high + low);
        return (high << 16) | low;
    }
    let mut blocks = data.chunks_exact(LANES * ROUNDS);
    for block in &mut blocks {
        (low, high) = many(low, high, block);
    }
    let rest = blocks.remainder();
    let (block, rest) = rest.split_at(rest.len() / LANES * LANES);
    (low, high) = many(low, high, block);
    for byte in rest {
        low += u32::from(*byte);
        high += low;
    }
    ((high % MODULUS) << 16) | (low % MODULUS)
}

fn once(sum: u32) -> u32 {
    sum.checked_sub(MODULUS).unwrap_or(sum)
}

/// The sums after `block`, which is as many whole rounds as may be.
fn many(low: u32, high: u32, block: &[u8]) -> (u32, u32) {
    let mut sums = [0_u32; LANES];
    let mut sums_of_sums = [0_u32; LANES];
    for round in block.chunks_exact(LANES) {
        for lane in 0..LANES {
            sums_of_sums[lane] += sums[lane];
            sums[lane] += u32::from(round[lane]);
        }
    }
    let low = low % MODULUS;
    let mut high = u64::from(high) + u64::from(low) * block.len() as u64;
    let mut sum = low;
    for lane in 0..LANES {
        // A byte of the last round is in the second sum as often as there are bytes from it on.
        let weight = (LANES - lane) as u64;
        high += u64::from(sums_of_sums[lane]) * LANES as u64 + u64::from(sums[lane]) * weight;
        sum += sums[lane];
    }
    (sum % MODULUS, (high % u64::from(MODULUS)) as u32)
}
