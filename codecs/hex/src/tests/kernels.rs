//! Each set of instructions against the naive way: all lengths, alignments and digits.

use super::testing::{at_each_level, exact};
use super::*;

#[test]
fn all_lengths_in_both_cases() {
    let bytes: Vec<u8> = (0..4096).map(|i| (i * 73 + i / 7) as u8).collect();
    let lower = naive::encode(&bytes);
    let upper = lower.to_ascii_uppercase();
    at_each_level(|level| {
        for len in 0..=bytes.len() {
            let (bytes, lower, upper) = (&bytes[..len], &lower[..2 * len], &upper[..2 * len]);
            assert_eq!(encoded(&exact(bytes)), lower, "{level:?} {len}");
            let encoded = filled(2 * len, |out| encode_upper(&exact(bytes), out));
            assert_eq!(encoded.as_deref(), Ok(upper), "{level:?} {len}");
            assert_eq!(
                decoded(&exact(lower)).as_deref(),
                Ok(bytes),
                "{level:?} {len}"
            );
            assert_eq!(
                decoded(&exact(upper)).as_deref(),
                Ok(bytes),
                "{level:?} {len}"
            );
        }
    });
}

#[test]
fn all_alignments() {
    let bytes: Vec<u8> = (0..400).map(|i| (i * 73 + i / 7) as u8).collect();
    at_each_level(|level| {
        for start in 0..64 {
            let bytes = &bytes[start..start + 300];
            let text = naive::encode(bytes);
            assert_eq!(encoded(bytes), text, "{level:?} {start}");
            let moved = [&std::vec![b'x'; start][..], &text].concat();
            assert_eq!(
                decoded(&moved[start..]).as_deref(),
                Ok(bytes),
                "{level:?} {start}"
            );
        }
    });
}

#[test]
fn groups_of_every_size() {
    let bytes: Vec<u8> = (0..2500).map(|i| (i * 73 + i / 7) as u8).collect();
    let sizes = (1..=70).chain([511, 512, 513, 1023, 1024, 1025, isize::MAX]);
    let groups: Vec<isize> = sizes.flat_map(|size| [size, -size]).collect();
    at_each_level(|level| {
        for len in (0..=130).chain([1023, 1024, 1025, 2500]) {
            for group in &groups {
                let (bytes, sep) = (exact(&bytes[..len]), sep(b':', *group));
                let expected = expected_groups(&bytes, sep);
                assert_eq!(separated(&bytes, sep), expected, "{level:?} {len} {group}");
            }
        }
    });
}

#[test]
fn every_length_in_groups() {
    let bytes: Vec<u8> = (0..4096).map(|i| (i * 73 + i / 7) as u8).collect();
    for size in [1, 5] {
        // Counted from the left, a shorter input has the same groups.
        let sep = sep(b' ', -(size as isize));
        let text = naive::separated(&bytes, sep);
        at_each_level(|level| {
            for len in 0..=bytes.len() {
                let separators = len.saturating_sub(1) / size;
                let expected = &text[..2 * len + separators];
                let bytes = exact(&bytes[..len]);
                assert_eq!(separated(&bytes, sep), expected, "{level:?} {len} {size}");
            }
        });
    }
}

/// As [`naive::separated`], which takes too long for so many.
fn expected_groups(bytes: &[u8], sep: Separator) -> Vec<u8> {
    let size = sep.group.get().unsigned_abs();
    let digits: Vec<Vec<u8>> = match sep.group.is_negative() {
        true => bytes.chunks(size).map(encoded).collect(),
        false => bytes.rchunks(size).rev().map(encoded).collect(),
    };
    digits.join(&sep.byte)
}

#[test]
fn every_byte_at_every_place_of_a_vector_is_a_digit_or_not() {
    at_each_level(|level| {
        for place in 0..150 {
            for byte in 0..=255_u8 {
                let mut text = *b"0123456789abcdefABCDEF98765432100123456789abcdefABCDEF9876543210\
                    0123456789abcdefABCDEF98765432100123456789abcdefABCDEF9876543210fFaA009977eEbBcC123456";
                text[place] = byte;
                let result = decoded(&text);
                match byte.is_ascii_hexdigit() {
                    true => {
                        let lower = text.map(|digit| digit.to_ascii_lowercase());
                        assert_eq!(encoded(&result.unwrap()), lower, "{level:?} {place}");
                    }
                    false => assert_eq!(result, Err(Error::NotHex), "{level:?} {place} {byte}"),
                }
            }
        }
    });
}
