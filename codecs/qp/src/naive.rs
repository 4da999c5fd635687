//! Quoted-printable as plainly as it can be said, for tests to compare with.
//!
//! Byte by byte, with no thought of speed.
#![allow(
    missing_docs,
    reason = "each is what the function of its name has to be"
)]

extern crate std;

use std::format;
use std::vec::Vec;

use crate::Options;

pub fn encode(src: &[u8], options: Options) -> Vec<u8> {
    let Options {
        quote_tabs,
        is_text,
        header,
    } = options;
    let first = src.iter().position(|&byte| byte == b'\n').unwrap_or(0);
    let end: &[u8] = if first > 0 && src[first - 1] == b'\r' {
        b"\r\n"
    } else {
        b"\n"
    };
    let hex = |byte: u8| format!("={byte:02X}").into_bytes();
    let (mut text, mut column, mut rest) = (Vec::new(), 0, src);
    while let Some((&byte, tail)) = rest.split_first() {
        let quote = match byte {
            b'\r' | b'\n' => !is_text,
            b'\t' | b' ' => quote_tabs || tail.is_empty(),
            b'.' if column == 0 => tail.is_empty() || b"\n\r\0".contains(&tail[0]),
            b'_' => header,
            b'=' | 0..b' ' | 127.. => true,
            _ => false,
        };
        let ends = byte == b'\n' || rest.starts_with(b"\r\n");
        rest = tail;
        if ends && !quote {
            if let Some(blank @ (b' ' | b'\t')) = text.last().copied() {
                text.pop();
                text.extend(hex(blank));
            }
            text.extend(end);
            column = 0;
            rest = if byte == b'\r' { &rest[1..] } else { rest };
            continue;
        }
        let piece = match byte {
            _ if quote => hex(byte),
            b' ' if header => Vec::from([b'_']),
            _ => Vec::from([byte]),
        };
        let may_pass = !quote && (rest.is_empty() || rest[0] == b'\n');
        if column + piece.len() >= 76 && !may_pass {
            text.push(b'=');
            text.extend(end);
            column = 0;
        }
        column += piece.len();
        text.extend(piece);
    }
    text
}

pub fn decode(text: &[u8], header: bool) -> Vec<u8> {
    let digit = |byte: Option<&u8>| byte.and_then(|&byte| char::from(byte).to_digit(16));
    let (mut bytes, mut i) = (Vec::new(), 0);
    while i < text.len() {
        let byte = text[i];
        i += 1;
        match (
            byte,
            text.get(i),
            digit(text.get(i)),
            digit(text.get(i + 1)),
        ) {
            (b'=', Some(b'\n' | b'\r'), ..) => {
                while i < text.len() && text[i] != b'\n' {
                    i += 1;
                }
                i += 1;
            }
            (b'=', None, ..) => {}
            (b'=', _, Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                i += 2;
            }
            (b'=', next, ..) => {
                bytes.push(b'=');
                i += usize::from(next == Some(&b'='));
            }
            (b'_', ..) if header => bytes.push(b' '),
            _ => bytes.push(byte),
        }
    }
    bytes
}
