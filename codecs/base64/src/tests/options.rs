//! What CPython 3.15 has added: alphabets, padding or none, lines, what is ignored, and canonical text.

use core::num::NonZero;

use codec_simd::ByteSet;

use super::testing::{at_each_level, exact};
use super::*;

fn options_of(strict: bool, padded: bool, canonical: bool, ignored: &[u8]) -> Options {
    Options {
        mode: if strict { Mode::Strict } else { Mode::Lenient },
        padded,
        canonical,
        ignored: ByteSet::of(ignored),
    }
}

/// All combinations, with these bytes ignored.
fn all_options<'a>(ignored: &'a [&[u8]]) -> impl Iterator<Item = Options> + 'a {
    (0..8).flat_map(move |bits: u8| {
        let is = move |bit| bits & bit != 0;
        ignored
            .iter()
            .map(move |ignored| options_of(is(1), is(2), is(4), ignored))
    })
}

fn decoded_with(text: &[u8], chars: &[u8; 64], options: &Options) -> Result<Vec<u8>, Error> {
    decoded_by(&Alphabet::new(chars), text, options)
}

fn decoded_by(alphabet: &Alphabet, text: &[u8], options: &Options) -> Result<Vec<u8>, Error> {
    filled(decoded_len_max(text.len()), |out| {
        decode(&exact(text), alphabet, options, out)
    })
}

fn layout(width: usize, padded: bool) -> Layout {
    Layout {
        padded,
        width: NonZero::new(width),
    }
}

fn laid_out(layout: Layout, src: &[u8], chars: &[u8; 64]) -> Vec<u8> {
    let len = layout.encoded_len(src.len()).unwrap();
    let text = filled(len, |out| encode_in(layout, &exact(src), chars, out)).unwrap();
    assert_eq!(text.len(), len, "{layout:?} {}", src.len());
    text
}

/// The standard alphabet with others for its last characters.
fn ending_in(last: &[u8]) -> [u8; 64] {
    let mut chars = *STANDARD.chars();
    chars[64 - last.len()..].copy_from_slice(last);
    chars
}

/// Every text up to a length of a character, another, padding, a line end and anything else.
#[test]
fn every_short_text_with_all_options() {
    let ignored: &[&[u8]] = &[b"", b"\n", b"=", b"=\n", b"A"];
    let alphabets = [
        *STANDARD.chars(),
        ending_in(b"="),
        ending_in(b"\n"),
        ending_in(b"A"),
    ];
    for options in all_options(ignored) {
        for (which, chars) in alphabets.iter().enumerate() {
            let alphabet = Alphabet::new(chars);
            let longest = if which == 0 { 5 } else { 4 };
            for len in 0..=longest {
                for number in 0..5_u32.pow(len) {
                    let digit = |place| (number / 5_u32.pow(place) % 5) as usize;
                    let text: Vec<u8> = (0..len).map(|place| b"Az=\n!"[digit(place)]).collect();
                    assert_eq!(
                        decoded_by(&alphabet, &text, &options),
                        naive::decode(&text, chars, &options),
                        "{text:?} {options:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn the_naive_ways_agree() {
    let texts = [
        "", "QQ==", "QUI=", "QQ", "=QQ", "Q", "QQ=Q", "QU\nI=", "QQ===", "QUJD=",
    ];
    for text in texts.map(str::as_bytes) {
        let by_options = |options| naive::decode(text, STANDARD.chars(), options);
        assert_eq!(by_options(Options::LENIENT), naive::decode_lenient(text));
        assert_eq!(by_options(Options::STRICT), naive::decode_strict(text));
    }
}

#[test]
fn padding_can_be_left_out() {
    let strict = options_of(true, false, false, b"");
    let lenient = options_of(false, false, false, b"");
    for (text, bytes) in [("Zg", "f"), ("Zm8", "fo"), ("Zm9v", "foo"), ("", "")] {
        for options in [&strict, &lenient] {
            let decoded = decoded_with(text.as_bytes(), STANDARD.chars(), options);
            assert_eq!(
                decoded.as_deref(),
                Ok(bytes.as_bytes()),
                "{text} {options:?}"
            );
        }
    }
    let decoded = |options| decoded_with(b"Zg==", STANDARD.chars(), options);
    assert_eq!(decoded(&strict), Err(Error::PaddingNotAllowed));
    assert_eq!(decoded(&lenient).as_deref(), Ok(&b"f"[..]));
}

#[test]
fn canonical_text_has_no_bits_too_many() {
    let canonical = options_of(false, true, true, b"");
    for (text, is_canonical) in [
        ("Zg==", true),
        ("Zh==", false),
        ("Zm8=", true),
        ("Zm9=", false),
    ] {
        let decoded = decoded_with(text.as_bytes(), STANDARD.chars(), &canonical);
        assert_eq!(decoded.is_ok(), is_canonical, "{text}");
        if !is_canonical {
            assert_eq!(decoded, Err(Error::NonZeroBits));
        }
    }
}

#[test]
fn messages_are_those_of_binascii_3_15() {
    assert_eq!(Error::PaddingNotAllowed.to_string(), "Padding not allowed");
    assert_eq!(Error::NonZeroBits.to_string(), "Non-zero padding bits");
}

/// One other byte at every place of long text: ignored, or the first error.
#[test]
fn every_byte_at_every_place_ignored_or_not() {
    let text = naive::encode_in(layout(60, true), &sample(90));
    let ignored: &[&[u8]] = &[b"\n", b"\n\r !\xff", b"", b"\nA="];
    for ignored in ignored {
        let options = options_of(true, true, false, ignored);
        for place in 0..text.len() {
            for byte in 0..=255 {
                let mut text = text.clone();
                text[place] = byte;
                let expected = naive_in_standard(&text, &options);
                at_each_level(|level| {
                    assert_eq!(
                        decoded_by(&STANDARD, &text, &options),
                        expected,
                        "{level:?} {place} {byte} {ignored:?}"
                    );
                });
            }
        }
    }
}

/// As [`naive::decode`], which takes too long for so many.
fn naive_in_standard(text: &[u8], options: &Options) -> Result<Vec<u8>, Error> {
    let refused = |&&char: &&u8| {
        let is_other = !char.is_ascii_alphanumeric() && !b"+/=".contains(&char);
        is_other && !options.ignored.contains(char)
    };
    match text.iter().find(refused) {
        Some(_) => naive::decode(text, STANDARD.chars(), options),
        None => {
            let kept: Vec<u8> = text
                .iter()
                .copied()
                .filter(|&char| char.is_ascii_alphanumeric() || b"+/=".contains(&char))
                .collect();
            match options.ignored.contains(b'=') {
                true => naive::decode_lenient(&kept),
                false => naive::decode_strict(&kept),
            }
        }
    }
}

#[test]
fn lines_are_decoded_strictly_where_their_ends_are_ignored() {
    let bytes = sample(3000);
    at_each_level(|level| {
        for width in (4..=200).step_by(4).chain([1000]) {
            for end in ["\n", "\r\n", "\n\n  ", "\u{e9}"] {
                let text = naive::encode_in(layout(width, true), &bytes);
                let text: Vec<u8> = text
                    .split(|&char| char == b'\n')
                    .collect::<Vec<_>>()
                    .join(end.as_bytes());
                let decoded = |ignored: &[u8], padded| {
                    let options = options_of(true, padded, false, ignored);
                    decoded_by(&STANDARD, &text, &options)
                };
                let all = decoded(end.as_bytes(), true);
                assert_eq!(all.as_deref(), Ok(&bytes[..]), "{level:?} {width} {end:?}");
                if text.len() > width * 2 {
                    assert_eq!(
                        decoded(b"\t", true),
                        Err(Error::NotBase64),
                        "{level:?} {width}"
                    );
                }
            }
        }
    });
}

#[test]
fn every_layout_of_every_length() {
    let bytes = sample(1200);
    let widths = (0..=70).chain([
        75, 76, 77, 100, 127, 128, 129, 132, 192, 196, 256, 260, 4000,
    ]);
    let widths = widths.chain([usize::MAX]);
    for width in widths {
        for padded in [true, false] {
            let layout = layout(width, padded);
            for len in (0..=200).chain([299, 300, 301, 767, 768, 769, 1198, 1199, 1200]) {
                let bytes = &bytes[..len];
                let expected = naive::encode_in(layout, bytes);
                at_each_level(|level| {
                    assert_eq!(
                        laid_out(layout, bytes, STANDARD.chars()),
                        expected,
                        "{level:?} {width} {padded} {len}"
                    );
                });
            }
        }
    }
}

#[test]
fn lines_at_every_alignment_in_any_alphabet() {
    let bytes = sample(700);
    let mut backwards = *STANDARD.chars();
    backwards.reverse();
    at_each_level(|level| {
        for chars in [ending_in(b"-_"), ending_in(b"=\xff"), backwards] {
            for start in 0..64 {
                let layout = layout(76, false);
                let bytes = &bytes[start..];
                let expected = naive::encode_in(layout, bytes);
                let expected: Vec<u8> = expected
                    .iter()
                    .map(
                        |&char| match STANDARD.chars().iter().position(|&c| c == char) {
                            Some(value) => chars[value],
                            None => char,
                        },
                    )
                    .collect();
                assert_eq!(
                    laid_out(layout, bytes, &chars),
                    expected,
                    "{level:?} {start}"
                );
            }
        }
    });
}

#[test]
fn too_little_room_for_lines_is_reported() {
    let bytes = sample(400);
    at_each_level(|level| {
        for width in [4, 20, 60, 64, 76, 128] {
            let layout = layout(width, true);
            for room in 0..layout.encoded_len(bytes.len()).unwrap() {
                let result = filled(room, |out| encode_in(layout, &bytes, STANDARD.chars(), out));
                assert_eq!(result, Err(Full), "{level:?} {width} {room}");
            }
        }
    });
}

#[test]
fn lengths_of_layouts() {
    assert_eq!(layout(76, true).encoded_len(0), Some(0));
    assert_eq!(layout(76, true).encoded_len(57), Some(76));
    assert_eq!(layout(76, true).encoded_len(58), Some(81));
    assert_eq!(layout(1, true).encoded_len(7), Some(14));
    assert_eq!(layout(0, false).encoded_len(7), Some(10));
    assert_eq!(layout(0, false).encoded_len(8), Some(11));
    for padded in [true, false] {
        for width in [0, 1, 76, usize::MAX] {
            assert_eq!(layout(width, padded).encoded_len(usize::MAX), None);
            assert_eq!(layout(width, padded).encoded_len(isize::MAX as usize), None);
        }
    }
}

#[test]
fn known_alphabets_are_found_by_their_characters() {
    for alphabet in [&STANDARD, &ONLY_URL_SAFE] {
        let known = Alphabet::known(alphabet.chars()).unwrap();
        assert!(core::ptr::eq(known, alphabet));
    }
    for place in 0..64 {
        let mut chars = *STANDARD.chars();
        chars[place] = b'.';
        assert!(Alphabet::known(&chars).is_none(), "{place}");
    }
}

#[test]
fn only_url_safe_has_no_others() {
    for (text, is_url_safe) in [("ab-_", true), ("ab+/", false)] {
        let decoded = decoded_by(&ONLY_URL_SAFE, text.as_bytes(), Options::STRICT);
        assert_eq!(decoded.is_ok(), is_url_safe, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_alphabet_and_any_options(
        chars in proptest::collection::vec(0u8..=255, 64),
        ascii: bool,
        text in "([A-Za-z0-9+/]{0,150}[=\n! é]{0,3}){0,10}",
        bits in 0u8..8,
        ignored: Vec<u8>,
    ) {
        let chars: [u8; 64] = core::array::from_fn(|value| match ascii {
            true => chars[value] & 0x7f,
            false => chars[value],
        });
        let options = options_of(bits & 1 != 0, bits & 2 != 0, bits & 4 != 0, &ignored);
        for chars in [chars, *STANDARD.chars()] {
            let text = text.as_bytes();
            let expected = naive::decode(text, &chars, &options);
            at_each_level(|level| {
                assert_eq!(decoded_with(text, &chars, &options), expected, "{level:?}");
            });
        }
    }
}
