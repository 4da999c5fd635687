//! Each set of instructions against the naive way: all lengths, alphabets and characters.

use codec_simd::ByteSet;

use super::testing::{at_each_level, exact};
use super::*;
use crate::options::{self, Decoding};

/// Characters that are not in rows, and some of them not ASCII.
fn alphabets() -> [[u8; 32]; 4] {
    [
        BASE32,
        BASE32_HEX,
        *b"ybndrfg8ejkmcpqxot1uwisza345h769",
        core::array::from_fn(|i| 110 + i as u8),
    ]
}

fn with_options(text: &[u8], values: &Values, ignored: &[u8]) -> Result<Vec<u8>, options::Error> {
    let decoding = Decoding {
        values,
        padded: true,
        ignored: ByteSet::of(ignored),
        canonical: true,
    };
    filled(options::decoded_len_max(text), |out| {
        options::decode(text, &decoding, out)
    })
}

#[test]
fn all_lengths_in_all_alphabets() {
    let bytes = sample(700);
    for chars in alphabets() {
        let encoding = Encoding::of(&chars);
        let in_lines = Encoding {
            columns: NonZero::new(72),
            padded: false,
            ..encoding
        };
        let text = naive::encode(&bytes, &encoding);
        at_each_level(|level| {
            for len in 0..=bytes.len() {
                let bytes = &bytes[..len];
                // It need not be padded where it is not at its end.
                let mut text = text[..(len * 8).div_ceil(5)].to_vec();
                if len % 5 != 0 || len < 300 {
                    text = naive::encode(bytes, &encoding);
                }
                assert_eq!(encoded(&exact(bytes), &chars), text, "{level:?} {len}");
                for values in [Values::of(&chars), Values::of(&chars).prepared()] {
                    let text = exact(&text);
                    assert_eq!(
                        decoded(&text, &values).as_deref(),
                        Ok(bytes),
                        "{level:?} {len}"
                    );
                    let found = with_options(&text, &values, b"");
                    assert_eq!(found.as_deref(), Ok(bytes), "{level:?} {len}");
                }
            }
            let text = naive::encode(&bytes, &in_lines);
            assert_eq!(encoded_as(&bytes, &in_lines), text, "{level:?}");
        });
    }
}

#[test]
fn all_alignments() {
    let bytes = sample(400);
    at_each_level(|level| {
        for start in 0..64 {
            let bytes = &bytes[start..start + 300];
            let text = naive::encode(bytes, &Encoding::of(&BASE32));
            assert_eq!(encoded(bytes, &BASE32), text, "{level:?} {start}");
            let mut moved = std::vec![b'A'; start];
            moved.extend(&text);
            let found = decoded(&moved[start..], &Values::of(&BASE32).prepared());
            assert_eq!(found.as_deref(), Ok(bytes), "{level:?} {start}");
        }
    });
}

#[test]
fn every_byte_at_every_place_of_a_window() {
    let text = naive::encode(&sample(100), &Encoding::of(&BASE32));
    let folding = Values::of(&BASE32).casefold().prepared();
    at_each_level(|level| {
        for place in 0..text.len() {
            for byte in 0..=255 {
                let mut text = text.clone();
                text[place] = byte;
                for values in [Values::of(&BASE32), Values::of(&BASE32).prepared()] {
                    assert_eq!(
                        decoded(&text, &values),
                        naive::decode(&text, &BASE32, false, None),
                        "{level:?} {place} {byte}"
                    );
                    let decoding = Decoding {
                        values: &values,
                        padded: true,
                        ignored: ByteSet::of(b"\n\xff"),
                        canonical: true,
                    };
                    assert_eq!(
                        with_options(&text, &values, b"\n\xff"),
                        naive::decode_with(&text, &BASE32, &decoding),
                        "{level:?} {place} {byte}"
                    );
                }
                assert_eq!(
                    decoded(&text, &folding),
                    naive::decode(&text, &BASE32, true, None),
                    "{level:?} {place} {byte}"
                );
            }
        }
    });
}

#[test]
fn lines_of_any_width() {
    let bytes = sample(700);
    let values = Values::of(&BASE32).prepared();
    at_each_level(|level| {
        for width in 1..=200 {
            let encoding = Encoding {
                columns: NonZero::new(width),
                ..Encoding::of(&BASE32)
            };
            let text = encoded_as(&bytes, &encoding);
            assert_eq!(text, naive::encode(&bytes, &encoding), "{level:?} {width}");
            // Also where a line does not end with a group.
            let text: Vec<&[u8]> = text.split(|&char| char == b'\n').collect();
            let text = text.concat();
            let text = text.chunks(width).collect::<Vec<_>>().join(&b'\n');
            let found = with_options(&text, &values, b"\n");
            assert_eq!(found.as_ref(), Ok(&bytes), "{level:?} {width}");
        }
    });
}
