//! The semantics of `base64.b85encode` and its relatives, against naive oracles.

extern crate std;

mod ascii85;

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

fn encoded(src: &[u8], alphabet: &Alphabet, pad: bool) -> Vec<u8> {
    let len = encoded_len(src.len(), pad).unwrap();
    let text = filled(len, |out| encode(src, alphabet, pad, out)).unwrap();
    assert_eq!(text.len(), len);
    text
}

fn decoded(text: &[u8], alphabet: &Alphabet) -> Result<Vec<u8>, Error> {
    let len = decoded_len(text.len());
    let result = filled(len, |out| decode(text, alphabet, out));
    if let Ok(bytes) = &result {
        assert_eq!(bytes.len(), len);
    }
    result
}

/// Bytes of which neighbours differ.
fn sample(len: usize) -> Vec<u8> {
    (0..len).map(|i| (i * 73 + i / 7) as u8).collect()
}

#[test]
fn the_alphabets_have_85_different_characters() {
    for alphabet in [&BASE85, &Z85] {
        let digits = alphabet.values.iter().filter(|&&value| value < 85);
        assert_eq!(digits.count(), 85);
        assert!(alphabet.chars.is_ascii());
    }
}

#[test]
fn the_example_of_zeromq() {
    let bytes = b"\x86\x4F\xD2\x6F\xB5\x59\xF7\x5B";
    assert_eq!(encoded(bytes, &Z85, false), b"HelloWorld");
    assert_eq!(decoded(b"HelloWorld", &Z85).as_deref(), Ok(&bytes[..]));
}

#[test]
fn every_length_is_encoded_and_decoded() {
    for alphabet in [&BASE85, &Z85] {
        for len in 0..=300 {
            let bytes = sample(len);
            for pad in [false, true] {
                let text = encoded(&bytes, alphabet, pad);
                assert_eq!(text, naive::encode(&bytes, alphabet, pad), "{len}");
                let mut expected = bytes.clone();
                if pad {
                    expected.resize(len.next_multiple_of(4), 0);
                }
                assert_eq!(decoded(&text, alphabet), Ok(expected), "{len}");
            }
        }
    }
}

#[test]
fn every_byte_at_every_place_is_a_digit_or_not() {
    for len in [5, 12, 33] {
        for place in 0..len {
            for byte in 0..=255 {
                let mut text = Vec::from_iter(std::iter::repeat_n(b'0', len));
                text[place] = byte;
                for alphabet in [&BASE85, &Z85] {
                    let expected = naive::decode(&text, alphabet);
                    assert_eq!(decoded(&text, alphabet), expected, "{byte} at {place}");
                }
            }
        }
    }
}

#[test]
fn the_largest_word_is_no_overflow_and_the_next_is() {
    let largest = encoded(&[0xff; 4], &BASE85, false);
    assert_eq!(decoded(&largest, &BASE85), Ok([0xff; 4].to_vec()));
    let mut next = largest;
    next[4] += 1;
    let text = [&b"00000"[..], &next].concat();
    let overflow = |position| {
        Err(Error::Overflow {
            alphabet: "base85",
            position,
        })
    };
    assert_eq!(decoded(&text, &BASE85), overflow(5));
    // What is missing is taken for the greatest digit.
    assert_eq!(decoded(b"~", &BASE85), overflow(0));
    assert_eq!(decoded(b"0", &BASE85), Ok(Vec::new()));
}

#[test]
fn messages_are_those_of_base64() {
    let messages = [
        (&BASE85, "bad base85 character at position 6"),
        (&Z85, "bad z85 character at position 6"),
    ];
    for (alphabet, message) in messages {
        assert_eq!(
            decoded(b"000000\xff", alphabet).unwrap_err().to_string(),
            message
        );
    }
    assert_eq!(
        decoded(b"00000~~~~~", &BASE85).unwrap_err().to_string(),
        "base85 overflow in hunk starting at byte 5"
    );
    assert_eq!(
        decoded(b"00000#####", &Z85).unwrap_err().to_string(),
        "z85 overflow in hunk starting at byte 5"
    );
}

#[test]
fn lengths() {
    assert_eq!(
        [0, 1, 3, 4, 5].map(|len| encoded_len(len, false)),
        [0, 2, 4, 5, 7].map(Some)
    );
    assert_eq!(
        [0, 1, 3, 4, 5].map(|len| encoded_len(len, true)),
        [0, 5, 5, 5, 10].map(Some)
    );
    assert_eq!([0, 1, 2, 5, 6, 7].map(decoded_len), [0, 0, 1, 4, 4, 5]);
    assert_eq!(encoded_len(usize::MAX, false), None);
    assert_eq!(encoded_len(isize::MAX as usize, false), None);
}

#[test]
fn too_little_room_is_reported() {
    for len in 1..=100 {
        let bytes = sample(len);
        let text = encoded(&bytes, &BASE85, false);
        assert_eq!(
            filled(text.len() - 1, |out| encode(&bytes, &BASE85, false, out)),
            Err(Full)
        );
        assert_eq!(
            filled(len - 1, |out| decode(&text, &BASE85, out)),
            Err(Error::Full)
        );
    }
}

proptest! {
    #[test]
    fn encoding_agrees_with_the_oracle(src: Vec<u8>, pad: bool) {
        prop_assert_eq!(encoded(&src, &BASE85, pad), naive::encode(&src, &BASE85, pad));
    }

    #[test]
    fn decoding_agrees_with_the_oracle(text in "([0-9A-Z]{5}){0,6}[!-~]{0,12}") {
        for alphabet in [&BASE85, &Z85] {
            let expected = naive::decode(text.as_bytes(), alphabet);
            prop_assert_eq!(decoded(text.as_bytes(), alphabet), expected);
        }
    }
}
