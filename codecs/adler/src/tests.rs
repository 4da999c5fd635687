//! Against the definition.

extern crate std;

use super::{After, START, adler32};
use codec_simd::{Level, run_at};
use proptest::prelude::*;
use std::vec::Vec;

/// RFC 1950, as it says.
fn naive(data: &[u8], value: u32) -> u32 {
    let (mut low, mut high) = (u64::from(value & 0xffff), u64::from(value >> 16));
    for byte in data {
        low = (low + u64::from(*byte)) % 65521;
        high = (high + low) % 65521;
    }
    (high % 65521) as u32 * 0x1_0000 + (low % 65521) as u32
}

#[test]
fn known_values() {
    assert_eq!(adler32(b"", START), 1);
    assert_eq!(adler32(b"a", START), 0x0062_0062);
    assert_eq!(adler32(b"Wikipedia", START), 0x11e6_0398);
}

#[test]
fn the_sums_do_not_overflow() {
    for len in [5551, 5552, 5553, 11104, 100_000, 1 << 20] {
        let data = std::vec![0xff; len];
        assert_eq!(
            adler32(&data, 0xfff0_fff0),
            naive(&data, 0xfff0_fff0),
            "{len}"
        );
    }
}

/// Each set of instructions.
fn at_each_level(data: &[u8], value: u32) {
    let sums = super::Sums {
        low: u64::from(value & 0xffff),
        high: u64::from(value >> 16),
    };
    let expected = naive(data, value);
    for level in Level::ALL.into_iter().filter(|level| level.is_supported()) {
        let sums = run_at(level, After { sums, data }).expect("it is supported");
        let found = (((sums.high % 65521) << 16) | (sums.low % 65521)) as u32;
        assert_eq!(found, expected, "{level:?} {}", data.len());
    }
}

#[test]
fn all_instructions() {
    let data: Vec<u8> = (0..700_u32).map(|n| (n * 131 + n / 7) as u8).collect();
    for len in 0..data.len() {
        at_each_level(&data[..len], START);
        at_each_level(&data[len..], 0xfff0_fff0);
    }
    // As large as sums become before they are reduced, and beyond.
    for len in [1023, 1024, 1025, 2048, 2100].map(|steps| steps * 64 + 7) {
        at_each_level(&std::vec![0xff; len], 0xffff_ffff);
    }
}

#[test]
fn every_length() {
    let data: Vec<u8> = (0..300_u32).map(|n| (n * 7 + n / 3) as u8).collect();
    for len in 0..data.len() {
        assert_eq!(
            adler32(&data[..len], START),
            naive(&data[..len], START),
            "{len}"
        );
    }
}

#[test]
fn what_is_no_checksum() {
    // As zlib does it.
    assert_eq!(adler32(b"", 0xffff_ffff), 0x000e_000e);
    assert_eq!(adler32(b"\xff", 0xffff_ffff), 0x011b_010d);
    assert_eq!(
        adler32(b"\x01\x02", 0xffff_ffff),
        naive(b"\x01\x02", 0xffff_ffff)
    );
}

proptest! {
    #[test]
    fn in_parts(data in prop::collection::vec(any::<u8>(), 0..9000), at in any::<prop::sample::Index>()) {
        let (one, other) = data.split_at(at.index(data.len() + 1));
        let whole = naive(&data, START);
        prop_assert_eq!(adler32(&data, START), whole);
        prop_assert_eq!(adler32(other, adler32(one, START)), whole);
    }
}
