//! Bytes from base64, or the reason why not, in both modes.
#![no_main]

use codec_base64::{Mode, STANDARD, decode, decoded_len_max, naive};
use codec_fuzz::{Data, at_each_level, filled};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: Data| {
    let text = text.bytes();
    let room = decoded_len_max(text.len());
    let modes = [
        (Mode::Lenient, naive::decode_lenient(text)),
        (Mode::Strict, naive::decode_strict(text)),
    ];
    for (mode, expected) in modes {
        at_each_level(|level| {
            let found = filled(room, |out| decode(text, &STANDARD, mode, out));
            assert_eq!(found, expected, "{level:?} {mode:?}");
        });
    }
});
