//! Base32 and base32hex from bytes and back, and bytes from any text or the reason why not.
#![no_main]

use arbitrary::Arbitrary;
use codec_base32::{BASE32, BASE32_HEX, Values, decode, decoded_len, encode, encoded_len, naive};
use codec_fuzz::{Data, at_each_level, filled};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Input {
    is_hex: bool,
    casefold: bool,
    /// What the digit 1 is; base32hex has it as a digit of its own.
    one: Option<u8>,
    data: Data,
}

fuzz_target!(|input: Input| {
    let (alphabet, one) = match input.is_hex {
        false => (&BASE32, input.one),
        true => (&BASE32_HEX, None),
    };
    let mut values = Values::of(alphabet);
    if input.casefold {
        values = values.casefold();
    }
    if let Some(one) = one {
        values = values.map01(one);
    }
    let data = input.data.bytes();
    let text = naive::encode(data, alphabet);
    assert_eq!(encoded_len(data.len()), Some(text.len()));
    let expected = naive::decode(data, alphabet, input.casefold, one);
    at_each_level(|level| {
        let found = filled(text.len(), |out| encode(data, alphabet, out));
        assert_eq!(found.as_ref(), Ok(&text), "{level:?}");
        let back = filled(data.len(), |out| decode(&text, &Values::of(alphabet), out));
        assert_eq!(back.as_deref(), Ok(data), "{level:?}");
        let found = filled(decoded_len(data, &values), |out| decode(data, &values, out));
        assert_eq!(found, expected, "{level:?}");
    });
});
