//! Each set of instructions against the naive way: all lengths and alignments.

use std::boxed::Box;

use codec_simd::{Level, run_at};

use super::*;
use crate::crc32::Crc32;
use crate::fold::{Code, Fold};
use crate::hqx::Hqx;

/// The register after `data`, by folding wherever that is possible at `level`; the data's
/// memory ends with it, for tools that watch memory.
fn folded<C: Code>(level: Level, register: u32, data: &[u8]) -> u32 {
    let data: Box<[u8]> = data.into();
    run_at(level, Fold::<C>::new(register, &data)).unwrap()
}

fn levels() -> impl Iterator<Item = Level> {
    Level::ALL.into_iter().filter(|level| level.is_supported())
}

#[test]
fn all_lengths() {
    let data = sample(4096);
    // What the naive way has after each byte.
    let (mut crc, mut hqx) = (0x1234_5678, 0x9abc);
    for len in 0..=data.len() {
        for level in levels() {
            let data = &data[..len];
            assert_eq!(
                !folded::<Crc32>(level, !0x1234_5678, data),
                crc,
                "{level:?} {len}"
            );
            assert_eq!(
                folded::<Hqx>(level, 0x9abc, data),
                u32::from(hqx),
                "{level:?} {len}"
            );
        }
        if let Some(&next) = data.get(len) {
            crc = naive::crc32(&[next], crc);
            hqx = naive::crc_hqx(&[next], hqx);
        }
    }
}

#[test]
fn all_alignments() {
    const EDGES: [usize; 12] = [0, 1, 15, 16, 17, 63, 64, 65, 1023, 1024, 1025, 2100];
    let data = sample(4096 + 64);
    for start in 0..64 {
        // Each start has lengths of its own, besides those that matter.
        for len in EDGES.into_iter().chain((start..=4096).step_by(64)) {
            let data = &data[start..start + len];
            let expected = [!naive::crc32(data, 7), u32::from(naive::crc_hqx(data, 7))];
            for level in levels() {
                let registers = [
                    run_at(level, Fold::<Crc32>::new(!7, data)).unwrap(),
                    run_at(level, Fold::<Hqx>::new(7, data)).unwrap(),
                ];
                assert_eq!(registers, expected, "{level:?} {start} {len}");
            }
        }
    }
}

#[test]
fn each_bit_of_long_data_counts() {
    for level in levels() {
        for place in (0..9000 * 8).step_by(101) {
            let mut data = std::vec![0; 9000];
            data[place / 8] = 1 << (place % 8);
            let expected = Crc32::advance(0, &data);
            assert_eq!(
                folded::<Crc32>(level, 0, &data),
                expected,
                "{level:?} {place}"
            );
            let expected = Hqx::advance(0, &data);
            assert_eq!(
                folded::<Hqx>(level, 0, &data),
                expected,
                "{level:?} {place}"
            );
        }
    }
}

/// The property of the factors that folding rests on: x^n times data that was moved is the
/// data that stands n bits before.
#[test]
fn zeros_after_data_are_a_product() {
    for level in levels() {
        for zeros in [1, 16, 64, 100, 1024, 5000] {
            let mut data = sample(100);
            data.resize(100 + zeros, 0);
            assert_eq!(
                !folded::<Crc32>(level, !0, &data),
                naive::crc32(&data, 0),
                "{level:?} {zeros}"
            );
        }
    }
}
