//! The semantics of `binascii.b2a_uu` and `a2b_uu`, against a naive oracle and
//! case by case.

extern crate std;

mod kernels;
#[path = "../../simd/testing.rs"]
mod testing;

use std::string::ToString;
use std::vec::Vec;

use outbuf::Out;
use proptest::prelude::*;

use super::*;

/// Runs `f` over exactly `len` bytes of memory and returns what it has written.
fn filled<E>(len: usize, f: impl FnOnce(&mut Out<'_>) -> Result<(), E>) -> Result<Vec<u8>, E> {
    let mut memory = Vec::with_capacity(len);
    outbuf::fill(&mut memory.spare_capacity_mut()[..len], f).map(|written| written.to_vec())
}

fn encoded(src: &[u8], backtick: bool) -> Result<Vec<u8>, Error> {
    filled(encoded_len(src.len()), |out| encode(src, backtick, out))
}

fn decoded(line: &[u8]) -> Result<Vec<u8>, Error> {
    let bytes = filled(decoded_len(line)?, |out| decode(line, out))?;
    assert_eq!(Ok(bytes.len()), decoded_len(line));
    Ok(bytes)
}

/// Bytes of which neighbours differ, with zeros among them.
fn sample(len: usize) -> Vec<u8> {
    (0..len)
        .map(|i| (i * 73 % 256 * (i % 5) / 3) as u8)
        .collect()
}

#[test]
fn every_length_is_encoded_and_decoded() {
    for len in 0..=LINE_MAX {
        let bytes = sample(len);
        for backtick in [false, true] {
            let line = encoded(&bytes, backtick).unwrap();
            assert_eq!(line, naive::encode(&bytes, backtick), "{len} {backtick}");
            assert_eq!(line.len(), encoded_len(len));
            assert_eq!(decoded(&line).as_ref(), Ok(&bytes), "{len} {backtick}");
        }
    }
}

#[test]
fn more_than_a_line_is_refused() {
    for len in [LINE_MAX + 1, 255, 256, 256 + 45, 1000] {
        assert_eq!(encoded(&sample(len), false), Err(Error::TooLong));
    }
}

#[test]
fn every_length_character_is_a_length() {
    for first in 0..=255 {
        let line = [first, b'a' - 32, b'b' - 32];
        assert_eq!(decoded(&line), naive::decode(&line), "{first}");
    }
}

#[test]
fn every_byte_at_every_place_is_data_or_not() {
    for len in [1, 2, 3, 4, 5, 6, 9, 45] {
        let line = encoded(&sample(len), true).unwrap();
        for place in 0..line.len() {
            for byte in 0..=255 {
                let mut line = line.clone();
                line[place] = byte;
                assert_eq!(decoded(&line), naive::decode(&line), "{line:?}");
            }
        }
    }
}

#[test]
fn every_truncation_reads_as_zeros() {
    for len in [0, 1, 2, 3, 44, 45] {
        let line = encoded(&sample(len), false).unwrap();
        for end in 0..=line.len() {
            assert_eq!(
                decoded(&line[..end]),
                naive::decode(&line[..end]),
                "{end} of {line:?}"
            );
        }
    }
}

#[test]
fn garbage_is_found_at_every_place_of_long_padding() {
    for len in [1, 31, 32, 33, 70] {
        let line: Vec<u8> = b"#0V%T"
            .iter()
            .chain(b" `\n\r".iter().cycle().take(len))
            .copied()
            .collect();
        assert_eq!(decoded(&line).as_deref(), Ok(&b"Cat"[..]));
        for place in 5..line.len() {
            for byte in 0..=255 {
                let mut line = line.clone();
                line[place] = byte;
                assert_eq!(decoded(&line), naive::decode(&line), "{line:?}");
            }
        }
    }
}

#[test]
fn what_is_wrong_is_named() {
    let cases: [(&[u8], Error); 7] = [
        (b"", Error::MissingLength),
        (b"#0V]\x1f", Error::IllegalChar),
        (b"#0V]a", Error::IllegalChar),
        (b"#0V%T!", Error::TrailingGarbage),
        (b"#0V%T\n!", Error::TrailingGarbage),
        (b"#a%T!!!", Error::IllegalChar), // comes before the garbage
        (b"!0V!", Error::TrailingGarbage), // two characters were enough
    ];
    for (line, expected) in cases {
        assert_eq!(decoded(line), Err(expected), "{line:?}");
    }
}

#[test]
fn what_is_odd_is_accepted() {
    let cases: [(&[u8], &[u8]); 6] = [
        (b" ", b""),
        (b"`\n", b""),
        (b"#0V%T` \r\n", b"Cat"), // padding of every kind
        (b"#", b"\0\0\0"),        // all spaces lost
        (b"#0V\n", b"C`\0"),
        (b"#\n0V]", b"\x01\x0d\xbd"), // a line end is a zero like any other
    ];
    for (line, expected) in cases {
        assert_eq!(decoded(line).as_deref(), Ok(expected), "{line:?}");
    }
}

#[test]
fn messages_are_those_of_binascii() {
    let cases = [
        (Error::TooLong, "At most 45 bytes at once"),
        (Error::MissingLength, "Missing length byte"),
        (Error::IllegalChar, "Illegal char"),
        (Error::TrailingGarbage, "Trailing garbage"),
    ];
    for (error, message) in cases {
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn too_little_room_is_reported() {
    for len in 1..=LINE_MAX {
        let bytes = sample(len);
        let line = encoded(&bytes, true).unwrap();
        for room in 0..line.len() {
            assert_eq!(
                filled(room, |out| encode(&bytes, true, out)),
                Err(Error::Full)
            );
        }
        for room in 0..len {
            assert_eq!(filled(room, |out| decode(&line, out)), Err(Error::Full));
        }
    }
}

proptest! {
    #[test]
    fn encoding_agrees_with_the_oracle(src in prop::collection::vec(any::<u8>(), 0..=LINE_MAX), backtick: bool) {
        prop_assert_eq!(encoded(&src, backtick), Ok(naive::encode(&src, backtick)));
    }

    #[test]
    fn decoding_agrees_with_the_oracle(line in "[ -`]{0,80}[\n\r a`]{0,3}[ -`]{0,3}") {
        prop_assert_eq!(decoded(line.as_bytes()), naive::decode(line.as_bytes()));
    }
}
