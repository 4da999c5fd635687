//! Bytes from a uuencoded line, or the reason why not.
#![no_main]

use codec_fuzz::{Data, at_each_level, filled};
use codec_uu::{decode, decoded_len, naive};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|line: Data| {
    let line = line.bytes();
    let expected = naive::decode(line);
    at_each_level(|level| {
        let found = decoded_len(line).and_then(|len| filled(len, |out| decode(line, out)));
        assert_eq!(found, expected, "{level:?}");
    });
});
