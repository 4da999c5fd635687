//! Ascii85 from bytes and back, and bytes from any text or the reason why not.
#![no_main]

use std::num::NonZero;

use arbitrary::Arbitrary;
use codec_base85::ascii85::{Decoding, Encoding, decode, decoded_len, encode, encoded_len};
use codec_base85::naive::ascii85 as naive;
use codec_fuzz::{Data, at_each_level, filled};
use codec_simd::ByteSet;
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Input {
    fold_spaces: bool,
    columns: Option<NonZero<u8>>,
    pad: bool,
    adobe: bool,
    canonical: bool,
    single: bool,
    data: Data,
}

const SPACE: ByteSet = ByteSet::of(b" \t\n\r\x0b");

fuzz_target!(|input: Input| {
    let encoding = Encoding {
        fold_spaces: input.fold_spaces,
        columns: input.columns.map(NonZero::<usize>::from),
        pad: input.pad,
        adobe: input.adobe,
    };
    let decoding = Decoding {
        fold_spaces: input.fold_spaces,
        ignored: SPACE,
        canonical: input.canonical,
        single: input.single,
    };
    let data = input.data.bytes();
    let text = naive::encode(data, &encoding);
    assert_eq!(
        encoded_len(data, &encoding),
        Some(text.len()),
        "{encoding:?}"
    );
    let back = naive::decode(&text, &decoding);
    assert!(input.adobe || back.as_ref().is_ok_and(|back| back.starts_with(data)));
    let expected = naive::decode(data, &decoding);
    at_each_level(|level| {
        let found = filled(text.len(), |out| encode(data, &encoding, out));
        assert_eq!(found.as_ref(), Ok(&text), "{level:?} {encoding:?}");
        for (text, expected) in [(&text[..], &back), (data, &expected)] {
            let found = filled(decoded_len(text, &decoding), |out| {
                decode(text, &decoding, out)
            });
            assert_eq!(found, *expected, "{level:?}");
        }
    });
});
