//! The semantics of `binascii.a2b_base32` of Python 3.15.

use codec_simd::ByteSet;

use super::*;
use crate::options::{Decoding, Error, decode, decoded_len_max};

fn decoded(text: &[u8], decoding: &Decoding<'_>) -> Result<Vec<u8>, Error> {
    let most = decoded_len_max(text);
    filled(most, |out| decode(text, decoding, out))
}

fn reading(values: &Values) -> Decoding<'_> {
    Decoding {
        values,
        padded: true,
        ignored: ByteSet::EMPTY,
        canonical: false,
    }
}

#[test]
fn the_most_bytes_are_all_of_a_text_that_is_right() {
    let values = Values::of(&BASE32);
    for len in 0..=300 {
        let bytes = sample(len);
        for padded in [false, true] {
            let encoding = Encoding {
                padded,
                ..Encoding::of(&BASE32)
            };
            let text = encoded_as(&bytes, &encoding);
            assert_eq!(decoded_len_max(&text), len);
            let decoding = Decoding {
                padded,
                canonical: true,
                ..reading(&values)
            };
            assert_eq!(decoded(&text, &decoding).as_ref(), Ok(&bytes));
        }
    }
}

#[test]
fn every_short_text() {
    // Values, padding, what may be passed over, and what may not.
    let values = Values::of(&BASE32);
    let mut texts: Vec<Vec<u8>> = std::vec![std::vec![]];
    let mut begin = 0;
    for _ in 0..7 {
        let end = texts.len();
        for text in begin..end {
            for char in *b"AB=\n" {
                let mut longer = texts[text].clone();
                longer.push(char);
                texts.push(longer);
            }
        }
        begin = end;
    }
    for text in &texts {
        // After a whole group or two what is wrong is the same, but not at the beginning.
        for before in [&b""[..], b"ABCDEFGH"] {
            let text = [before, text].concat();
            for ignored in [&b""[..], b"\n", b"=", b"=\n", b"A="] {
                for (padded, canonical) in [(false, true), (true, false), (true, true)] {
                    let decoding = Decoding {
                        values: &values,
                        padded,
                        ignored: ByteSet::of(ignored),
                        canonical,
                    };
                    assert_eq!(
                        decoded(&text, &decoding),
                        naive::decode_with(&text, &BASE32, &decoding),
                        "{:?} {decoding:?}",
                        text.escape_ascii().to_string()
                    );
                }
            }
        }
    }
}

#[test]
fn padding_in_an_alphabet_is_padding() {
    let mut chars = BASE32;
    chars[8] = b'=';
    let values = Values::of(&chars);
    assert_eq!(
        decoded(b"MY======", &reading(&values)).as_deref(),
        Ok(&b"f"[..])
    );
}

#[test]
fn messages_are_those_of_binascii() {
    for (error, message) in [
        (Error::NotBase32, "Only base32 data is allowed"),
        (Error::PaddingNotAllowed, "Padding not allowed"),
        (Error::LeadingPadding, "Leading padding not allowed"),
        (Error::ExcessPadding, "Excess padding not allowed"),
        (Error::IncorrectPadding, "Incorrect padding"),
        (Error::ExcessData, "Excess data after padding"),
        (
            Error::DiscontinuousPadding,
            "Discontinuous padding not allowed",
        ),
        (
            Error::LeftOver { chars: 9 },
            "Invalid base32-encoded string: number of data characters (9) cannot be 1, 3, or 6 \
             more than a multiple of 8",
        ),
        (Error::NotCanonical, "Non-zero padding bits"),
    ] {
        assert_eq!(error.to_string(), message);
    }
}

const IGNORED: &[&[u8]] = &[b"", b"\n", b"\n", b"\n=", b"=", b"A\xff"];

proptest! {
    #[test]
    fn decoding_agrees_with_the_oracle(
        // Lines, more or less, and what is wrong at the end or in between.
        text in "([A-Z2-7]{8}|[A-Z2-7]{64}|[A-Z2-7]{64}\n|[A-Z2-7]{72}\n|[A-Z2-7]{1,9}[\n=]?){0,12}[A-Z]{0,8}={0,8}[A\n=]{0,2}",
        hex: bool,
        padded: bool,
        canonical: bool,
        ignored in prop::sample::select(IGNORED),
    ) {
        let text: String = text;
        let chars = if hex { &BASE32_HEX } else { &BASE32 };
        for values in [Values::of(chars), Values::of(chars).prepared()] {
            let decoding = Decoding { values: &values, padded, ignored: ByteSet::of(ignored), canonical };
            prop_assert_eq!(
                decoded(text.as_bytes(), &decoding),
                naive::decode_with(text.as_bytes(), chars, &decoding)
            );
        }
    }
}
