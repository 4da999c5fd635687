//! Base64 both ways with everything that can be chosen: alphabets, padding or none, lines, what is
//! ignored, canonical text.
#![no_main]

use std::num::NonZero;

use arbitrary::Arbitrary;
use codec_base64::{Layout, Mode, Options, decode, decoded_len_max, encode_in, naive};
use codec_fuzz::alphabets::Choice;
use codec_fuzz::{Data, at_each_level, filled};
use codec_simd::ByteSet;
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Input {
    choice: Choice,
    strict: bool,
    padded: bool,
    canonical: bool,
    width: u8,
    ignored: Vec<u8>,
    damage: Vec<(u16, u8)>,
    data: Data,
}

fuzz_target!(|input: Input| {
    let data = input.data.bytes();
    let layout = Layout {
        padded: input.padded,
        width: NonZero::new(usize::from(input.width)),
    };
    let chars = input.choice.chars();
    let expected = input.choice.from_standard(&naive::encode_in(layout, data));
    at_each_level(|level| {
        let found = filled(expected.len(), |out| encode_in(layout, data, &chars, out));
        assert_eq!(found.as_ref(), Ok(&expected), "{level:?}");
    });

    let mut text = expected.into_boxed_slice();
    for (place, byte) in input.damage.iter().take(4) {
        let len = text.len().max(1);
        if let Some(there) = text.get_mut(usize::from(*place) % len) {
            *there = *byte;
        }
    }
    let options = Options {
        mode: match input.strict {
            true => Mode::Strict,
            false => Mode::Lenient,
        },
        padded: input.padded,
        canonical: input.canonical,
        ignored: ByteSet::of(&input.ignored),
    };
    let alphabet = codec_base64::Alphabet::new(&chars);
    let expected = naive::decode(&text, &chars, &options);
    at_each_level(|level| {
        let room = decoded_len_max(text.len());
        let found = filled(room, |out| decode(&text, &alphabet, &options, out));
        assert_eq!(found, expected, "{level:?}");
    });
});
