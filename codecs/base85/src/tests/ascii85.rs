//! The semantics of `base64.a85encode` and `a85decode`.

extern crate std;

use core::num::NonZero;
use std::string::{String, ToString};
use std::vec;
use std::vec::Vec;

use outbuf::Full;
use proptest::prelude::*;

use super::super::ascii85::{
    Decoding, Encoding, Error, Ignored, decode, decoded_len, encode, encoded_len, unframed,
};
use super::{filled, sample};
use crate::naive::ascii85 as oracle;

static SPACE: Ignored = Ignored::of(b" \t\n\r\x0b");

const PLAIN: Encoding = Encoding {
    fold_spaces: false,
    columns: None,
    pad: false,
    adobe: false,
};

fn reading(fold_spaces: bool) -> Decoding<'static> {
    Decoding {
        fold_spaces,
        ignored: &SPACE,
    }
}

fn encoded(src: &[u8], encoding: &Encoding) -> Vec<u8> {
    let len = encoded_len(src, encoding).unwrap();
    let text = filled(len, |out| encode(src, encoding, out)).unwrap();
    assert_eq!(text.len(), len, "{encoding:?}");
    text
}

fn decoded(text: &[u8], decoding: &Decoding<'_>) -> Result<Vec<u8>, Error> {
    let len = decoded_len(text, decoding);
    let result = filled(len, |out| decode(text, decoding, out));
    if let Ok(bytes) = &result {
        assert_eq!(bytes.len(), len);
    }
    result
}

/// Words of all kinds: ordinary ones, zeros, spaces.
fn words() -> impl Strategy<Value = Vec<u8>> {
    let word = prop_oneof![
        any::<[u8; 4]>(),
        Just([0; 4]),
        Just(*b"    "),
        Just([0xff; 4])
    ];
    let last = prop::collection::vec(prop_oneof![Just(0), Just(b' '), any::<u8>()], 0..4);
    (prop::collection::vec(word, 0..80), last)
        .prop_map(|(words, last)| [words.concat(), last].concat())
}

fn encodings() -> impl Strategy<Value = Encoding> {
    (any::<bool>(), 0..90usize, any::<bool>(), any::<bool>()).prop_map(
        |(fold_spaces, columns, pad, adobe)| Encoding {
            fold_spaces,
            columns: NonZero::new(columns),
            pad,
            adobe,
        },
    )
}

#[test]
fn short_forms() {
    assert_eq!(encoded(b"\0\0\0\0    \0\0", &PLAIN), b"z+<VdL!!!");
    let folding = Encoding {
        fold_spaces: true,
        ..PLAIN
    };
    assert_eq!(encoded(b"\0\0\0\0    \0\0", &folding), b"zy!!!");
    let padding = Encoding {
        pad: true,
        ..folding
    };
    assert_eq!(encoded(b"\0\0\0\0    \0\0", &padding), b"zyz");
    assert_eq!(decoded(b"zz!", &reading(false)), Ok(vec![0; 8]));
    assert_eq!(
        decoded(b"zyz", &reading(true)).as_deref(),
        Ok(&b"\0\0\0\0    \0\0\0\0"[..])
    );
    for short in ['z', 'y'] {
        let text = std::format!("!!{short}!!");
        assert_eq!(
            decoded(text.as_bytes(), &reading(true)),
            Err(Error::ShortInside { char: short })
        );
    }
    assert_eq!(
        decoded(b"y", &reading(false)),
        Err(Error::NotDigit { char: 'y' })
    );
}

#[test]
fn frames() {
    let framed = Encoding {
        adobe: true,
        ..PLAIN
    };
    assert_eq!(encoded(b"", &framed), b"<~~>");
    for (text, expected) in [
        (&b"<~~>"[..], Ok(Vec::new())),
        (b"~>", Ok(Vec::new())),
        (b"<~>", Ok(Vec::new())),
        (b"<~z~>", Ok(vec![0; 4])),
        (b"z~>", Ok(vec![0; 4])),
        (b"<~z", Err(Error::NoEnd)),
        (b"", Err(Error::NoEnd)),
        (b" <~z~>", Err(Error::NotDigit { char: '~' })),
        (b"<~<~z~>", Err(Error::NotDigit { char: '~' })),
    ] {
        let found = unframed(text).and_then(|text| decoded(text, &reading(false)));
        assert_eq!(found, expected, "{text:?}");
    }
}

#[test]
fn a_frame_is_not_divided() {
    let lines = |columns, src: &[u8]| {
        let encoding = Encoding {
            columns: NonZero::new(columns),
            adobe: true,
            ..PLAIN
        };
        String::from_utf8(encoded(src, &encoding)).unwrap()
    };
    assert_eq!(lines(1, b""), "<~\n~>");
    assert_eq!(lines(3, b""), "<~\n~>");
    assert_eq!(lines(4, b""), "<~~>");
    assert_eq!(lines(4, b"a"), "<~@/\n~>");
    assert_eq!(lines(7, b"abcd"), "<~@:E_W\n~>");
    assert_eq!(lines(9, b"abcd"), "<~@:E_W~>");
}

#[test]
fn digits_that_are_no_word() {
    let decoded = |text: &[u8]| decoded(text, &reading(false));
    assert_eq!(decoded(b"s8W-!").as_deref(), Ok(&[0xff; 4][..]));
    assert_eq!(decoded(b"s8W-\""), Err(Error::Overflow));
    assert_eq!(decoded(b"uuuuu"), Err(Error::Overflow));
    assert_eq!(decoded(b"u"), Err(Error::Overflow));
    assert_eq!(decoded(b"r"), Ok(Vec::new()));
    assert_eq!(decoded(b"@/").as_deref(), Ok(&b"a"[..]));
}

#[test]
fn every_byte_at_every_place() {
    for text in [&b"@:E_W@:E_W\n@:E_W"[..], b"@:E_Wz@:E"] {
        for place in 0..text.len() {
            for byte in 0..=255 {
                let mut text = text.to_vec();
                text[place] = byte;
                for fold_spaces in [false, true] {
                    let decoding = reading(fold_spaces);
                    let expected = oracle::decode(&text, &decoding);
                    assert_eq!(decoded(&text, &decoding), expected, "{text:?}");
                }
            }
        }
    }
}

#[test]
fn what_is_ignored_is_what_one_says() {
    let text = b"@:\xff-E_W";
    let found = decoded(text, &reading(false));
    assert_eq!(found, Err(Error::NotDigit { char: '\u{ff}' }));
    // A digit or a short form stays one.
    let mut ignored = Ignored::of(b"-@z");
    ignored.insert(0xff);
    let decoding = Decoding {
        ignored: &ignored,
        ..reading(false)
    };
    assert_eq!(
        decoded(b"@:\xffE_W", &decoding).as_deref(),
        Ok(&b"abcd"[..])
    );
    assert_eq!(decoded(b"z", &decoding), Ok(vec![0; 4]));
}

#[test]
fn messages_are_those_of_base64() {
    for (error, message) in [
        (
            Error::NoEnd,
            "Ascii85 encoded byte sequences must end with b'~>'",
        ),
        (Error::Overflow, "Ascii85 overflow"),
        (Error::ShortInside { char: 'z' }, "z inside Ascii85 5-tuple"),
        (
            Error::NotDigit { char: '\u{e9}' },
            "Non-Ascii85 digit found: \u{e9}",
        ),
    ] {
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn every_length_is_encoded_and_decoded() {
    for len in 0..=300 {
        for bytes in [sample(len), vec![0; len], vec![b' '; len]] {
            let text = encoded(&bytes, &PLAIN);
            assert_eq!(text, oracle::encode(&bytes, &PLAIN), "{len}");
            assert_eq!(decoded(&text, &reading(false)), Ok(bytes), "{len}");
        }
    }
}

#[test]
fn too_little_room_is_reported() {
    for len in 1..=100 {
        let bytes = sample(len);
        for columns in [0, 1, 10] {
            let encoding = Encoding {
                columns: NonZero::new(columns),
                adobe: true,
                ..PLAIN
            };
            let text = encoded(&bytes, &encoding);
            assert_eq!(
                filled(text.len() - 1, |out| encode(&bytes, &encoding, out)),
                Err(Full)
            );
            assert_eq!(
                filled(len - 1, |out| decode(
                    unframed(&text)?,
                    &reading(false),
                    out
                )),
                Err(Error::Full)
            );
        }
    }
}

proptest! {
    #[test]
    fn encoding_agrees_with_the_oracle(src in words(), encoding in encodings()) {
        let text = encoded(&src, &encoding);
        prop_assert_eq!(&text, &oracle::encode(&src, &encoding));
        let mut expected = src;
        if encoding.pad {
            expected.resize(expected.len().next_multiple_of(4), 0);
        }
        let text = match encoding.adobe {
            true => unframed(&text).unwrap(),
            false => &text,
        };
        prop_assert_eq!(decoded(text, &reading(encoding.fold_spaces)), Ok(expected));
    }

    #[test]
    fn decoding_agrees_with_the_oracle(
        text in "([!-r]{5}\n?|z|y){0,12}[ -\u{ff}]{0,8}",
        fold_spaces: bool,
    ) {
        // A character of Latin-1 for each byte.
        let text: Vec<u8> = text.chars().map(|char| char as u8).collect();
        let decoding = reading(fold_spaces);
        prop_assert_eq!(decoded(&text, &decoding), oracle::decode(&text, &decoding));
    }
}
