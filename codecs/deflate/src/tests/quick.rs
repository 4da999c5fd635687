//! Data of any length, in a hurry.

use super::*;
use crate::{QUICK_PAIRS, Quick, QuickWork};

fn quick_work(content: u32) -> Box<QuickWork> {
    let pairs = vec![[content; 2]; QUICK_PAIRS].into_boxed_slice();
    pairs.try_into().expect("as long")
}

/// `data` deflated, each block in exactly the room that was asked for.
fn quickly(data: &[u8], window: usize, work: &mut QuickWork) -> Vec<u8> {
    let mut quick = Quick::new(data, window, work).expect("work as long as it is to be");
    let mut written = Vec::new();
    while let Some(len) = quick.next_len() {
        assert_eq!(quick.next_len(), Some(len));
        let mut memory = vec![MaybeUninit::uninit(); len];
        let block = outbuf::fill(&mut memory, |out| quick.write(out)).expect("room enough");
        // The last bits of a block may wait for the next one.
        assert!((len - 1..=len).contains(&block.len()), "{len}");
        written.extend_from_slice(block);
    }
    written
}

/// Deflates and reads it: how long it is.
fn quick_round_trip(data: &[u8], window: usize, work: &mut QuickWork) -> usize {
    let written = quickly(data, window, work);
    let (read, farthest) = inflated(&written);
    assert!(read == data, "{} bytes", data.len());
    assert!(farthest <= window, "{farthest}");
    written.len()
}

/// Bytes without a pattern (xorshift).
fn noise(len: usize) -> Vec<u8> {
    let mut state = 88_172_645_463_325_252_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as u8
    };
    (0..len).map(|_| next()).collect()
}

#[test]
fn nothing_and_next_to_nothing() {
    let mut work = quick_work(0);
    for len in 0..300 {
        quick_round_trip(&noise(len), LARGEST_WINDOW, &mut work);
        quick_round_trip(&vec![7; len], LARGEST_WINDOW, &mut work);
    }
}

#[test]
fn noise_is_stored() {
    let mut work = quick_work(0);
    for len in [16_383, 16_384, 16_385, 65_535, 65_536, 200_000] {
        let written = quick_round_trip(&noise(len), LARGEST_WINDOW, &mut work);
        // There are 2^14 bytes in a block, as each is a literal.
        assert!(written <= len + 5 * len.div_ceil(1 << 14), "{len}");
    }
}

#[test]
fn one_byte_many_times() {
    for len in [65_537, 1 << 19, 5 << 20] {
        let written = quick_round_trip(&vec![b'a'; len], LARGEST_WINDOW, &mut quick_work(0));
        // A match of 258 bytes takes two bits.
        assert!(written < len / 258 / 4 + 100, "{written}");
    }
}

#[test]
fn as_far_as_the_window() {
    let phrase = noise(40);
    for window in [256, 1 << 12, 1 << 15] {
        for (distance, is_reached) in [(window - 1, true), (window, true), (window + 1, false)] {
            let mut data = phrase.clone();
            data.resize(distance, b'-');
            data.extend_from_slice(&phrase);
            let written = quickly(&data, window, &mut quick_work(0));
            let (read, farthest) = inflated(&written);
            assert!(read == data);
            assert_eq!(farthest == distance, is_reached, "{window}: {farthest}");
        }
    }
}

#[test]
fn too_little_room_is_an_error() {
    let text = include_bytes!("../tests.rs");
    let mut work = quick_work(0);
    let mut quick = Quick::new(text, LARGEST_WINDOW, &mut work).expect("work");
    let len = quick.next_len().expect("a block");
    let mut memory = vec![MaybeUninit::uninit(); len - 1];
    assert_eq!(
        outbuf::fill(&mut memory, |out| quick.write(out)).map(|_| ()),
        Err(Full)
    );
}

/// Up to some blocks of what [`data`] has.
fn more_data() -> impl Strategy<Value = Vec<u8>> {
    (any_vec(data(), 0..8), 1..12usize).prop_map(|(pieces, times)| pieces.concat().repeat(times))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_length(data in more_data(), window_bits in 8..=15u32) {
        quick_round_trip(&data, 1 << window_bits, &mut quick_work(0));
    }

    #[test]
    fn the_memory_does_not_matter(data in more_data(), content: u32) {
        let expected = quickly(&data, LARGEST_WINDOW, &mut quick_work(0));
        prop_assert_eq!(quickly(&data, LARGEST_WINDOW, &mut quick_work(content)), expected);
    }
}
