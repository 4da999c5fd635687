//! The semantics of `binascii.b2a_qp` and `a2b_qp`, against a naive oracle and
//! case by case.

extern crate std;

mod kernels;
#[path = "../../simd/testing.rs"]
mod testing;

use std::string::String;
use std::vec::Vec;

use outbuf::{Full, Out};
use proptest::prelude::*;

use super::*;

/// Runs `f` over exactly `len` bytes of memory and returns what it has written.
fn filled<E>(len: usize, f: impl FnOnce(&mut Out<'_>) -> Result<(), E>) -> Result<Vec<u8>, E> {
    let mut memory = Vec::with_capacity(len);
    outbuf::fill(&mut memory.spare_capacity_mut()[..len], f).map(|written| written.to_vec())
}

fn encoded(src: &[u8], options: Options) -> Vec<u8> {
    let most = encoded_len_max(src, options).unwrap();
    let text = filled(most, |out| encode(src, options, out)).unwrap();
    // There need not be room for more than that.
    let exactly = filled(text.len(), |out| encode(src, options, out));
    assert_eq!(exactly.as_ref(), Ok(&text), "{src:?} {options:?}");
    text
}

fn decoded(text: &[u8], header: bool) -> Vec<u8> {
    filled(text.len(), |out| decode(text, header, out)).unwrap()
}

/// What Python's functions do if nothing else is said.
const TEXT: Options = Options {
    quote_tabs: false,
    is_text: true,
    header: false,
};
const BINARY: Options = Options {
    is_text: false,
    ..TEXT
};
const HEADER: Options = Options {
    header: true,
    ..TEXT
};
const TABS: Options = Options {
    quote_tabs: true,
    ..TEXT
};

fn all_options() -> impl Iterator<Item = Options> {
    (0..8).map(|bits| Options {
        quote_tabs: bits & 1 != 0,
        is_text: bits & 2 != 0,
        header: bits & 4 != 0,
    })
}

#[test]
fn bytes_are_quoted_as_the_options_say() {
    let cases: [(Options, &[u8], &str); 17] = [
        (TEXT, b"a=b", "a=3Db"),
        (TEXT, b"\0\x1f\x7f\x80\xff", "=00=1F=7F=80=FF"),
        (TEXT, b"a b\tc_", "a b\tc_"),
        (TABS, b"a b\tc", "a=20b=09c"),
        (HEADER, b"a b_c\td", "a_b=5Fc\td"),
        (TEXT, b"a ", "a=20"), // at the end of the data
        (TEXT, b"a\t", "a=09"),
        (HEADER, b"a ", "a=20"),
        (TEXT, b"a \nb\t\r\n", "a=20\nb=09\n"), // at the end of a line
        (HEADER, b"a \nb\t\n", "a_\nb=09\n"),
        (TABS, b"a \n", "a=20\n"),
        (BINARY, b"a \r\n", "a =0D=0A"),
        (TEXT, b"a\rb", "a\rb"), // alone it ends no line
        (TEXT, b".", "=2E"),     // a dot alone on a line
        (TEXT, b".\n.\r\n..\n.a", "=2E\n=2E\n..\n.a"),
        (TEXT, b".\0", "=2E=00"),
        (BINARY, b"a\n.", "a=0A."), // still the first line
    ];
    for (options, src, expected) in cases {
        assert_eq!(
            encoded(src, options),
            expected.as_bytes(),
            "{src:?} {options:?}"
        );
    }
}

#[test]
fn the_first_line_end_decides_for_all() {
    let cases: [(&[u8], &str); 4] = [
        (b"a\r\nb\nc\r\n", "a\r\nb\r\nc\r\n"),
        (b"a\nb\r\nc\n", "a\nb\nc\n"),
        (b"a\rb\nc\r\n", "a\rb\nc\n"),
        (b"\nb\r\n", "\nb\n"),
    ];
    for (src, expected) in cases {
        assert_eq!(encoded(src, TEXT), expected.as_bytes(), "{src:?}");
    }
}

#[test]
fn long_lines_are_broken() {
    let x = |count| "x".repeat(count);
    let cases: [(String, String); 7] = [
        // 76 characters are a line if nothing follows them on it.
        (x(76), x(76)),
        (x(76) + "\n", x(76) + "\n"),
        (x(77), x(75) + "=\n" + &x(2)),
        (x(151), x(75) + "=\n" + &x(76)),
        (x(72) + "==", x(72) + "=3D=\n=3D"),
        (x(73) + "=", x(73) + "=\n=3D"),
        // A carriage return that belongs to the end is not seen from afar.
        (x(76) + "\r\n", x(75) + "=\r\nx\r\n"),
    ];
    for (src, expected) in cases {
        assert_eq!(
            String::from_utf8(encoded(src.as_bytes(), TEXT)),
            Ok(expected),
            "{src}"
        );
    }
}

#[test]
fn every_length_is_encoded_and_decoded() {
    let bytes: Vec<u8> = (0..300).map(|i| (i * 73 + i / 7) as u8).collect();
    let line = b"The quick brown fox, a dog. And so on =\t";
    let text: Vec<u8> = line.iter().copied().cycle().take(300).collect();
    for src in [bytes, text] {
        for len in 0..=300 {
            let src = &src[..len];
            for options in all_options() {
                let text = encoded(src, options);
                assert_eq!(text, naive::encode(src, options), "{len} {options:?}");
                assert_eq!(
                    decoded(&text, options.header),
                    naive::decode(&text, options.header)
                );
                if !options.is_text {
                    assert_eq!(decoded(&text, options.header), src, "{len} {options:?}");
                }
            }
        }
    }
}

#[test]
fn every_byte_at_every_place() {
    for place in (0..4).chain(56..80) {
        for byte in 0..=255 {
            let mut src = *b"a line with words, long enough that it has to be broken somewhere near its end...";
            src[place] = byte;
            for options in all_options() {
                assert_eq!(
                    encoded(&src, options),
                    naive::encode(&src, options),
                    "{src:?}"
                );
            }
            assert_eq!(decoded(&src, true), naive::decode(&src, true), "{src:?}");
        }
    }
}

#[test]
fn every_pair_of_bytes_in_a_word_of_text() {
    for first in 0..=255 {
        for second in 0..=255 {
            let text = [b'a', b'_', first, second, b'_', b'b', b'4', b'1', b'c'];
            for header in [false, true] {
                assert_eq!(
                    decoded(&text, header),
                    naive::decode(&text, header),
                    "{text:?} {header}"
                );
            }
        }
    }
}

#[test]
fn runs_of_every_length_stand_between_escapes() {
    for len in 0..=60 {
        for escape in ["=5F", "=", "==", "=\n", "=\r\n", "=4"] {
            let run = &"_<>^words_and_`~\u{e9}".repeat(4).into_bytes()[..len];
            let escape = escape.as_bytes();
            let text = [escape, run, escape, escape, run, b"=3D", run].concat();
            for header in [false, true] {
                assert_eq!(
                    decoded(&text, header),
                    naive::decode(&text, header),
                    "{text:?} {header}"
                );
            }
        }
    }
}

#[test]
fn what_is_no_escape_stands_for_itself() {
    let cases: [(&[u8], &[u8]); 12] = [
        (b"=3D=3d=fF", b"==\xff"),
        (b"a=\nb", b"ab"), // soft line breaks
        (b"a=\r\nb", b"ab"),
        (b"a=\rlost\nb", b"ab"),
        (b"a=\rlost", b"a"),
        (b"a=", b"a"),
        (b"a==3D", b"a=3D"),
        (b"a=4", b"a=4"),
        (b"a=4g=g4", b"a=4g=g4"),
        (b"a= \n", b"a= \n"),
        (b"=\xff", b"=\xff"),
        (b"a_b", b"a_b"),
    ];
    for (text, expected) in cases {
        assert_eq!(decoded(text, false), expected, "{text:?}");
    }
    assert_eq!(decoded(b"a_b=5F", true), b"a b_");
}

#[test]
fn too_little_room_is_reported() {
    let src =
        b"some text = and a line that is long enough to be broken in the middle, I hope \n.\n";
    for options in all_options() {
        let text = encoded(src, options);
        for room in 0..text.len() {
            assert_eq!(filled(room, |out| encode(src, options, out)), Err(Full));
        }
    }
    for header in [false, true] {
        for room in 0..src.len() - 1 {
            assert_eq!(filled(room, |out| decode(src, header, out)), Err(Full));
        }
    }
}

proptest! {
    #[test]
    fn encoding_agrees_with_the_oracle(src in "([ -~]{0,90}[ \t._=\r\n\u{0}\u{ff}]{0,3}(\r\n|\n|)){0,5}") {
        for options in all_options() {
            prop_assert_eq!(encoded(src.as_bytes(), options), naive::encode(src.as_bytes(), options));
        }
    }

    #[test]
    fn binary_survives(src: Vec<u8>, quote_tabs: bool, header: bool) {
        let text = encoded(&src, Options { quote_tabs, is_text: false, header });
        prop_assert_eq!(decoded(&text, header), src);
    }

    #[test]
    fn decoding_agrees_with_the_oracle(text in "([ -~]{0,20}(=[0-9a-fA-F]{0,2}|_|=\r?\n)){0,9}") {
        for header in [false, true] {
            prop_assert_eq!(decoded(text.as_bytes(), header), naive::decode(text.as_bytes(), header));
        }
    }
}
