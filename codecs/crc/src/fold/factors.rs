//! What lanes are multiplied by: remainders of powers of x.

use super::LANE;

/// Two factors, as a lane has them: of its lower 64 bits and of its higher.
type Pair = [u8; LANE];

/// The factors for a polynomial.
pub(crate) struct Factors {
    /// By 1, 2, 4, … lanes to the left.
    by: [Pair; 7],
    /// What leaves the remainder of four lanes in a row in the sum of the products, with
    /// the zeros that make room for the checksum.
    pub(super) last: [Pair; 4],
}

impl Factors {
    /// For a polynomial of degree 32 without its highest term, low bit first.
    pub(crate) const fn low_first(polynomial: u32) -> Self {
        let mut all = Self::none();
        let mut i = 0;
        while i < all.by.len() {
            all.by[i] = low_first_pair(polynomial, 128 << i);
            i += 1;
        }
        i = 0;
        while i < all.last.len() {
            all.last[i] = low_first_pair(polynomial, 128 * (3 - i as u32) + 32);
            i += 1;
        }
        all
    }

    /// For a polynomial of degree 16 without its highest term, high bit first.
    pub(crate) const fn high_first(polynomial: u16) -> Self {
        let mut all = Self::none();
        let mut i = 0;
        while i < all.by.len() {
            all.by[i] = high_first_pair(polynomial, 128 << i);
            i += 1;
        }
        i = 0;
        while i < all.last.len() {
            all.last[i] = high_first_pair(polynomial, 128 * (3 - i as u32) + 16);
            i += 1;
        }
        all
    }

    const fn none() -> Self {
        Factors {
            by: [[0; LANE]; 7],
            last: [[0; LANE]; 4],
        }
    }

    /// By so many lanes to the left, a power of two up to 64.
    #[inline(always)]
    pub(super) fn by(&self, lanes: usize) -> &Pair {
        &self.by[lanes.trailing_zeros() as usize]
    }
}

/// The factors for a move by `bits`, where the lowest bit of a lane is the highest term.
///
/// The product of 64 bits and 64 bits has 127, here at the lower end: the highest term
/// of a lane is missing, and everything is multiplied by x once too often.
const fn low_first_pair(polynomial: u32, bits: u32) -> Pair {
    let first = low_first_power(polynomial, bits + 64 - 1);
    let second = low_first_power(polynomial, bits - 1);
    pair((first as u64) << 32, (second as u64) << 32)
}

/// The factors for a move by `bits`, where the highest bit of a lane is the highest term.
const fn high_first_pair(polynomial: u16, bits: u32) -> Pair {
    let first = high_first_power(polynomial, bits + 64);
    let second = high_first_power(polynomial, bits);
    pair(second as u64, first as u64)
}

const fn pair(low: u64, high: u64) -> Pair {
    (low as u128 | (high as u128) << 64).to_le_bytes()
}

/// The remainder of x^`exponent`; x^0 is the highest bit.
const fn low_first_power(polynomial: u32, exponent: u32) -> u32 {
    let mut power = 1 << 31;
    let mut done = 0;
    while done < exponent {
        power = (power >> 1) ^ ((power & 1) * polynomial);
        done += 1;
    }
    power
}

/// The remainder of x^`exponent`; x^0 is the lowest bit.
const fn high_first_power(polynomial: u16, exponent: u32) -> u16 {
    let mut power = 1;
    let mut done = 0;
    while done < exponent {
        power = (power << 1) ^ ((power >> 15) * polynomial);
        done += 1;
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gopal et al. print the powers for CRC-32 as 33 bits, one place to the left.
    #[test]
    fn powers_are_those_of_the_paper() {
        let printed = |exponent| u64::from(low_first_power(0xedb8_8320, exponent)) << 1;
        assert_eq!(printed(4 * 128 + 32), 0x1_5444_2bd4);
        assert_eq!(printed(4 * 128 - 32), 0x1_c6e4_1596);
        assert_eq!(printed(128 + 32), 0x1_7519_97d0);
        assert_eq!(printed(128 - 32), 0x0_ccaa_009e);
        assert_eq!(printed(64), 0x1_63cd_6124);
    }

    #[test]
    fn the_remainder_of_a_power_is_the_checksum_of_a_bit_and_zeros() {
        // A checksum is that of data times x^16.
        let data = [0, 0, 1, 0, 0, 0, 0, 0];
        let checksum = crate::crc_hqx(&data, 0);
        assert_eq!(high_first_power(0x1021, 5 * 8 + 16), checksum);
    }
}
