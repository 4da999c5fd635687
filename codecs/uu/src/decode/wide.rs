//! 64 characters at a time, line ends and all.

use codec_simd::wide::{Avx512, Wide, first};
use outbuf::Out;

use crate::{BACKTICK, Error, MOST, SPACE};

/// Writes `len` bytes, zeros where characters are missing.
#[inline(always)]
pub(super) fn decode(
    token: Avx512,
    data: &[u8],
    len: usize,
    out: &mut Out<'_>,
) -> Result<(), Error> {
    let splat = |byte| Wide::splat(token, byte);
    let (mut rest, mut left) = (data, len);
    while left > 0 {
        let (here, after) = rest.split_at(rest.len().min(64));
        let chars = Wide::load_prefix(token, here);
        let sextets = chars.sub8(splat(SPACE));
        let zeros = line_ends(token, chars) | !first(here.len());
        if splat(BACKTICK - SPACE).lt8(sextets) & !zeros != 0 {
            return Err(Error::IllegalChar);
        }
        let sextets = sextets.and(splat(MOST)).with(zeros, splat(0));
        let pairs = sextets.weigh8(Wide::splat32(token, 0x0140_0140));
        let quads = pairs.weigh16(Wide::splat32(token, 0x0001_1000));
        let count = left.min(48);
        let bytes = Wide::load(token, &ORDER).lookup(quads);
        bytes.write_prefix(count, out)?;
        left -= count;
        rest = after;
    }
    Ok(())
}

/// Whether nothing but padding follows the data of a line.
#[inline(always)]
pub(super) fn are_padding(token: Avx512, padding: &[u8]) -> bool {
    padding.chunks(64).all(|chars| {
        let all = Wide::load_prefix(token, chars);
        let is = |byte| all.eq8(Wide::splat(token, byte));
        is(SPACE) | is(BACKTICK) | line_ends(token, all) | !first(chars.len()) == u64::MAX
    })
}

#[inline(always)]
fn line_ends(token: Avx512, chars: Wide) -> u64 {
    chars.eq8(Wide::splat(token, b'\n')) | chars.eq8(Wide::splat(token, b'\r'))
}

/// The three bytes of each 32 bits, the highest first.
const ORDER: [u8; 64] = {
    let mut order = [0; 64];
    let mut i = 0;
    while i < 48 {
        order[i] = (i / 3 * 4 + 2 - i % 3) as u8;
        i += 1;
    }
    order
};
