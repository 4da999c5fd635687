//! Each set of instructions against the naive way: all lengths, alphabets and characters.

use super::testing::{at_each_level, exact};
use super::*;
use crate::ascii85;

/// The alphabets that have names, one in another order, and one that is not ASCII.
fn alphabets() -> [[u8; 85]; 4] {
    let mut reversed = BASE85;
    reversed.reverse();
    [
        BASE85,
        Z85,
        reversed,
        core::array::from_fn(|i| 90 + i as u8),
    ]
}

#[test]
fn all_lengths_in_all_alphabets() {
    let bytes = sample(500);
    for chars in alphabets() {
        at_each_level(|level| {
            for len in 0..=bytes.len() {
                let bytes = &bytes[..len];
                let text = naive::encode(bytes, &Encoding::of(&chars));
                let found = encoded(&exact(bytes), &Encoding::of(&chars));
                assert_eq!(found, text, "{level:?} {len}");
                let found = decoded(&exact(&text), &chars);
                assert_eq!(found.as_deref(), Ok(bytes), "{level:?} {len}");
            }
        });
    }
}

/// Words at every border of the divisions, and around.
#[test]
fn words_of_all_sizes() {
    let borders = (0..=4).map(|power| 85_u32.pow(power));
    let multiples = borders.flat_map(|unit| {
        let most = u32::MAX / unit;
        let near = [0, 1, 2, 41, 82, 83, 84, 85, 86, 7224, 7225, 7226];
        let far = [most / 3, most / 2, most - 2, most - 1, most];
        near.into_iter()
            .chain(far)
            .map(move |times| times.wrapping_mul(unit))
    });
    let words = multiples.chain((0..32).map(|bit| 1 << bit));
    let bytes: Vec<u8> = words
        .flat_map(|word: u32| [word.wrapping_sub(1), word, word.wrapping_add(1)])
        .flat_map(u32::to_be_bytes)
        .collect();
    let text = naive::encode(&bytes, &Encoding::of(&BASE85));
    at_each_level(|level| {
        for skipped in 0..8 {
            let (bytes, text) = (&bytes[4 * skipped..], &text[5 * skipped..]);
            assert_eq!(encoded(bytes, &Encoding::of(&BASE85)), text, "{level:?}");
            assert_eq!(decoded(text, &BASE85).as_deref(), Ok(bytes), "{level:?}");
        }
    });
}

#[test]
fn words_that_are_too_large_at_every_place() {
    let text = naive::encode(&sample(160), &Encoding::of(&BASE85));
    at_each_level(|level| {
        for place in 0..text.len() / 5 {
            for word in [
                b"|NsC0", b"|NsC1", b"|NsD0", b"|Nt00", b"|O000", b"}0000", b"~~~~~",
            ] {
                let mut text = text.clone();
                text[5 * place..][..5].copy_from_slice(word);
                assert_eq!(
                    decoded(&text, &BASE85),
                    expected(&text, &BASE85),
                    "{level:?} {place}"
                );
            }
        }
    });
}

#[test]
fn every_byte_at_every_place_of_a_window() {
    let text = naive::encode(&sample(160), &Encoding::of(&BASE85));
    let reading = ascii85::Decoding {
        fold_spaces: true,
        ignored: ByteSet::of(b"\n\xff"),
        canonical: true,
        single: false,
    };
    let framed = naive::ascii85::encode(&sample(160), &ascii85::Encoding::default());
    at_each_level(|level| {
        for place in 40..90 {
            for byte in 0..=255 {
                let mut text = text.clone();
                text[place] = byte;
                assert_eq!(
                    decoded(&text, &BASE85),
                    expected(&text, &BASE85),
                    "{level:?} {place}"
                );
                let mut text = framed.clone();
                text[place] = byte;
                let len = ascii85::decoded_len(&text, &reading);
                assert_eq!(
                    filled(len, |out| ascii85::decode(&text, &reading, out)),
                    naive::ascii85::decode(&text, &reading),
                    "{level:?} {place} {byte}"
                );
            }
        }
    });
}

#[test]
fn lines_of_any_width() {
    let bytes = sample(700);
    at_each_level(|level| {
        for width in 1..=200 {
            let encoding = Encoding {
                columns: NonZero::new(width),
                ..Encoding::of(&BASE85)
            };
            let text = encoded(&bytes, &encoding);
            assert_eq!(text, naive::encode(&bytes, &encoding), "{level:?} {width}");
            // Also where a line does not end with a word.
            let text: Vec<&[u8]> = text.split(|&char| char == b'\n').collect();
            let text = text.concat();
            let text = text.chunks(width).collect::<Vec<_>>().join(&b'\n');
            let values = Values::of(&BASE85);
            let decoding = Decoding {
                ignored: ByteSet::of(b"\n"),
                ..Decoding::of(&values, "Base85")
            };
            let found = decoded_with(&text, &decoding);
            assert_eq!(found.as_ref(), Ok(&bytes), "{level:?} {width}");
        }
    });
}

#[test]
fn short_forms_at_every_place() {
    at_each_level(|level| {
        for short in [[0; 4], *b"    "] {
            for place in 0..40 {
                for count in [1, 2, 9, 40] {
                    let mut bytes = sample(400);
                    for word in bytes.chunks_mut(4).skip(place).take(count) {
                        word.copy_from_slice(&short);
                    }
                    for fold_spaces in [false, true] {
                        let encoding = ascii85::Encoding {
                            fold_spaces,
                            ..Default::default()
                        };
                        let text = naive::ascii85::encode(&bytes, &encoding);
                        let len = ascii85::encoded_len(&bytes, &encoding).unwrap();
                        let found = filled(len, |out| ascii85::encode(&bytes, &encoding, out));
                        assert_eq!(found.as_ref(), Ok(&text), "{level:?} {place} {count}");
                        let reading = ascii85::Decoding {
                            fold_spaces,
                            ignored: ByteSet::EMPTY,
                            canonical: true,
                            single: false,
                        };
                        let len = ascii85::decoded_len(&text, &reading);
                        let found = filled(len, |out| ascii85::decode(&text, &reading, out));
                        assert_eq!(found.as_ref(), Ok(&bytes), "{level:?} {place} {count}");
                    }
                }
            }
        }
    });
}
