//! Base85 and Z85 from bytes and back, and bytes from any text or the reason why not.
#![no_main]

use arbitrary::Arbitrary;
use codec_base85::{BASE85, Z85, decode, decoded_len, encode, encoded_len, naive};
use codec_fuzz::{Data, at_each_level, filled};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Input {
    is_z85: bool,
    pad: bool,
    data: Data,
}

fuzz_target!(|input: Input| {
    let alphabet = if input.is_z85 { &Z85 } else { &BASE85 };
    let (data, pad) = (input.data.bytes(), input.pad);
    let text = naive::encode(data, alphabet, pad);
    assert_eq!(encoded_len(data.len(), pad), Some(text.len()));
    let back = naive::decode(&text, alphabet);
    assert!(back.as_ref().is_ok_and(|back| back.starts_with(data)));
    let expected = naive::decode(data, alphabet);
    at_each_level(|level| {
        let found = filled(text.len(), |out| encode(data, alphabet, pad, out));
        assert_eq!(found.as_ref(), Ok(&text), "{level:?}");
        for (text, expected) in [(&text[..], &back), (data, &expected)] {
            let found = filled(decoded_len(text.len()), |out| decode(text, alphabet, out));
            assert_eq!(found, *expected, "{level:?}");
        }
    });
});
