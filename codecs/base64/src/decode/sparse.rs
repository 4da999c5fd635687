//! Characters with anything between them: first values are brought side by side in a
//! small buffer, then they are packed.
//!
//! Line ends every 76 characters cost little, and so does anything else.

use outbuf::Out;

use super::{Decoder, Error};

/// How many values are packed at once: few enough to stay in the first cache.
const STAGE: usize = 1024;

/// What vectors do here.
pub(super) trait Vectors: Copy {
    /// Writes the values of some of `text`, side by side, to the start of `stage`,
    /// which has room for 64, and what it likes after them.
    ///
    /// `text` is not empty.
    fn gather(self, text: &[u8], stage: &mut [u8]) -> Gathered;

    /// Packs quads of values, and gives the rest, which can be any number.
    fn pack<'v>(self, values: &'v [u8], out: &mut Out<'_>) -> &'v [u8];
}

pub(super) struct Gathered {
    /// How many values there are.
    pub(super) values: usize,
    /// How many characters have been looked at.
    pub(super) chars: usize,
    /// Whether what comes next is padding, or may not be there.
    pub(super) stop: bool,
}

#[inline(always)]
pub(super) fn decode<'s, 'a, V: Vectors>(
    src: &'s [u8],
    mut decoder: Decoder<'a>,
    out: &mut Out<'_>,
    vectors: V,
) -> Result<(Decoder<'a>, &'s [u8]), Error> {
    let mut stage = [0; STAGE + 64];
    // The quad that has begun.
    let mut filled = decoder.quad_pos;
    for (i, value) in stage[..filled].iter_mut().enumerate() {
        *value = (decoder.bits >> (6 * (filled - 1 - i)) & 0x3f) as u8;
    }
    let mut rest = src;
    let mut seen_any = false;
    loop {
        let mut stop = false;
        while filled < STAGE && !rest.is_empty() && !stop {
            let gathered = vectors.gather(rest, &mut stage[filled..]);
            filled += gathered.values;
            seen_any |= gathered.values > 0;
            rest = &rest[gathered.chars..];
            stop = gathered.stop;
        }
        let whole = filled & !3;
        let mut left = vectors.pack(&stage[..whole], out);
        while let Some((&[a, b, c, d], tail)) = left.split_first_chunk() {
            let [a, b, c, d] = [a, b, c, d].map(u32::from);
            let [_, a, b, c] = (a << 18 | b << 12 | c << 6 | d).to_be_bytes();
            out.extend_array([a, b, c])?;
            left = tail;
        }
        stage.copy_within(whole..filled, 0);
        filled -= whole;
        if stop || rest.is_empty() {
            break;
        }
    }
    if seen_any {
        decoder.pads = 0;
    }
    decoder.quad_pos = filled;
    decoder.bits = stage[..filled]
        .iter()
        .fold(0, |bits, &value| bits << 6 | u32::from(value));
    Ok((decoder, rest))
}
