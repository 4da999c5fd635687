//! Base64 from bytes.
#![no_main]

use codec_base64::{STANDARD, encode, encoded_len, naive};
use codec_fuzz::{Data, at_each_level, filled};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: Data| {
    let data = data.bytes();
    let expected = naive::encode(data);
    assert_eq!(encoded_len(data.len()), Some(expected.len()));
    at_each_level(|level| {
        let found = filled(expected.len(), |out| encode(data, &STANDARD, out));
        assert_eq!(found.as_ref(), Ok(&expected), "{level:?}");
        if let Some(less) = expected.len().checked_sub(1) {
            assert!(
                filled(less, |out| encode(data, &STANDARD, out)).is_err(),
                "{level:?}"
            );
        }
    });
});
