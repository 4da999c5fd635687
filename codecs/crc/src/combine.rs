//! The checksum of two pieces of data from the checksums of each.
//!
//! To append `n` zero bytes to data multiplies its checksum, as a polynomial over GF(2), by x⁸ⁿ; what is
//! appended instead adds its own. A polynomial modulo that of CRC-32 is a `u32`, of which the highest bit
//! stands for x⁰.

/// The polynomial, without x³².
const POLYNOMIAL: u32 = 0xedb8_8320;
const ONE: u32 = 1 << 31;

/// The [`crc32`](crate::crc32) of A and B together, from that of A, that of B, and the length of B in bytes.
pub fn crc32_combine(first: u32, second: u32, second_len: u64) -> u32 {
    multiplied(power_of_x8(second_len), first) ^ second
}

/// x to the power of `8 * exponent`, by squaring.
fn power_of_x8(mut exponent: u64) -> u32 {
    let mut power = ONE;
    let mut square = ONE >> 8;
    while exponent > 0 {
        if exponent & 1 == 1 {
            power = multiplied(power, square);
        }
        square = multiplied(square, square);
        exponent >>= 1;
    }
    power
}

/// The product of two polynomials: the sum of one, times x to the place of each bit of the other.
fn multiplied(a: u32, mut b: u32) -> u32 {
    let mut product = 0;
    for place in 0..32 {
        if a & (ONE >> place) != 0 {
            product ^= b;
        }
        b = (b >> 1) ^ if b & 1 == 1 { POLYNOMIAL } else { 0 };
    }
    product
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crc32;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_the_checksum_of_both(a in any::<[u8; 40]>(), b in any::<[u8; 300]>(), cuts in (0..=40_usize, 0..=300_usize)) {
            let (a, b) = (&a[..cuts.0], &b[..cuts.1]);
            let combined = crc32_combine(crc32(a, 0), crc32(b, 0), b.len() as u64);
            prop_assert_eq!(combined, crc32(b, crc32(a, 0)));
        }
    }

    #[test]
    fn any_length_and_what_is_no_checksum() {
        // As zlib 1.3.2 has it.
        assert_eq!(crc32_combine(1, 2, i64::MAX as u64), 0x12);
        assert_eq!(crc32_combine(u32::MAX, u32::MAX, 1), 0xd202_ef8d);
        assert_eq!(crc32_combine(0xffff_0000, u32::MAX, 65520), 0xec81_640d);
        assert_eq!(crc32_combine(7, 5, 0), 7 ^ 5);
    }
}
