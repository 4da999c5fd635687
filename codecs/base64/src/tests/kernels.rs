//! Each set of instructions against the naive way: all lengths, alignments, alphabets,
//! and what stands between characters.

use super::testing::{at_each_level, exact};
use super::*;
use crate::alphabet::Code;

fn encoded_in(alphabet: &Alphabet, src: &[u8]) -> Vec<u8> {
    let len = encoded_len(src.len()).unwrap();
    filled(len, |out| encode(&exact(src), alphabet.chars(), out)).unwrap()
}

fn decoded_in(alphabet: &Alphabet, text: &[u8], mode: Mode) -> Result<Vec<u8>, Error> {
    let len = decoded_len_max(text.len());
    filled(len, |out| decode(&exact(text), alphabet, mode, out))
}

/// An alphabet in which no character has its usual value.
fn backwards() -> Alphabet {
    let mut chars = *STANDARD.chars();
    chars.reverse();
    Alphabet::new(&chars)
}

fn alphabets() -> [Alphabet; 5] {
    [
        STANDARD.clone(),
        URL_SAFE.clone(),
        backwards(),
        Alphabet::new(&core::array::from_fn(|i| 64 + i as u8)),
        Alphabet::with_altchars([b'.', 0xe9]), // not ASCII
    ]
}

#[test]
fn all_lengths_in_each_alphabet() {
    let bytes = sample(4096);
    at_each_level(|level| {
        for alphabet in &alphabets() {
            for len in (0..=600).chain((601..4096).step_by(61)).chain([4095, 4096]) {
                let bytes = &bytes[..len];
                let text = encoded_in(alphabet, bytes);
                let expected = naive::encode(bytes);
                let expected: Vec<u8> = expected
                    .iter()
                    .map(|&char| translated(char, alphabet))
                    .collect();
                assert_eq!(text, expected, "{level:?} {len}");
                for mode in [Mode::Lenient, Mode::Strict] {
                    assert_eq!(
                        decoded_in(alphabet, &text, mode).as_deref(),
                        Ok(bytes),
                        "{level:?} {len}"
                    );
                }
            }
        }
    });
}

/// A character of the standard alphabet in another.
fn translated(char: u8, alphabet: &Alphabet) -> u8 {
    let value = STANDARD.chars().iter().position(|&c| c == char);
    value.map_or(char, |value| alphabet.chars()[value])
}

#[test]
fn all_lengths_exhaustively() {
    let bytes = sample(4096);
    let text = naive::encode(&bytes);
    at_each_level(|level| {
        for len in 0..=4096 {
            let encoded = encoded_in(&STANDARD, &bytes[..len]);
            let (whole, last) = encoded.split_at(len / 3 * 4);
            assert_eq!(whole, &text[..whole.len()], "{level:?} {len}");
            assert_eq!(
                last,
                &naive::encode(&bytes[len / 3 * 3..len])[..],
                "{level:?} {len}"
            );
            let decoded = decoded_in(&STANDARD, &encoded, Mode::Strict);
            assert_eq!(decoded.as_deref(), Ok(&bytes[..len]), "{level:?} {len}");
        }
    });
}

#[test]
fn all_alignments() {
    let bytes = sample(400);
    let text = naive::encode(&bytes[..300]);
    at_each_level(|level| {
        for start in 0..64 {
            let source = &bytes[start..start + 300];
            assert_eq!(
                encoded_in(&STANDARD, source),
                naive::encode(source),
                "{level:?} {start}"
            );
            let mut moved = std::vec![b'!'; start];
            moved.extend(&text);
            let decoded = filled(400, |out| {
                decode(&moved[start..], &STANDARD, Mode::Strict, out)
            });
            assert_eq!(decoded.as_deref(), Ok(&bytes[..300]), "{level:?} {start}");
        }
    });
}

#[test]
fn every_byte_at_every_place_of_a_vector() {
    let text = naive::encode(&sample(96));
    at_each_level(|level| {
        for alphabet in &alphabets() {
            let text: Vec<u8> = text
                .iter()
                .map(|&char| translated(char, alphabet))
                .collect();
            for place in 0..text.len() {
                for byte in 0..=255 {
                    let mut text = text.clone();
                    text[place] = byte;
                    let lenient = decoded_in(alphabet, &text, Mode::Lenient);
                    let expected = naive::decode_lenient(&into_standard(&text, alphabet));
                    assert_eq!(lenient, expected, "{level:?} {place} {byte}");
                    let strict = decoded_in(alphabet, &text, Mode::Strict);
                    let is_strict = naive::decode_strict(&into_standard(&text, alphabet)).is_ok();
                    assert_eq!(strict.is_ok(), is_strict, "{level:?} {place} {byte}");
                }
            }
        }
    });
}

/// Text of any alphabet in the standard one; what is no character becomes '!'.
fn into_standard(text: &[u8], alphabet: &Alphabet) -> Vec<u8> {
    let one = |&char: &u8| match alphabet.codes[usize::from(char)] {
        value @ 0..64 => STANDARD.chars()[usize::from(value)],
        Code::PAD => b'=',
        _ => b'!',
    };
    text.iter().map(one).collect()
}

#[test]
fn lines_of_every_length_and_every_kind_of_end() {
    let bytes = sample(1500);
    let text = naive::encode(&bytes);
    at_each_level(|level| {
        for width in 1..=200 {
            for end in [
                "\n",
                "\r\n",
                "\n\n  ",
                "\u{e9}",
                "--------------------------------------------------------------------------------",
            ] {
                let mut lines = Vec::new();
                for line in text.chunks(width) {
                    lines.extend(line);
                    lines.extend(end.as_bytes());
                }
                let decoded = decoded_in(&STANDARD, &lines, Mode::Lenient);
                assert_eq!(
                    decoded.as_deref(),
                    Ok(&bytes[..]),
                    "{level:?} {width} {end:?}"
                );
                assert_eq!(
                    decoded_in(&STANDARD, &lines, Mode::Strict),
                    Err(Error::NotBase64)
                );
            }
        }
    });
}

#[test]
fn altchars_keep_the_usual_ones_when_text_is_decoded() {
    let text = "abcd+/-_".repeat(20);
    let standard = text.replace('-', "+").replace('_', "/");
    let expected = naive::decode_lenient(standard.as_bytes());
    at_each_level(|_| {
        assert_eq!(
            decoded_in(&URL_SAFE, text.as_bytes(), Mode::Strict),
            expected
        );
    });
}

#[test]
fn altchars_may_be_any_bytes() {
    // As bytes.translate() would do it: the last of two that are the same counts.
    // Others than ASCII are between the characters, or are some.
    let mut text = [b"QUJD".repeat(40), b"\xff!\xffQQ\x80".repeat(30)].concat();
    text.extend(b"=AZ/+09==a");
    at_each_level(|level| {
        for altchars in [
            *b"AZ",
            *b"==",
            *b"/+",
            *b"=A",
            *b"aa",
            *b"+0",
            [0, 255],
            *b"A\xff",
            *b"\x80\xff",
        ] {
            let alphabet = Alphabet::with_altchars(altchars);
            let translate = |char: u8| match char {
                char if char == altchars[1] => b'/',
                char if char == altchars[0] => b'+',
                char => char,
            };
            let translated: Vec<u8> = text.iter().copied().map(translate).collect();
            for len in 0..text.len() {
                assert_eq!(
                    decoded_in(&alphabet, &text[..len], Mode::Lenient),
                    naive::decode_lenient(&translated[..len]),
                    "{level:?} {altchars:?} {len}"
                );
            }
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn text_with_anything_in_it(text in "([A-Za-z0-9+/]{0,150}[=\n! é]{0,3}){0,30}") {
        let text = text.as_bytes();
        let expected = naive::decode_lenient(text);
        at_each_level(|level| {
            assert_eq!(decoded_in(&STANDARD, text, Mode::Lenient), expected, "{level:?}");
        });
    }
}
