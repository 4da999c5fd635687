//! The semantics of `binascii.b2a_base64` and `a2b_base64`, against a naive
//! oracle and case by case.

extern crate std;

mod kernels;
mod options;
#[path = "../../simd/testing.rs"]
mod testing;

use std::string::ToString;
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
    let len = encoded_len(src.len()).unwrap();
    let text = filled(len, |out| encode(src, STANDARD.chars(), out)).unwrap();
    assert_eq!(text.len(), len);
    text
}

fn decoded(text: &[u8], mode: Mode) -> Result<Vec<u8>, Error> {
    filled(decoded_len_max(text.len()), |out| {
        decode(text, &STANDARD, mode, out)
    })
}

/// Bytes of which neighbours differ.
fn sample(len: usize) -> Vec<u8> {
    (0..len).map(|i| (i * 73 + i / 7) as u8).collect()
}

#[test]
fn the_test_vectors_of_rfc_4648() {
    let cases = [
        "", "", "f", "Zg==", "fo", "Zm8=", "foo", "Zm9v", "foob", "Zm9vYg==", "fooba", "Zm9vYmE=",
    ];
    for pair in cases.chunks(2) {
        assert_eq!(encoded(pair[0].as_bytes()), pair[1].as_bytes());
        for mode in [Mode::Lenient, Mode::Strict] {
            assert_eq!(
                decoded(pair[1].as_bytes(), mode).unwrap(),
                pair[0].as_bytes()
            );
        }
    }
}

#[test]
fn every_length_is_encoded_and_decoded() {
    for len in 0..=300 {
        let bytes = sample(len);
        let text = encoded(&bytes);
        assert_eq!(text, naive::encode(&bytes), "{len}");
        for mode in [Mode::Lenient, Mode::Strict] {
            assert_eq!(decoded(&text, mode).as_ref(), Ok(&bytes), "{len} {mode:?}");
        }
    }
}

#[test]
fn every_byte_at_every_place_is_data_or_not() {
    for place in 0..24 {
        for byte in 0..=255 {
            let mut text = *b"abcdefghijklmnopqrstuvwxyz0123456789";
            text[place] = byte;
            assert_eq!(
                decoded(&text, Mode::Lenient),
                naive::decode_lenient(&text),
                "{text:?}"
            );
            assert_eq!(
                decoded(&text, Mode::Strict),
                naive::decode_strict(&text),
                "{text:?}"
            );
        }
    }
}

#[test]
fn lenient_passes_over_what_is_not_data() {
    let cases: [(&str, &[u8]); 8] = [
        ("Zm9v\nYmFy\n", b"foobar"),
        ("\r\n Z m 9 v !", b"foo"),
        ("=Zm9v", b"foo"),        // padding before the end
        ("Zm=9v", b"foo"),        // in the middle of a quad
        ("Zg==\n=", b"f"),        // more than needed
        ("Zm9v====", b"foo"),     // where none is needed
        ("Zg==Zg", b"f\x06\x60"), // data after it: the bits go on
        ("\u{e9}====", b""),
    ];
    for (text, expected) in cases {
        assert_eq!(
            decoded(text.as_bytes(), Mode::Lenient).as_deref(),
            Ok(expected),
            "{text}"
        );
    }
}

#[test]
fn both_modes_refuse_a_truncated_end() {
    let cases = [
        ("Z", Error::OneLeftOver { chars: 1 }),
        ("Z===", Error::OneLeftOver { chars: 1 }),
        ("Zm9vY", Error::OneLeftOver { chars: 5 }),
        ("Zm9vY===", Error::OneLeftOver { chars: 5 }),
        ("Zm", Error::IncorrectPadding),
        ("Zm=", Error::IncorrectPadding),
        ("Zm9", Error::IncorrectPadding),
        ("Zm9vYm", Error::IncorrectPadding),
        ("Zm9vYm=", Error::IncorrectPadding),
    ];
    for (text, expected) in cases {
        for mode in [Mode::Lenient, Mode::Strict] {
            assert_eq!(
                decoded(text.as_bytes(), mode),
                Err(expected),
                "{text} {mode:?}"
            );
        }
    }
}

#[test]
fn strict_refuses_the_first_thing_that_is_wrong() {
    let cases = [
        ("=", Error::LeadingPadding),
        ("=Zm9v", Error::LeadingPadding),
        ("Zm9v=", Error::ExcessPadding),
        ("Zg===", Error::ExcessPadding),
        ("Zm9vYg===", Error::ExcessPadding),
        ("Zm8==", Error::ExcessPadding),
        ("Zg==\n", Error::NotBase64),
        ("\nZg==", Error::NotBase64),
        ("Zm9v\nYmFy", Error::NotBase64),
        ("Zm9vYmF!", Error::NotBase64),
        ("Z!==", Error::NotBase64),
        ("Zg==Zg==", Error::ExcessData),
        ("Zm8=Z", Error::ExcessData),
        ("Zg=g", Error::DiscontinuousPadding),
        ("Zm9vZg=a=", Error::DiscontinuousPadding),
    ];
    for (text, expected) in cases {
        assert_eq!(
            decoded(text.as_bytes(), Mode::Strict),
            Err(expected),
            "{text}"
        );
    }
}

#[test]
fn messages_are_those_of_binascii() {
    let one_left_over = "Invalid base64-encoded string: number of data characters (5) \
                         cannot be 1 more than a multiple of 4";
    let cases = [
        (Error::LeadingPadding, "Leading padding not allowed"),
        (Error::ExcessPadding, "Excess padding not allowed"),
        (Error::NotBase64, "Only base64 data is allowed"),
        (Error::ExcessData, "Excess data after padding"),
        (
            Error::DiscontinuousPadding,
            "Discontinuous padding not allowed",
        ),
        (Error::OneLeftOver { chars: 5 }, one_left_over),
        (Error::IncorrectPadding, "Incorrect padding"),
    ];
    for (error, message) in cases {
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn what_was_written_before_does_not_count() {
    let result = filled(20, |out| {
        out.extend(b"before")?;
        decode(b"Zm9vY", &STANDARD, Mode::Lenient, out)
    });
    assert_eq!(result, Err(Error::OneLeftOver { chars: 5 }));
}

#[test]
fn lengths() {
    assert_eq!([0, 1, 3, 4].map(encoded_len), [0, 4, 4, 8].map(Some));
    assert_eq!([0, 1, 4, 5].map(decoded_len_max), [0, 3, 3, 6]);
    assert_eq!(encoded_len(usize::MAX), None);
    assert_eq!(encoded_len(isize::MAX as usize), None);
}

#[test]
fn too_little_room_is_reported() {
    for len in 1..=100 {
        let bytes = sample(len);
        let text = encoded(&bytes);
        assert_eq!(
            filled(text.len() - 1, |out| encode(&bytes, STANDARD.chars(), out)),
            Err(Full)
        );
        for mode in [Mode::Lenient, Mode::Strict] {
            assert_eq!(
                filled(len - 1, |out| decode(&text, &STANDARD, mode, out)),
                Err(Error::Full)
            );
        }
    }
}

proptest! {
    #[test]
    fn encoding_agrees_with_the_oracle(src: Vec<u8>) {
        prop_assert_eq!(encoded(&src), naive::encode(&src));
    }

    #[test]
    fn lenient_decoding_agrees_with_the_oracle(text in "([A-Za-z0-9+/]{0,20}[=\n!]{0,3}){0,6}") {
        let text = text.as_bytes();
        prop_assert_eq!(decoded(text, Mode::Lenient), naive::decode_lenient(text));
    }

    #[test]
    fn strict_decoding_agrees_with_the_oracle(text in "([a-f+/]{4}){0,5}[a-f]{0,4}[=\n]{0,4}[a-f]{0,2}=?") {
        let text = text.as_bytes();
        prop_assert_eq!(decoded(text, Mode::Strict), naive::decode_strict(text));
    }
}
