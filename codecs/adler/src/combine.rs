//! The checksum of two pieces of data from the checksums of each.

use crate::MODULUS;

/// The [`adler32`](crate::adler32) of A and B together, from that of A, that of B, and the length of B in bytes.
///
/// The second sum of B had begun with 1 as the first, and not with A's: that is missing once for each
/// byte of B. Of numbers that are no checksums zlib reduces the sums by so much and no more; so does this.
pub fn adler32_combine(first: u32, second: u32, second_len: u64) -> u32 {
    const ONCE: u32 = MODULUS as u32;
    let halves = |checksum: u32| (checksum & 0xffff, checksum >> 16);
    let ((low_a, high_a), (low_b, high_b)) = (halves(first), halves(second));
    let len = (second_len % MODULUS) as u32;
    let missing = (u64::from(len) * u64::from(low_a) % MODULUS) as u32;
    let less = |sum: u32, by: u32| if sum >= by { sum - by } else { sum };
    let low = less(less(low_a + low_b + ONCE - 1, ONCE), ONCE);
    let high = less(less(missing + high_a + high_b + ONCE - len, 2 * ONCE), ONCE);
    low | high << 16
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{START, adler32};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_the_checksum_of_both(a in any::<[u8; 40]>(), b in any::<[u8; 300]>(), cuts in (0..=40_usize, 0..=300_usize)) {
            let (a, b) = (&a[..cuts.0], &b[..cuts.1]);
            let of_a = adler32(a, START);
            let combined = adler32_combine(of_a, adler32(b, START), b.len() as u64);
            prop_assert_eq!(combined, adler32(b, of_a));
        }
    }

    #[test]
    fn any_length_and_what_is_no_checksum() {
        // As zlib 1.3.2 has it.
        assert_eq!(adler32_combine(1, 2, i64::MAX as u64), 2);
        assert_eq!(adler32_combine(0, 0, 0), 0xfff0);
        assert_eq!(adler32_combine(u32::MAX, u32::MAX - 1, 5), 0x005d_000b);
        assert_eq!(adler32_combine(u32::MAX, u32::MAX, 1), 0x0029_000c);
        assert_eq!(
            adler32_combine(0x1234_5678, 0x9abc_def0, 65521),
            0xacf0_3576
        );
        assert_eq!(adler32_combine(70000, 70000, 100_000), 0x8e77_22df);
    }
}
