//! Bytes from base64, or the reason why not, in both modes and any alphabet.
#![no_main]

use arbitrary::Arbitrary;
use codec_base64::{Mode, decode, decoded_len_max, naive};
use codec_fuzz::alphabets::Choice;
use codec_fuzz::{Data, at_each_level, filled};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Input {
    choice: Choice,
    text: Data,
}

fuzz_target!(|input: Input| {
    let text = input.text.bytes();
    let alphabet = input.choice.alphabet();
    let room = decoded_len_max(text.len());
    let standard = input.choice.to_standard(text);
    let modes = [
        (Mode::Lenient, naive::decode_lenient(&standard)),
        (Mode::Strict, naive::decode_strict(&standard)),
    ];
    for (mode, expected) in modes {
        at_each_level(|level| {
            let found = filled(room, |out| decode(text, &alphabet, mode, out));
            assert_eq!(found, expected, "{level:?} {mode:?}");
        });
    }
});
