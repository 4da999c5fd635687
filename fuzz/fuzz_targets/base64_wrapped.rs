//! Bytes from base64 in lines of any width, with damage in places: what vectors read.
//!
//! Random text is seldom valid for as long as a vector. This is made of bytes, and so is.
#![no_main]

use arbitrary::Arbitrary;
use codec_base64::{Mode, STANDARD, decode, decoded_len_max, naive};
use codec_fuzz::{Data, at_each_level, filled};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Input {
    width: u8,
    end: End,
    damage: Vec<(u16, u8)>,
    data: Data,
}

#[derive(Arbitrary, Debug)]
enum End {
    Lf,
    CrLf,
    Other([u8; 2]),
}

fuzz_target!(|input: Input| {
    let end = match input.end {
        End::Lf => b"\n".to_vec(),
        End::CrLf => b"\r\n".to_vec(),
        End::Other(end) => end.to_vec(),
    };
    let text = naive::encode(input.data.bytes());
    let mut text: Vec<u8> = text
        .chunks(usize::from(input.width).max(1))
        .flat_map(|line| line.iter().chain(&end))
        .copied()
        .collect();
    for (place, byte) in input.damage.iter().take(4) {
        let len = text.len().max(1);
        if let Some(there) = text.get_mut(usize::from(*place) % len) {
            *there = *byte;
        }
    }
    // Again as an allocation without room behind it.
    let text = text.into_boxed_slice();
    let room = decoded_len_max(text.len());
    let modes = [
        (Mode::Lenient, naive::decode_lenient(&text)),
        (Mode::Strict, naive::decode_strict(&text)),
    ];
    for (mode, expected) in modes {
        at_each_level(|level| {
            let found = filled(room, |out| decode(&text, &STANDARD, mode, out));
            assert_eq!(found, expected, "{level:?} {mode:?}");
        });
    }
});
