//! Each set of instructions against the naive way: all lengths, alignments and characters.

use super::testing::{at_each_level, exact};
use super::*;

#[test]
fn all_lengths_and_alignments() {
    let bytes = sample(LINE_MAX + 64);
    at_each_level(|level| {
        for len in 0..=LINE_MAX {
            for start in 0..64 {
                let bytes = &bytes[start..start + len];
                for backtick in [false, true] {
                    let line = naive::encode(bytes, backtick);
                    assert_eq!(encoded(bytes, backtick).as_ref(), Ok(&line), "{level:?}");
                    let moved = [&std::vec![b'x'; start][..], &line].concat();
                    let line = &moved[start..];
                    assert_eq!(decoded(line).as_deref(), Ok(bytes), "{level:?} {start}");
                }
            }
        }
    });
}

#[test]
fn every_length_character_and_every_length() {
    at_each_level(|level| {
        for first in 0..=255 {
            for len in 0..=90 {
                let mut line = std::vec![first];
                line.extend((0..len).map(|i| b' ' + (i * 29 % 65) as u8));
                let line = exact(&line);
                assert_eq!(decoded(&line), naive::decode(&line), "{level:?} {line:?}");
            }
        }
    });
}

#[test]
fn every_byte_at_every_place_of_the_longest_line() {
    at_each_level(|level| {
        // 63 bytes is what a length character can say.
        let mut line = std::vec![b'_'];
        line.extend((0..84).map(|i| b' ' + (i * 29 % 65) as u8));
        for place in 0..line.len() {
            for byte in 0..=255 {
                let mut line = line.clone();
                line[place] = byte;
                assert_eq!(decoded(&line), naive::decode(&line), "{level:?} {line:?}");
            }
        }
    });
}

#[test]
fn padding_of_all_lengths() {
    at_each_level(|level| {
        for len in 0..=4096 {
            let padding = b" `\n\r".iter().cycle().take(len);
            let mut line: Vec<u8> = b"#0V%T".iter().chain(padding).copied().collect();
            assert_eq!(
                decoded(&exact(&line)).as_deref(),
                Ok(&b"Cat"[..]),
                "{level:?} {len}"
            );
            if len > 0 {
                let place = 5 + 7919 % len;
                let before = line[place];
                line[place] = b'!';
                assert_eq!(
                    decoded(&line),
                    Err(Error::TrailingGarbage),
                    "{level:?} {len}"
                );
                line[place] = before;
                *line.last_mut().unwrap() = 0xa0;
                assert_eq!(
                    decoded(&line),
                    Err(Error::TrailingGarbage),
                    "{level:?} {len}"
                );
            }
        }
    });
}
