//! The semantics of `binascii.hexlify` and `unhexlify`, against a naive oracle.

extern crate std;

mod ignored;
mod kernels;
#[path = "../../simd/testing.rs"]
mod testing;

use std::format;
use std::string::String;
use std::vec::Vec;

use outbuf::{Full, Out};
use proptest::prelude::*;

use super::*;

/// Runs `f` over exactly `len` bytes of memory and returns what it has written.
fn filled<E>(len: usize, f: impl FnOnce(&mut Out<'_>) -> Result<(), E>) -> Result<Vec<u8>, E> {
    let mut memory = Vec::with_capacity(len);
    outbuf::fill(&mut memory.spare_capacity_mut()[..len], f).map(|written| written.to_vec())
}

fn encoded(src: &[u8]) -> Vec<u8> {
    filled(encoded_len(src.len()).unwrap(), |out| encode(src, out)).unwrap()
}

fn separated(src: &[u8], sep: Separator) -> Vec<u8> {
    let len = encoded_len_with_sep(src.len(), sep).unwrap();
    let text = filled(len, |out| encode_with_sep(src, sep, out)).unwrap();
    assert_eq!(text.len(), len, "{sep:?}");
    text
}

fn decoded(text: &[u8]) -> Result<Vec<u8>, Error> {
    filled(decoded_len(text.len()), |out| decode(text, out))
}

fn sep(byte: u8, group: isize) -> Separator {
    Separator {
        byte,
        group: group.try_into().unwrap(),
    }
}

/// Bytes of which neighbours differ.
fn sample(len: usize) -> Vec<u8> {
    (0..len).map(|i| (i * 73 + i / 7) as u8).collect()
}

#[test]
fn every_byte_becomes_two_lowercase_digits() {
    let all: Vec<u8> = (0..=255).collect();
    assert_eq!(encoded(&all), naive::encode(&all));
    assert_eq!(encoded(b"\xb9\x01\xef"), b"b901ef");
}

#[test]
fn uppercase_digits_are_the_same_but_for_their_letters() {
    for len in (0..=70).chain([255, 256, 257, 1000]) {
        let bytes = sample(len);
        let expected = naive::encode(&bytes).to_ascii_uppercase();
        let upper = filled(2 * len, |out| encode_upper(&bytes, out));
        assert_eq!(upper, Ok(expected), "{len}");
        if len > 0 {
            let short = filled(2 * len - 1, |out| encode_upper(&bytes, out));
            assert_eq!(short, Err(Full), "{len}");
        }
    }
}

#[test]
fn groups_count_from_the_right_or_from_the_left() {
    let cases: [(isize, &str); 9] = [
        (1, "01:02:03:04:05"),
        (-1, "01:02:03:04:05"),
        (2, "01:0203:0405"),
        (-2, "0102:0304:05"),
        (4, "01:02030405"),
        (-4, "01020304:05"),
        (5, "0102030405"), // a group as long as the input is the only one
        (-5, "0102030405"),
        (isize::MIN, "0102030405"),
    ];
    for (group, expected) in cases {
        assert_eq!(
            separated(&[1, 2, 3, 4, 5], sep(b':', group)),
            expected.as_bytes(),
            "{group}"
        );
    }
}

#[test]
fn every_length_is_encoded_and_decoded() {
    for len in 0..=300 {
        let bytes = sample(len);
        let text = naive::encode(&bytes);
        assert_eq!(encoded(&bytes), text);
        assert_eq!(decoded(&text).as_ref(), Ok(&bytes));
        assert_eq!(decoded(&text.to_ascii_uppercase()), Ok(bytes));
    }
}

#[test]
fn every_length_is_grouped() {
    for len in 0..=300 {
        let bytes = sample(len);
        for group in (1..=40).flat_map(|group| [group, -group]) {
            let sep = sep(b'-', group);
            assert_eq!(
                separated(&bytes, sep),
                naive::separated(&bytes, sep),
                "{len} {group}"
            );
        }
    }
}

#[test]
fn digits_and_nothing_else_are_decoded_at_every_place() {
    for len in [2, 8, 16, 30, 32, 66] {
        // The smallest and the largest of each kind, for what carries over.
        for digit in *b"09afAF" {
            for place in 0..len {
                for byte in 0..=255 {
                    let mut text = Vec::from_iter(std::iter::repeat_n(digit, len));
                    text[place] = byte;
                    assert_eq!(
                        decoded(&text),
                        naive::decode(&text),
                        "{byte} at {place} of {len}"
                    );
                }
            }
        }
    }
}

#[test]
fn every_pair_of_digits_is_decoded_and_two_errors_do_not_make_it_right() {
    for high in 0..=255 {
        for low in 0..=255 {
            let text = [b'0', b'f', high, low, b'9', b'A', b'1', b'2'];
            assert_eq!(decoded(&text), naive::decode(&text), "{high} {low}");
        }
    }
}

#[test]
fn an_odd_length_is_reported_before_a_bad_digit() {
    assert_eq!(decoded(b"x"), Err(Error::OddLength));
    assert_eq!(decoded(b"0x0"), Err(Error::OddLength));
    assert_eq!(decoded(b"0x"), Err(Error::NotHex));
}

#[test]
fn messages_are_those_of_binascii() {
    assert_eq!(format!("{}", Error::OddLength), "Odd-length string");
    assert_eq!(format!("{}", Error::NotHex), "Non-hexadecimal digit found");
}

#[test]
fn a_length_that_no_memory_can_hold_is_none() {
    let limit = isize::MAX as usize / 2;
    assert_eq!(encoded_len(limit - 1), Some(2 * limit - 2));
    assert_eq!(encoded_len(limit), None);
    assert_eq!(encoded_len(usize::MAX), None);
    assert_eq!(encoded_len_with_sep(0, sep(b':', 1)), Some(0));
    assert_eq!(encoded_len_with_sep(limit - 1, sep(b':', 1)), None);
    assert_eq!(encoded_len_with_sep(usize::MAX, sep(b':', 1)), None);
    // CPython counts each separator twice here.
    let quarter = isize::MAX as usize / 4;
    assert_eq!(
        encoded_len_with_sep(quarter, sep(b':', 1)),
        Some(3 * quarter - 1)
    );
    assert_eq!(encoded_len_with_sep(quarter + 1, sep(b':', 1)), None);
}

#[test]
fn too_little_room_is_reported() {
    for len in 1..=100 {
        let bytes = sample(len);
        assert_eq!(filled(2 * len - 1, |out| encode(&bytes, out)), Err(Full));
        let text = encoded(&bytes);
        assert_eq!(filled(len - 1, |out| decode(&text, out)), Err(Error::Full));
        for group in [1, 2, 3, 4, 8, 16, 17] {
            let sep = sep(b':', group);
            let room = encoded_len_with_sep(len, sep).unwrap() - 1;
            assert_eq!(
                filled(room, |out| encode_with_sep(&bytes, sep, out)),
                Err(Full)
            );
        }
    }
}

proptest! {
    #[test]
    fn encoding_agrees_with_the_oracle(src: Vec<u8>, byte: u8, group: isize, small in -50..50_isize) {
        prop_assert_eq!(encoded(&src), naive::encode(&src));
        for group in [group, small] {
            if group != 0 {
                let sep = sep(byte, group);
                prop_assert_eq!(separated(&src, sep), naive::separated(&src, sep));
            }
        }
    }

    #[test]
    fn decoding_agrees_with_the_oracle(text in "[0-9a-fA-F]{0,80}[ -~]{0,2}[0-9a-f]{0,40}") {
        let text: String = text;
        prop_assert_eq!(decoded(text.as_bytes()), naive::decode(text.as_bytes()));
    }
}
