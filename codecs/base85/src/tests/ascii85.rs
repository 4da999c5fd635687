//! The semantics of `base64.a85encode` and `a85decode`.

extern crate std;

use core::num::NonZero;
use std::string::{String, ToString};
use std::vec;
use std::vec::Vec;

use codec_simd::ByteSet;
use outbuf::Full;
use proptest::prelude::*;

use super::super::ascii85::{
    Decoding, Encoding, Error, decode, decoded_len, encode, encoded_len, unframed,
};
use super::{filled, sample};
use crate::naive::ascii85 as oracle;

const SPACE: ByteSet = ByteSet::of(b" \t\n\r\x0b");

const PLAIN: Encoding = Encoding {
    fold_spaces: false,
    columns: None,
    pad: false,
    adobe: false,
};

/// As Python 3.13 does.
fn reading(fold_spaces: bool) -> Decoding {
    Decoding {
        fold_spaces,
        ignored: SPACE,
        canonical: false,
        single: true,
    }
}

fn encoded(src: &[u8], encoding: &Encoding) -> Vec<u8> {
    let len = encoded_len(src, encoding).unwrap();
    let text = filled(len, |out| encode(src, encoding, out)).unwrap();
    assert_eq!(text.len(), len, "{encoding:?}");
    text
}

fn decoded(text: &[u8], decoding: &Decoding) -> Result<Vec<u8>, Error> {
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
        let found = unframed(text, true).and_then(|text| decoded(text, &reading(false)));
        assert_eq!(found, expected, "{text:?}");
    }
}

#[test]
fn beginning_and_end_of_a_frame_may_share_a_character_or_not() {
    assert_eq!(unframed(b"<~>", true), Ok(&b""[..]));
    assert_eq!(unframed(b"<~>", false), Ok(&b"<"[..]));
    assert_eq!(unframed(b"<~~>", false), Ok(&b""[..]));
    assert_eq!(unframed(b"z~>", false), Ok(&b"z"[..]));
    assert_eq!(unframed(b"<~", false), Err(Error::NoEnd));
}

#[test]
fn zeros_a_single_digit_and_other_digits_may_be_refused() {
    let strict = Decoding {
        canonical: true,
        single: false,
        ..reading(true)
    };
    for (text, expected) in [
        (&b"z"[..], Ok(vec![0; 4])),
        (b"!!!!!", Err(Error::LongZeros)),
        // Spaces may be written either way.
        (b"y", Ok(b"    ".to_vec())),
        (b"+<VdL", Ok(b"    ".to_vec())),
        (b"@/", Ok(b"a".to_vec())),
        (b"@0", Err(Error::NotCanonical)),
        (b"@", Err(Error::Incomplete)),
        (b"t", Err(Error::Overflow)),
    ] {
        assert_eq!(decoded(text, &strict), expected, "{text:?}");
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
    let decoding = Decoding {
        ignored: ByteSet::of(b"-@z\xff"),
        ..reading(false)
    };
    assert_eq!(
        decoded(b"@:\xffE_W", &decoding).as_deref(),
        Ok(&b"abcd"[..])
    );
    assert_eq!(decoded(b"z", &decoding), Ok(vec![0; 4]));
}

#[test]
fn messages_are_those_of_binascii() {
    for (error, message) in [
        (
            Error::NoEnd,
            "Ascii85 encoded byte sequences must end with b'~>'",
        ),
        (Error::Overflow, "Ascii85 overflow"),
        (
            Error::ShortInside { char: 'z' },
            "'z' inside Ascii85 5-tuple",
        ),
        (
            Error::NotDigit { char: '\u{e9}' },
            "Non-Ascii85 digit found: \u{e9}",
        ),
        (Error::Incomplete, "Incomplete Ascii85 group"),
        (
            Error::LongZeros,
            "Non-canonical encoding, use 'z' for all-zero groups",
        ),
        (Error::NotCanonical, "Non-zero padding bits"),
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
                    unframed(&text, true)?,
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
            true => unframed(&text, true).unwrap(),
            false => &text,
        };
        prop_assert_eq!(decoded(text, &reading(encoding.fold_spaces)), Ok(expected));
    }

    #[test]
    fn decoding_agrees_with_the_oracle(
        text in "([!-r]{5}\n?|[!-r]{80}|[!-r]{76}\n|!{5}|s8W-[!\"]|z|y){0,16}[ -\u{ff}]{0,8}",
        fold_spaces: bool,
        canonical: bool,
        single: bool,
    ) {
        // A character of Latin-1 for each byte.
        let text: Vec<u8> = text.chars().map(|char| char as u8).collect();
        let decoding = Decoding { canonical, single, ..reading(fold_spaces) };
        prop_assert_eq!(decoded(&text, &decoding), oracle::decode(&text, &decoding));
    }
}
