//! Base64 from bytes, in any alphabet.
#![no_main]

use arbitrary::Arbitrary;
use codec_base64::{encode, encoded_len, naive};
use codec_fuzz::alphabets::Choice;
use codec_fuzz::{Data, at_each_level, filled};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Input {
    choice: Choice,
    data: Data,
}

fuzz_target!(|input: Input| {
    let data = input.data.bytes();
    let alphabet = input.choice.alphabet();
    let expected = input.choice.from_standard(&naive::encode(data));
    assert_eq!(encoded_len(data.len()), Some(expected.len()));
    at_each_level(|level| {
        let found = filled(expected.len(), |out| encode(data, alphabet.chars(), out));
        assert_eq!(found.as_ref(), Ok(&expected), "{level:?}");
        if let Some(less) = expected.len().checked_sub(1) {
            assert!(
                filled(less, |out| encode(data, alphabet.chars(), out)).is_err(),
                "{level:?}"
            );
        }
    });
});
