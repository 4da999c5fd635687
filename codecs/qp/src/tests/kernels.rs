//! Each set of instructions against the naive way: all lengths and alignments of text, of bytes and
//! of what is between them, and everything at each place of a vector.

use super::testing::{at_each_level, exact};
use super::*;

/// Always the same bytes, which look like any.
fn noise(len: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(747_796_405).wrapping_add(2_891_336_453);
        (state >> 24) as u8
    };
    (0..len).map(|_| next()).collect()
}

/// Lines of several lengths, with everything that matters somewhere.
fn text(len: usize, end: &str) -> Vec<u8> {
    let words = [
        "a_b = c",
        "",
        ".",
        "..",
        ". dot",
        "blank ",
        "tab\t",
        "caf\u{e9} \u{e0} la carte",
        "x\ry",
    ];
    let mut text = Vec::new();
    for i in 0.. {
        let line = "plain words, ".repeat(i * 5 % 13);
        for part in [line.as_str(), words[i % words.len()], end] {
            text.extend_from_slice(part.as_bytes());
        }
        if text.len() >= len {
            break;
        }
    }
    text.truncate(len);
    text
}

/// Whether all kernels write what is right.
fn check_encoded(src: &[u8], options: Options) {
    let expected = naive::encode(src, options);
    at_each_level(|level| {
        assert_eq!(
            encoded(src, options),
            expected,
            "{level:?} {src:?} {options:?}"
        );
    });
}

/// Whether all kernels read what is meant.
fn check_decoded(text: &[u8], header: bool) {
    let expected = naive::decode(text, header);
    at_each_level(|level| {
        assert_eq!(
            decoded(text, header),
            expected,
            "{level:?} {text:?} {header}"
        );
    });
}

#[test]
fn all_lengths() {
    let sources = [
        noise(4096),
        text(4096, "\n"),
        text(4096, "\r\n"),
        std::vec![b'a'; 4096],
    ];
    for source in &sources {
        for len in (0..=200).chain((201..4096).step_by(61)).chain([4095, 4096]) {
            let src = exact(&source[..len]);
            for options in all_options() {
                check_encoded(&src, options);
                check_decoded(&exact(&naive::encode(&src, options)), options.header);
            }
            for header in [false, true] {
                check_decoded(&src, header);
            }
        }
    }
}

#[test]
fn all_alignments() {
    for source in &[noise(500), text(500, "\n"), text(500, "\r\n")] {
        for start in 0..=80 {
            for options in all_options() {
                check_encoded(&source[start..], options);
            }
            check_decoded(&naive::encode(source, TEXT)[start..], true);
        }
    }
}

#[test]
fn lines_of_every_length_and_every_end() {
    let ends: [&[u8]; 12] = [
        b"\n",
        b"\r\n",
        b" \n",
        b"\t\r\n",
        b"\n.",
        b"\n.\n",
        b"\r\n.\r\n",
        b"\r",
        b"=",
        b"\n\n",
        b"_\n",
        b"\xe9\r\n",
    ];
    for first in 0..=160 {
        for end in ends {
            let line = [&std::vec![b'x'; first][..], end].concat();
            let src = [&line[..], b"and words that follow", end, &line, b"."].concat();
            for options in all_options() {
                check_encoded(&src, options);
            }
        }
    }
}

#[test]
fn every_byte_at_every_place_of_a_block() {
    let source = b"a line with words. ".repeat(7);
    for place in 0..132 {
        for byte in 0..=255 {
            let mut src = source.clone();
            src[place] = byte;
            for options in [TEXT, HEADER, BINARY] {
                check_encoded(&src, options);
            }
            for header in [false, true] {
                check_decoded(&src, header);
            }
        }
    }
}

#[test]
fn every_escape_at_every_place_of_a_block() {
    let escapes: [&[u8]; 14] = [
        b"=41",
        b"=4",
        b"=",
        b"==",
        b"==41",
        b"===41",
        b"=\n",
        b"=\r\n",
        b"=\r=41\n",
        b"=4=41",
        b"=g1",
        b"=fF=Ff",
        b"=\xb41",
        b"=\n=\n=41",
    ];
    for place in 0..=132 {
        for first in escapes {
            for second in escapes {
                let before = &b"some_words ".repeat(13)[..place];
                let text = [before, first, second, b"41_", second, before].concat();
                for header in [false, true] {
                    check_decoded(&text, header);
                }
            }
        }
    }
}
