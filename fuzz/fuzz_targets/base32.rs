//! Base32 and base32hex from bytes and back, and bytes from any text or the reason why not.
#![no_main]

use std::num::NonZero;

use arbitrary::Arbitrary;
use codec_base32::options::{self, Decoding};
use codec_base32::{
    BASE32, BASE32_HEX, Encoding, Values, decode, decoded_len, encode, encoded_len, naive,
};
use codec_fuzz::{Data, at_each_level, filled};
use codec_simd::ByteSet;
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Input {
    is_hex: bool,
    casefold: bool,
    /// What the digit 1 is; base32hex has it as a digit of its own.
    one: Option<u8>,
    padded: bool,
    columns: Option<NonZero<u8>>,
    ignored: [u8; 2],
    canonical: bool,
    /// Any characters, for the options of Python 3.15.
    chars: Option<[u8; 32]>,
    data: Data,
}

fuzz_target!(|input: Input| {
    let data = input.data.bytes();
    as_in_3_13(&input, data);
    as_in_3_15(&input, data);
});

fn as_in_3_13(input: &Input, data: &[u8]) {
    let (chars, one) = match input.is_hex {
        false => (&BASE32, input.one),
        true => (&BASE32_HEX, None),
    };
    let mut values = Values::of(chars);
    if input.casefold {
        values = values.casefold();
    }
    if let Some(one) = one {
        values = values.map01(one);
    }
    let encoding = Encoding::of(chars);
    let text = naive::encode(data, &encoding);
    assert_eq!(encoded_len(data.len(), &encoding), Some(text.len()));
    let expected = naive::decode(data, chars, input.casefold, one);
    at_each_level(|level| {
        let found = filled(text.len(), |out| encode(data, &encoding, out));
        assert_eq!(found.as_ref(), Ok(&text), "{level:?}");
        let values_of_all = Values::of(chars);
        let back = filled(data.len(), |out| decode(&text, &values_of_all, out));
        assert_eq!(back.as_deref(), Ok(data), "{level:?}");
        for values in [values.clone(), values.clone().prepared()] {
            let found = filled(decoded_len(data, &values), |out| decode(data, &values, out));
            assert_eq!(found, expected, "{level:?}");
        }
    });
}

fn as_in_3_15(input: &Input, data: &[u8]) {
    let chars = match &input.chars {
        Some(chars) => chars,
        None if input.is_hex => &BASE32_HEX,
        None => &BASE32,
    };
    let encoding = Encoding {
        chars,
        padded: input.padded,
        columns: input.columns.map(NonZero::<usize>::from),
    };
    let text = naive::encode(data, &encoding);
    assert_eq!(encoded_len(data.len(), &encoding), Some(text.len()));
    for values in [Values::of(chars), Values::of(chars).prepared()] {
        let decoding = Decoding {
            values: &values,
            padded: input.padded,
            ignored: ByteSet::of(&input.ignored),
            canonical: input.canonical,
        };
        at_each_level(|level| {
            let found = filled(text.len(), |out| encode(data, &encoding, out));
            assert_eq!(found.as_ref(), Ok(&text), "{level:?}");
            for text in [&text, data] {
                let most = options::decoded_len_max(text);
                let found = filled(most, |out| options::decode(text, &decoding, out));
                let expected = naive::decode_with(text, chars, &decoding);
                assert_eq!(found, expected, "{level:?} {decoding:?}");
            }
        });
    }
}
