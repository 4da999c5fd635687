//! The checksums, of data as a whole and in two parts.
#![no_main]

use arbitrary::Arbitrary;
use codec_crc::{crc_hqx, crc32, naive};
use codec_fuzz::{Data, at_each_level};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Input {
    init: u32,
    split: u16,
    data: Data,
}

fuzz_target!(|input: Input| {
    let data = input.data.bytes();
    let (first, second) = data.split_at(usize::from(input.split) % (data.len() + 1));
    let init = input.init;
    let expected = naive::crc32(data, init);
    let expected_hqx = naive::crc_hqx(data, init as u16);
    at_each_level(|level| {
        assert_eq!(crc32(data, init), expected, "{level:?}");
        assert_eq!(crc32(second, crc32(first, init)), expected, "{level:?}");
        assert_eq!(crc_hqx(data, init as u16), expected_hqx, "{level:?}");
        assert_eq!(
            crc_hqx(second, crc_hqx(first, init as u16)),
            expected_hqx,
            "{level:?}"
        );
    });
});
