//! Quoted-printable text from bytes, with all options.
#![no_main]

use codec_fuzz::{Data, at_each_level, filled};
use codec_qp::{Options, encode, encoded_len_max, naive};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: Data| {
    let data = data.bytes();
    for bits in 0..8 {
        let options = Options {
            quote_tabs: bits & 1 != 0,
            is_text: bits & 2 != 0,
            header: bits & 4 != 0,
        };
        let expected = naive::encode(data, options);
        at_each_level(|level| {
            let most = encoded_len_max(data, options).unwrap();
            let found = filled(most, |out| encode(data, options, out));
            assert_eq!(found.as_ref(), Ok(&expected), "{level:?} {options:?}");
        });
    }
});
