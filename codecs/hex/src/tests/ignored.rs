//! Digits with something else between them.

use codec_simd::ByteSet;

use super::testing::{at_each_level, exact};
use super::*;

fn decoded(text: &[u8], ignored: &[u8]) -> Result<Vec<u8>, Error> {
    filled(decoded_len(text.len()), |out| {
        decode_ignoring(&exact(text), &ByteSet::of(ignored), out)
    })
}

fn expected(text: &[u8], ignored: &[u8]) -> Result<Vec<u8>, Error> {
    naive::decode_ignoring(text, &ByteSet::of(ignored))
}

#[test]
fn every_short_text() {
    for ignored in ["", ":", ":a", "\u{e9}:x"].map(str::as_bytes) {
        for len in 0..=5 {
            for number in 0..6_usize.pow(len) {
                let digit = |place| number / 6_usize.pow(place) % 6;
                let text: Vec<u8> = (0..len).map(|place| b"0aF:x\xc3"[digit(place)]).collect();
                assert_eq!(
                    decoded(&text, ignored),
                    expected(&text, ignored),
                    "{text:?}"
                );
            }
        }
    }
}

#[test]
fn messages_are_those_of_binascii_3_15() {
    let message = format!("{}", Error::OddDigits);
    assert_eq!(message, "Odd number of hexadecimal digits");
}

#[test]
fn groups_and_lines_of_every_length() {
    let bytes = sample(2100);
    at_each_level(|level| {
        for width in (1..=140).chain([1023, 1024, 1025, 2047, 2048, 2049]) {
            for end in [":", "\r\n", "\u{e9}"] {
                let digits = naive::encode(&bytes);
                let lines: Vec<&[u8]> = digits.chunks(width).collect();
                let text = lines.join(end.as_bytes());
                let found = decoded(&text, end.as_bytes());
                assert_eq!(
                    found.as_deref(),
                    Ok(&bytes[..]),
                    "{level:?} {width} {end:?}"
                );
                assert_eq!(
                    decoded(&text, b"_"),
                    Err(Error::NotHex),
                    "{level:?} {width}"
                );
                let odd = [&text[..], b"0"].concat();
                let found = decoded(&odd, end.as_bytes());
                assert_eq!(found, Err(Error::OddDigits), "{level:?} {width}");
            }
        }
    });
}

#[test]
fn every_byte_at_every_place() {
    let lines = naive::encode(&sample(100))
        .chunks(30)
        .collect::<Vec<_>>()
        .join(&b'\n');
    at_each_level(|level| {
        for place in 0..lines.len() {
            for byte in 0..=255 {
                let mut text = lines.clone();
                text[place] = byte;
                for ignored in [&b"\n"[..], b"\n \xff"] {
                    let found = decoded(&text, ignored);
                    assert_eq!(found, expected(&text, ignored), "{level:?} {place} {byte}");
                }
            }
        }
    });
}

#[test]
fn too_little_room_is_reported() {
    for ignored in [&b""[..], b":"] {
        let ignored = ByteSet::of(ignored);
        for len in 1..=100 {
            let text = encoded(&sample(len));
            let result = filled(len - 1, |out| decode_ignoring(&text, &ignored, out));
            assert_eq!(result, Err(Error::Full));
        }
    }
}

proptest! {
    #[test]
    fn any_text(text in "([0-9a-fA-F]{0,90}[:\n é]{0,3}){0,30}", ignored in ":?\n?[ a]?é?") {
        let (text, ignored) = (text.as_bytes(), ignored.as_bytes());
        at_each_level(|level| {
            assert_eq!(decoded(text, ignored), expected(text, ignored), "{level:?}");
        });
    }
}
