//! Bytes from hexadecimal digits, or the reason why not.
#![no_main]

use codec_fuzz::{Data, at_each_level, filled};
use codec_hex::{decode, decoded_len, naive};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: Data| {
    let text = text.bytes();
    let expected = naive::decode(text);
    at_each_level(|level| {
        let found = filled(decoded_len(text.len()), |out| decode(text, out));
        assert_eq!(found, expected, "{level:?}");
    });
});
