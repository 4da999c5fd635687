//! A uuencoded line from bytes, if they are not too many.
#![no_main]

use codec_fuzz::{Data, at_each_level, filled};
use codec_uu::{Error, LINE_MAX, encode, encoded_len, naive};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: Data| {
    let data = data.bytes();
    for backtick in [false, true] {
        let expected = match data.len() <= LINE_MAX {
            true => Ok(naive::encode(data, backtick)),
            false => Err(Error::TooLong),
        };
        at_each_level(|level| {
            let found = filled(encoded_len(data.len()), |out| encode(data, backtick, out));
            assert_eq!(found, expected, "{level:?} {backtick}");
        });
    }
});
