//! What is written is what RFC 1951 says, for two readers: a naive one and another implementation.

mod codes;
mod forms;
mod quick;

use crate::{Level, WORDS, Work, deflate, naive};
use core::mem::MaybeUninit;
use outbuf::Full;
use proptest::collection::vec as any_vec;
use proptest::prelude::*;
use std::boxed::Box;
use std::io::Read;
use std::vec;
use std::vec::Vec;

const LEVELS: core::ops::RangeInclusive<u8> = 1..=9;
const LARGEST_WINDOW: usize = 1 << 15;

fn work(content: u16) -> Box<Work> {
    let words = vec![content; WORDS].into_boxed_slice();
    words.try_into().expect("as long")
}

fn level(number: u8) -> Level {
    Level::new(number).expect("a level")
}

/// `data` deflated, in exactly the room that was asked for.
fn deflated(data: &[u8], number: u8, window: usize, work: &mut Work) -> Vec<u8> {
    let block = deflate(data, level(number), window, work).expect("small data");
    let mut memory = vec![MaybeUninit::uninit(); block.len()];
    let written = outbuf::fill(&mut memory, |out| block.write(out)).expect("as long as it said");
    assert_eq!(written.len(), block.len());
    written.to_vec()
}

/// What it means to the naive reader, and the farthest distance; the other one agrees.
fn inflated(written: &[u8]) -> (Vec<u8>, usize) {
    let (data, farthest) = naive::inflate(written);
    let mut other = Vec::new();
    let mut reader = flate2::read::DeflateDecoder::new(written);
    reader.read_to_end(&mut other).expect("it is a stream");
    assert_eq!(data, other);
    (data, farthest)
}

/// Deflates `data` and reads it: how long it is.
fn round_trip(data: &[u8], number: u8, window: usize, work: &mut Work) -> usize {
    let written = deflated(data, number, window, work);
    let (read, farthest) = inflated(&written);
    assert!(read == data, "level {number}: {data:?}");
    assert!(farthest <= window, "level {number}: {farthest}");
    written.len()
}

#[test]
fn there_are_nine_levels() {
    let levels = (0..=u8::MAX).filter(|&number| Level::new(number).is_some());
    assert!(levels.eq(LEVELS));
}

#[test]
fn all_of_two_bytes_and_less() {
    let mut work = work(0);
    for number in LEVELS {
        round_trip(b"", number, LARGEST_WINDOW, &mut work);
        for byte in 0..=u8::MAX {
            round_trip(&[byte], number, LARGEST_WINDOW, &mut work);
        }
    }
    for one in 0..=u8::MAX {
        for other in 0..=u8::MAX {
            round_trip(&[one, other], 6, LARGEST_WINDOW, &mut work);
        }
    }
}

#[test]
fn all_of_two_letters() {
    let mut work = work(0);
    for len in 3..=10 {
        for bits in 0..1u32 << len {
            let data: Vec<u8> = (0..len)
                .map(|place| b'a' + (bits >> place & 1) as u8)
                .collect();
            for number in [1, 4, 9] {
                round_trip(&data, number, LARGEST_WINDOW, &mut work);
            }
        }
    }
}

#[test]
fn periods() {
    let mut work = work(0);
    for period in (1..20).chain([255, 256, 257, 258, 259, 1000, 2047, 2048]) {
        let piece: Vec<u8> = (0..period)
            .map(|place| (place * 7 + place / 256) as u8)
            .collect();
        for len in [3, 4, 257, 258, 259, 260, 516, 517, 1000, 4095, 4096] {
            let data: Vec<u8> = piece.iter().copied().cycle().take(len).collect();
            for number in [1, 3, 4, 6, 9] {
                round_trip(&data, number, LARGEST_WINDOW, &mut work);
            }
        }
    }
}

#[test]
fn the_longest_matches() {
    // A byte, its repetitions of 258 bytes, the end: fixed codes of 8, 8 + 5 and 7 bits.
    for times in [1, 2, 15] {
        let data = vec![b'a'; 1 + 258 * times];
        let bits = 3 + 8 + 13 * times + 7;
        // The others do not find the first byte.
        for number in 6..=9 {
            let len = round_trip(&data, number, LARGEST_WINDOW, &mut work(0));
            assert!(len <= bits.div_ceil(8), "level {number}: {len}");
        }
    }
}

#[test]
fn as_far_as_the_window_and_no_farther() {
    let mut work = work(0);
    let phrase = b"a phrase that is said twice, with much between";
    let between = |len: usize| (0..len).map(|place| (((place * place / 7) ^ place) & 15) as u8);
    for window in [512, 1024, 2048] {
        for (distance, is_reached) in [(window - 1, true), (window, true), (window + 1, false)] {
            let mut data = phrase.to_vec();
            data.extend(between(distance - phrase.len()));
            data.extend(phrase);
            for number in LEVELS {
                let written = deflated(&data, number, window, &mut work);
                let (read, farthest) = inflated(&written);
                assert!(read == data);
                assert!(farthest <= window);
                // The others do as zlib, which keeps off.
                if number >= 6 {
                    assert_eq!(farthest == distance, is_reached, "{window} {farthest}");
                }
            }
        }
    }
}

#[test]
fn more_than_the_limit_is_refused() {
    let data = [0; crate::LIMIT + 1];
    let mut work = work(0);
    assert!(deflate(&data, level(6), LARGEST_WINDOW, &mut work).is_none());
    assert!(deflate(&data[1..], level(6), LARGEST_WINDOW, &mut work).is_some());
}

#[test]
fn too_little_room_is_an_error() {
    let text = include_bytes!("tests.rs");
    let mut work = work(0);
    for data in [&text[..0], &text[..40], &text[..900], &[0; 900]] {
        let block = deflate(data, level(6), LARGEST_WINDOW, &mut work).expect("small data");
        for room in 0..block.len() {
            let mut memory = vec![MaybeUninit::uninit(); room];
            let written = outbuf::fill(&mut memory, |out| block.write(out));
            assert_eq!(written.map(|_| ()), Err(Full), "{room}");
        }
    }
}

/// Text-like, repeated, and random pieces.
fn data() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        any_vec(any::<u8>(), 0..300),
        any_vec(0..4u8, 0..300),
        (any::<u8>(), 0..700usize).prop_map(|(byte, len)| vec![byte; len]),
        (any_vec(any::<u8>(), 1..40), 1..30usize).prop_map(|(piece, times)| piece.repeat(times)),
        (0..2000usize, 0..800usize)
            .prop_map(|(start, len)| include_bytes!("tests.rs")[start..][..len].to_vec()),
    ];
    any_vec(piece, 0..6).prop_map(|pieces| {
        let mut data = pieces.concat();
        data.truncate(crate::LIMIT);
        data
    })
}

proptest! {
    #[test]
    fn anything(data in data(), number in LEVELS, window_bits in 8..=15u32) {
        round_trip(&data, number, 1 << window_bits, &mut work(0));
    }

    #[test]
    fn what_was_in_the_memory_does_not_matter(
        data in data(), other in data(), number in LEVELS, content: u16,
    ) {
        let expected = deflated(&data, number, LARGEST_WINDOW, &mut work(0));
        let mut work = work(content);
        prop_assert_eq!(&deflated(&data, number, LARGEST_WINDOW, &mut work), &expected);
        deflated(&other, number, LARGEST_WINDOW, &mut work);
        prop_assert_eq!(&deflated(&data, number, LARGEST_WINDOW, &mut work), &expected);
    }

    #[test]
    fn never_longer_than_stored(data in data(), number in LEVELS) {
        let len = round_trip(&data, number, LARGEST_WINDOW, &mut work(0));
        prop_assert!(len <= 5 + data.len());
    }
}
