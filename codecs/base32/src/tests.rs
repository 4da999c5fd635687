//! The semantics of `base64.b32encode` and `b32decode`, against a naive oracle
//! and case by case.

extern crate std;

mod kernels;
mod options;
#[path = "../../simd/testing.rs"]
mod testing;

use core::num::NonZero;
use std::string::{String, ToString};
use std::vec::Vec;

use outbuf::{Full, Out};
use proptest::prelude::*;

use super::*;

/// Runs `f` over exactly `len` bytes of memory and returns what it has written.
fn filled<E>(len: usize, f: impl FnOnce(&mut Out<'_>) -> Result<(), E>) -> Result<Vec<u8>, E> {
    let mut memory = Vec::with_capacity(len);
    outbuf::fill(&mut memory.spare_capacity_mut()[..len], f).map(|written| written.to_vec())
}

fn encoded(src: &[u8], chars: &[u8; 32]) -> Vec<u8> {
    encoded_as(src, &Encoding::of(chars))
}

fn encoded_as(src: &[u8], encoding: &Encoding<'_>) -> Vec<u8> {
    let len = encoded_len(src.len(), encoding).unwrap();
    let text = filled(len, |out| encode(src, encoding, out)).unwrap();
    assert_eq!(text.len(), len);
    text
}

/// Whether lines and padding are there or not, in any alphabet.
fn encodings(chars: &[u8; 32]) -> impl Strategy<Value = Encoding<'_>> {
    let columns = prop_oneof![Just(None), (1_usize..80).prop_map(NonZero::new)];
    (any::<bool>(), columns).prop_map(move |(padded, columns)| Encoding {
        chars,
        padded,
        columns,
    })
}

fn decoded(text: &[u8], values: &Values) -> Result<Vec<u8>, Error> {
    let len = decoded_len(text, values);
    let result = filled(len, |out| decode(text, values, out));
    if let Ok(bytes) = &result {
        assert_eq!(bytes.len(), len);
    }
    result
}

/// Bytes of which neighbours differ.
fn sample(len: usize) -> Vec<u8> {
    (0..len).map(|i| (i * 73 + i / 7) as u8).collect()
}

/// The test vectors of RFC 4648, section 10.
const VECTORS: [(&str, &str, &str); 7] = [
    ("", "", ""),
    ("f", "MY======", "CO======"),
    ("fo", "MZXQ====", "CPNG===="),
    ("foo", "MZXW6===", "CPNMU==="),
    ("foob", "MZXW6YQ=", "CPNMUOG="),
    ("fooba", "MZXW6YTB", "CPNMUOJ1"),
    ("foobar", "MZXW6YTBOI======", "CPNMUOJ1E8======"),
];

#[test]
fn the_vectors_of_the_rfc() {
    for (bytes, base32, hex) in VECTORS {
        let bytes = bytes.as_bytes();
        for (alphabet, text) in [(&BASE32, base32), (&BASE32_HEX, hex)] {
            assert_eq!(encoded(bytes, alphabet), text.as_bytes());
            let values = Values::of(alphabet);
            assert_eq!(decoded(text.as_bytes(), &values).as_deref(), Ok(bytes));
            let lower = text.to_ascii_lowercase();
            assert_eq!(
                decoded(lower.as_bytes(), &values.casefold()).as_deref(),
                Ok(bytes)
            );
        }
    }
}

#[test]
fn every_length_is_encoded_and_decoded() {
    for len in 0..=300 {
        let bytes = sample(len);
        for alphabet in [&BASE32, &BASE32_HEX] {
            let text = encoded(&bytes, alphabet);
            assert_eq!(
                text,
                naive::encode(&bytes, &Encoding::of(alphabet)),
                "{len}"
            );
            assert_eq!(
                decoded(&text, &Values::of(alphabet)).as_ref(),
                Ok(&bytes),
                "{len}"
            );
        }
    }
}

#[test]
fn every_byte_at_every_place_is_data_or_not() {
    for text in [
        &b"ABCDEFGHABCDEFGHIJKLMNOP"[..],
        b"ABCDEFGHABCDEFGHIJKLM===",
    ] {
        for place in 0..text.len() {
            for byte in 0..=255 {
                let mut text = text.to_vec();
                text[place] = byte;
                let expected = naive::decode(&text, &BASE32, false, None);
                assert_eq!(decoded(&text, &Values::of(&BASE32)), expected, "{text:?}");
            }
        }
    }
}

#[test]
fn zero_and_one_are_letters_if_one_says_which() {
    let values = |one| Values::of(&BASE32).map01(one);
    let folding = |one| Values::of(&BASE32).casefold().map01(one);
    assert_eq!(
        decoded(b"MLO23456", &Values::of(&BASE32)),
        decoded(b"M1023456", &values(b'L'))
    );
    assert_eq!(
        decoded(b"MIO23456", &Values::of(&BASE32)),
        decoded(b"M1023456", &values(b'I'))
    );
    // It is taken as it is: a lowercase letter, or padding.
    assert_eq!(decoded(b"M1023456", &values(b'l')), Err(Error::NotBase32));
    assert!(decoded(b"m1o23456", &folding(b'l')).is_ok());
    assert_eq!(
        decoded(b"MY111111", &values(b'=')).as_deref(),
        Ok(&b"f"[..])
    );
    // Both at once: what 1 becomes is not mapped again.
    assert_eq!(decoded(b"M1023456", &values(b'0')), Err(Error::NotBase32));
}

#[test]
fn padding_is_counted_after_the_characters_are_looked_at() {
    let values = Values::of(&BASE32);
    for pads in 0..=16 {
        let mut text = Vec::new();
        text.resize(16 - pads, b'A');
        text.resize(16, b'=');
        let fits = [0, 1, 3, 4, 6].contains(&pads);
        assert_eq!(decoded(&text, &values).is_ok(), fits, "{pads}");
        if let Some(first) = text.first_mut().filter(|first| **first == b'A') {
            *first = b'!';
            assert_eq!(decoded(&text, &values), Err(Error::NotBase32), "{pads}");
        }
    }
    // A length that is not right is said first.
    assert_eq!(decoded(b"!", &values), Err(Error::IncorrectPadding));
    assert_eq!(decoded(b"A=AAAAAA", &values), Err(Error::NotBase32));
}

#[test]
fn bits_that_are_left_over_do_not_count() {
    let values = Values::of(&BASE32);
    assert_eq!(decoded(b"MZ======", &values).as_deref(), Ok(&b"f"[..]));
}

#[test]
fn messages_are_those_of_base64() {
    assert_eq!(Error::IncorrectPadding.to_string(), "Incorrect padding");
    assert_eq!(Error::NotBase32.to_string(), "Non-base32 digit found");
}

#[test]
fn lengths() {
    let len = |len| encoded_len(len, &Encoding::of(&BASE32));
    assert_eq!([0, 1, 5, 6].map(len), [0, 8, 8, 16].map(Some));
    assert_eq!(len(usize::MAX), None);
    assert_eq!(len(isize::MAX as usize), None);
    // The most, and it would fit but for its lines.
    let most = isize::MAX as usize / 8 * 5;
    let in_lines = Encoding {
        columns: NonZero::new(8),
        ..Encoding::of(&BASE32)
    };
    assert!(len(most).is_some());
    assert_eq!(encoded_len(most, &in_lines), None);
}

#[test]
fn too_little_room_is_reported() {
    let values = Values::of(&BASE32);
    for len in 1..=100 {
        let bytes = sample(len);
        let text = encoded(&bytes, &BASE32);
        assert_eq!(
            filled(text.len() - 1, |out| encode(
                &bytes,
                &Encoding::of(&BASE32),
                out
            )),
            Err(Full)
        );
        assert_eq!(
            filled(len - 1, |out| decode(&text, &values, out)),
            Err(Error::Full)
        );
    }
}

proptest! {
    #[test]
    fn encoding_agrees_with_the_oracle(
        src in prop::collection::vec(any::<u8>(), 0..2000),
        encoding in encodings(&BASE32),
    ) {
        prop_assert_eq!(encoded_as(&src, &encoding), naive::encode(&src, &encoding));
    }

    #[test]
    fn decoding_agrees_with_the_oracle(
        text in "([A-Z2-7]{8}){0,6}([A-Za-z0-9=]{8}){0,2}([A-Z]{0,8}={0,8})",
        casefold: bool,
        one in prop::option::of(prop::sample::select(&b"LIl1=A\xff"[..])),
        hex: bool,
    ) {
        let text: String = text;
        let alphabet = if hex { &BASE32_HEX } else { &BASE32 };
        let mut values = Values::of(alphabet);
        if casefold {
            values = values.casefold();
        }
        if let Some(one) = one {
            values = values.map01(one);
        }
        let expected = naive::decode(text.as_bytes(), alphabet, casefold, one);
        prop_assert_eq!(decoded(text.as_bytes(), &values), expected);
    }
}
