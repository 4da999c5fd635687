//! Adler-32, the checksum of zlib streams (RFC 1950).
//!
//! Two sums modulo 65521: of the bytes, and of the first sum after each byte. It takes the checksum of what
//! came before, so that data can be given in parts.
#![no_std]
#![forbid(unsafe_code)]

const _: () = assert!(cfg!(simd_avx512) == codec_simd::HAS_AVX512);

mod combine;
#[cfg(test)]
mod tests;
mod vectors;

pub use combine::adler32_combine;
use vectors::After;

const MODULUS: u64 = 65521;

/// Vectors are worth it from so many bytes on.
const SHORT: usize = 64;

/// The checksum of nothing.
pub const START: u32 = 1;

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
    let sums = Sums {
        low: low.into(),
        high: high.into(),
    };
    let Sums { low, high } = match data.len() < SHORT {
        true => portable(sums, data),
        false => codec_simd::run(After { sums, data }),
    };
    // Both are less than the modulus.
    ((high % MODULUS) as u32) << 16 | (low % MODULUS) as u32
}

fn once(sum: u32) -> u32 {
    sum.checked_sub(MODULUS as u32).unwrap_or(sum)
}

/// The two sums, not always reduced.
#[derive(Clone, Copy)]
struct Sums {
    low: u64,
    high: u64,
}

impl Sums {
    /// Those after `len` bytes whose sums, from 0, are these.
    #[inline(always)]
    fn after(self, len: usize, low: u64, high: u64) -> Sums {
        Sums {
            low: (self.low + low) % MODULUS,
            // `low` is a sum of 16 bits, or one that was reduced.
            high: (self.high + self.low * len as u64 + high) % MODULUS,
        }
    }
}

/// The sums after `data`, byte by byte. Neither overflows: a part is short.
#[inline(always)]
fn portable(mut sums: Sums, data: &[u8]) -> Sums {
    for part in data.chunks(1 << 16) {
        for byte in part {
            sums.low += u64::from(*byte);
            sums.high += sums.low;
        }
        sums = sums.after(0, 0, 0);
    }
    sums
}
