//! Base85 and Z85 from bytes and back, and bytes from any text or the reason why not.
#![no_main]

use std::num::NonZero;

use arbitrary::Arbitrary;
use codec_base85::{
    BASE85, Decoding, Encoding, Values, Z85, decode, decoded_len, encode, encoded_len, naive,
};
use codec_fuzz::{Data, at_each_level, filled};
use codec_simd::ByteSet;
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Input {
    is_z85: bool,
    /// Any other characters.
    chars: Option<[u8; 85]>,
    pad: bool,
    columns: Option<NonZero<u8>>,
    ignored: [u8; 2],
    canonical: bool,
    single: bool,
    data: Data,
}

fuzz_target!(|input: Input| {
    let chars = match &input.chars {
        Some(chars) => chars,
        None if input.is_z85 => &Z85,
        None => &BASE85,
    };
    let encoding = Encoding {
        chars,
        pad: input.pad,
        columns: input.columns.map(NonZero::<usize>::from),
    };
    let values = Values::of(chars);
    let decoding = Decoding {
        ignored: ByteSet::of(&input.ignored),
        canonical: input.canonical,
        single: input.single,
        ..Decoding::of(&values, "base85")
    };
    let data = input.data.bytes();
    let text = naive::encode(data, &encoding);
    assert_eq!(encoded_len(data.len(), &encoding), Some(text.len()));
    let back = naive::decode(&text, chars, &decoding);
    let expected = naive::decode(data, chars, &decoding);
    at_each_level(|level| {
        let found = filled(text.len(), |out| encode(data, &encoding, out));
        assert_eq!(found.as_ref(), Ok(&text), "{level:?}");
        for (text, expected) in [(&text[..], &back), (data, &expected)] {
            let found = filled(decoded_len(text.len()), |out| decode(text, &decoding, out));
            assert_eq!(found, *expected, "{level:?}");
        }
    });
});
