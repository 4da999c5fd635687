//! The semantics of `base64.b85encode` and its relatives, against naive oracles.

extern crate std;

mod ascii85;
mod kernels;
#[path = "../../simd/testing.rs"]
mod testing;

use core::num::NonZero;
use std::string::ToString;
use std::vec::Vec;

use codec_simd::ByteSet;
use outbuf::{Full, Out};
use proptest::prelude::*;

use super::*;

/// Runs `f` over exactly `len` bytes of memory and returns what it has written.
fn filled<E>(len: usize, f: impl FnOnce(&mut Out<'_>) -> Result<(), E>) -> Result<Vec<u8>, E> {
    let mut memory = Vec::with_capacity(len);
    outbuf::fill(&mut memory.spare_capacity_mut()[..len], f).map(|written| written.to_vec())
}

fn encoded(src: &[u8], encoding: &Encoding<'_>) -> Vec<u8> {
    let len = encoded_len(src.len(), encoding).unwrap();
    let text = filled(len, |out| encode(src, encoding, out)).unwrap();
    assert_eq!(text.len(), len);
    text
}

/// As Python 3.13 does.
fn decoded(text: &[u8], chars: &[u8; 85]) -> Result<Vec<u8>, Error> {
    let len = decoded_len(text.len());
    let result = decoded_with(text, &Decoding::of(&Values::of(chars), name(chars)));
    if let Ok(bytes) = &result {
        assert_eq!(bytes.len(), len);
    }
    result
}

fn decoded_with(text: &[u8], decoding: &Decoding<'_>) -> Result<Vec<u8>, Error> {
    filled(decoded_len(text.len()), |out| decode(text, decoding, out))
}

fn expected(text: &[u8], chars: &[u8; 85]) -> Result<Vec<u8>, Error> {
    naive::decode(
        text,
        chars,
        &Decoding::of(&Values::of(&BASE85), name(chars)),
    )
}

fn name(chars: &[u8; 85]) -> &'static str {
    if *chars == Z85 { "z85" } else { "base85" }
}

fn padded(chars: &[u8; 85], pad: bool) -> Encoding<'_> {
    Encoding {
        pad,
        ..Encoding::of(chars)
    }
}

/// Bytes of which neighbours differ.
fn sample(len: usize) -> Vec<u8> {
    (0..len).map(|i| (i * 73 + i / 7) as u8).collect()
}

#[test]
fn the_alphabets_have_85_different_characters() {
    for alphabet in [&BASE85, &Z85] {
        let values = Values::of(alphabet);
        let digits = values.0.iter().filter(|&&value| value < 85);
        assert_eq!(digits.count(), 85);
        assert!(alphabet.is_ascii());
    }
}

#[test]
fn the_example_of_zeromq() {
    let bytes = b"\x86\x4F\xD2\x6F\xB5\x59\xF7\x5B";
    assert_eq!(encoded(bytes, &Encoding::of(&Z85)), b"HelloWorld");
    assert_eq!(decoded(b"HelloWorld", &Z85).as_deref(), Ok(&bytes[..]));
}

#[test]
fn every_length_is_encoded_and_decoded() {
    for alphabet in [&BASE85, &Z85] {
        for len in 0..=300 {
            let bytes = sample(len);
            for pad in [false, true] {
                let encoding = padded(alphabet, pad);
                let text = encoded(&bytes, &encoding);
                assert_eq!(text, naive::encode(&bytes, &encoding), "{len}");
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
                    let expected = expected(&text, alphabet);
                    assert_eq!(decoded(&text, alphabet), expected, "{byte} at {place}");
                }
            }
        }
    }
}

#[test]
fn the_largest_word_is_no_overflow_and_the_next_is() {
    let largest = encoded(&[0xff; 4], &Encoding::of(&BASE85));
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
        [0, 1, 3, 4, 5].map(|len| encoded_len(len, &Encoding::of(&BASE85))),
        [0, 2, 4, 5, 7].map(Some)
    );
    assert_eq!(
        [0, 1, 3, 4, 5].map(|len| encoded_len(len, &padded(&BASE85, true))),
        [0, 5, 5, 5, 10].map(Some)
    );
    assert_eq!([0, 1, 2, 5, 6, 7].map(decoded_len), [0, 0, 1, 4, 4, 5]);
    for most in [usize::MAX, isize::MAX as usize] {
        assert_eq!(encoded_len(most, &Encoding::of(&BASE85)), None);
    }
    // The most, and it would fit but for its lines.
    let most = isize::MAX as usize / 5 * 4;
    let in_lines = Encoding {
        columns: NonZero::new(5),
        ..Encoding::of(&BASE85)
    };
    assert!(encoded_len(most, &Encoding::of(&BASE85)).is_some());
    assert_eq!(encoded_len(most, &in_lines), None);
}

#[test]
fn too_little_room_is_reported() {
    for len in 1..=100 {
        let bytes = sample(len);
        let encoding = Encoding::of(&BASE85);
        let text = encoded(&bytes, &encoding);
        assert_eq!(
            filled(text.len() - 1, |out| encode(&bytes, &encoding, out)),
            Err(Full)
        );
        let values = Values::of(&BASE85);
        let decoding = Decoding::of(&values, "base85");
        assert_eq!(
            filled(len - 1, |out| decode(&text, &decoding, out)),
            Err(Error::Full)
        );
    }
}

#[test]
fn a_single_digit_and_other_digits_may_be_refused() {
    let values = Values::of(&BASE85);
    let strict = Decoding {
        canonical: true,
        single: false,
        ..Decoding::of(&values, "Base85")
    };
    let message = |text: &[u8]| decoded_with(text, &strict).map_err(|error| error.to_string());
    assert_eq!(message(b"VPa!sV"), Err("Incomplete Base85 group".into()));
    assert_eq!(message(b"VF"), Err("Non-zero padding bits".into()));
    assert_eq!(message(b"VE"), Ok(b"a".to_vec()));
    // What is too large is said first.
    let overflow = "Base85 overflow in hunk starting at byte 5";
    assert_eq!(message(b"VPa!s~"), Err(overflow.into()));
}

/// Names of what is passed over: nothing, line ends, digits as well, and not only ASCII.
const IGNORED: &[&[u8]] = &[b"", b"\n", b"\n", b"\nA ", b"\xff\n"];

proptest! {
    #[test]
    fn encoding_agrees_with_the_oracle(
        src in prop::collection::vec(any::<u8>(), 0..2000),
        pad: bool,
        columns in 0_usize..100,
    ) {
        let encoding = Encoding { pad, columns: NonZero::new(columns), chars: &BASE85 };
        prop_assert_eq!(encoded(&src, &encoding), naive::encode(&src, &encoding));
    }

    #[test]
    fn decoding_agrees_with_the_oracle(text in "([0-9A-Z]{5}){0,40}[!-~]{0,12}") {
        for alphabet in [&BASE85, &Z85] {
            prop_assert_eq!(decoded(text.as_bytes(), alphabet), expected(text.as_bytes(), alphabet));
        }
    }

    #[test]
    fn decoding_with_options_agrees_with_the_oracle(
        text in "([0-9A-Z]{5}|[0-9A-Z]{80}|[0-9A-Z]{75}\n|[!-~]{1,6}\n?|\\|NsC0|0000~){0,12}[0-9]{0,4}",
        ignored in prop::sample::select(IGNORED),
        canonical: bool,
        single: bool,
    ) {
        let text: std::string::String = text;
        for chars in [&BASE85, &Z85] {
            let values = Values::of(chars);
            let decoding = Decoding {
                ignored: ByteSet::of(ignored),
                canonical,
                single,
                ..Decoding::of(&values, "Base85")
            };
            prop_assert_eq!(
                decoded_with(text.as_bytes(), &decoding),
                naive::decode(text.as_bytes(), chars, &decoding)
            );
        }
    }
}
