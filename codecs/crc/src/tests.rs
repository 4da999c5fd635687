//! The checksums of `binascii.crc32` and `crc_hqx`, against naive oracles.

extern crate std;

mod kernels;

use std::vec::Vec;

use proptest::prelude::*;

use super::*;

/// Bytes without a pattern that a short shift would not change.
fn sample(len: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let next = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..len).map(next).collect()
}

#[test]
fn the_check_values_of_the_catalogues() {
    assert_eq!(crc32(b"123456789", 0), 0xcbf4_3926);
    assert_eq!(crc_hqx(b"123456789", 0), 0x31c3); // CRC-16/XMODEM
    assert_eq!(crc_hqx(b"123456789", 0xffff), 0x29b1); // CRC-16/IBM-3740
}

#[test]
fn no_data_changes_nothing() {
    assert_eq!(crc32(b"", 0), 0);
    assert_eq!(crc32(b"", 0x1234_5678), 0x1234_5678);
    assert_eq!(crc_hqx(b"", 0x1234), 0x1234);
}

#[test]
fn every_length_and_alignment() {
    let data = sample(310);
    for len in 0..=300 {
        for start in 0..10 {
            let data = &data[start..start + len];
            let init = (len as u32).wrapping_mul(0x9e37_79b9);
            assert_eq!(crc32(data, init), naive::crc32(data, init), "{len}");
            assert_eq!(
                crc_hqx(data, init as u16),
                naive::crc_hqx(data, init as u16),
                "{len}"
            );
        }
    }
}

#[test]
fn every_length_around_the_ways_to_compute_it() {
    let data = sample(20_000);
    for len in (2000..3000).chain((3000..20_000).step_by(97)) {
        assert_eq!(
            crc32(&data[..len], 7),
            naive::crc32(&data[..len], 7),
            "{len}"
        );
    }
}

#[test]
fn a_single_bit_of_long_data_counts() {
    let zeros = Vec::from_iter(std::iter::repeat_n(0, 12_000));
    for place in (0..zeros.len()).step_by(31) {
        let mut data = zeros.clone();
        data[place] = 1 << (place % 8);
        assert_eq!(crc32(&data, !0), naive::crc32(&data, !0), "{place}");
    }
}

/// The algebra that long data rests on: with x^k modulo the CRC polynomial, the
/// terms of the sparse multiple cancel each other.
#[test]
fn the_sparse_polynomial_is_a_multiple() {
    let power = |k: usize| {
        (0..k).fold(1_u32, |power, _| {
            (power << 1) ^ ((power >> 31) * 0x04c1_1db7)
        })
    };
    let terms = [300, 300 - 145, 300 - 183, 300 - 211, 0];
    assert_eq!(terms.map(power).iter().fold(0, |sum, power| sum ^ power), 0);
}

proptest! {
    #[test]
    fn parts_make_the_whole(data in prop::collection::vec(any::<u8>(), 0..9000), at: prop::sample::Index, init: u32) {
        let (first, second) = data.split_at(at.index(data.len() + 1));
        let whole = naive::crc32(&data, init);
        prop_assert_eq!(crc32(&data, init), whole);
        prop_assert_eq!(crc32(second, crc32(first, init)), whole);
        let (init, whole) = (init as u16, naive::crc_hqx(&data, init as u16));
        prop_assert_eq!(crc_hqx(&data, init), whole);
        prop_assert_eq!(crc_hqx(second, crc_hqx(first, init)), whole);
    }
}
