//! Bytes from hexadecimal digits with something between them.
#![no_main]

use arbitrary::Arbitrary;
use codec_fuzz::{Data, at_each_level, filled};
use codec_hex::{decode_ignoring, decoded_len, naive};
use codec_simd::ByteSet;
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Input {
    /// Whether to make digits of the data first, in lines of this width.
    width: Option<u8>,
    ignored: Vec<u8>,
    data: Data,
}

fuzz_target!(|input: Input| {
    let data = input.data.bytes();
    let end = input.ignored.first().copied().unwrap_or(b'\n');
    let text = match input.width {
        None => data.into(),
        Some(width) => naive::encode(data)
            .chunks(usize::from(width).max(1))
            .collect::<Vec<_>>()
            .join(&end)
            .into_boxed_slice(),
    };
    let ignored = ByteSet::of(&input.ignored);
    let expected = naive::decode_ignoring(&text, &ignored);
    at_each_level(|level| {
        let found = filled(decoded_len(text.len()), |out| {
            decode_ignoring(&text, &ignored, out)
        });
        assert_eq!(found, expected, "{level:?}");
    });
});
