//! Hexadecimal digits from bytes, in groups or not.
#![no_main]

use std::num::NonZero;

use arbitrary::Arbitrary;
use codec_fuzz::{Data, at_each_level, filled};
use codec_hex::{
    Separator, encode, encode_upper, encode_with_sep, encoded_len, encoded_len_with_sep, naive,
};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Input {
    byte: u8,
    group: Group,
    data: Data,
}

#[derive(Arbitrary, Debug)]
enum Group {
    None,
    Small(NonZero<i8>),
    Any(NonZero<isize>),
}

fuzz_target!(|input: Input| {
    let data = input.data.bytes();
    let group = match input.group {
        Group::None => None,
        Group::Small(group) => Some(group.into()),
        Group::Any(group) => Some(group),
    };
    let byte = input.byte;
    let (expected, len) = match group.map(|group| Separator { byte, group }) {
        None => (naive::encode(data), encoded_len(data.len())),
        Some(sep) => (
            naive::separated(data, sep),
            encoded_len_with_sep(data.len(), sep),
        ),
    };
    assert_eq!(len, Some(expected.len()));
    at_each_level(|level| {
        let found = filled(expected.len(), |out| match group {
            None => encode(data, out),
            Some(group) => encode_with_sep(data, Separator { byte, group }, out),
        });
        assert_eq!(found.as_ref(), Ok(&expected), "{level:?}");
        let upper = filled(2 * data.len(), |out| encode_upper(data, out));
        let expected = naive::encode(data).to_ascii_uppercase();
        assert_eq!(upper, Ok(expected), "{level:?}");
    });
});
