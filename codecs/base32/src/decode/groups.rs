//! Eight characters at a time, and what does more.

use outbuf::{Out, TryWindow};

use crate::values::Values;
use crate::{BYTES, CHARS};

/// What decodes many groups at once.
pub(crate) trait Groups: Copy {
    /// Decodes whole groups until there is anything but values, or too little left, and
    /// returns the rest. Between groups it goes over what may be skipped.
    fn decode<'s>(self, src: &'s [u8], skip: impl Fn(u8) -> bool, out: &mut Out<'_>) -> &'s [u8];
}

/// Without vectors.
#[derive(Clone, Copy)]
pub(crate) struct NoVectors;

impl Groups for NoVectors {
    #[inline(always)]
    fn decode<'s>(self, src: &'s [u8], _: impl Fn(u8) -> bool, _: &mut Out<'_>) -> &'s [u8] {
        src
    }
}

/// A group at a time. (A closure is not inlined where there is much else.)
pub(crate) struct OneByOne<'v>(pub(crate) &'v Values);

impl TryWindow<CHARS, BYTES> for OneByOne<'_> {
    #[inline(always)]
    fn try_map(&mut self, group: &[u8; CHARS]) -> Option<[u8; BYTES]> {
        bytes_of(self.0.of_group(group))
    }
}

/// The bytes of a group, if all of it are values.
#[inline(always)]
pub(crate) fn bytes_of(values: [u8; CHARS]) -> Option<[u8; BYTES]> {
    let all = values.iter().fold(0, |all, value| all | value);
    let bits = values
        .iter()
        .fold(0, |bits, &value| bits << 5 | u64::from(value));
    let [_, _, _, a, b, c, d, e] = bits.to_be_bytes();
    (all < 32).then_some([a, b, c, d, e])
}
