//! Eight words at a time, four in each lane.

pub(crate) mod decode;
pub(crate) mod encode;

/// Turns each 32 bits round.
const BIG_ENDIAN: [u8; 16] = [3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12];

/// In a lane, nothing.
const NONE: u8 = 0x80;

/// What decodes many words at once.
pub(crate) trait Groups: Copy {
    /// Decodes words until there is anything else, or too little left, and returns the rest.
    /// Between words it goes over what may be skipped.
    fn decode<'s>(
        self,
        src: &'s [u8],
        skip: impl Fn(u8) -> bool,
        out: &mut outbuf::Out<'_>,
    ) -> &'s [u8];
}

/// Without vectors.
#[derive(Clone, Copy)]
pub(crate) struct NoVectors;

impl Groups for NoVectors {
    #[inline(always)]
    fn decode<'s>(
        self,
        src: &'s [u8],
        _: impl Fn(u8) -> bool,
        _: &mut outbuf::Out<'_>,
    ) -> &'s [u8] {
        src
    }
}
