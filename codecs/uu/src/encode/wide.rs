//! A whole line at once.

use codec_simd::wide::{Avx512, Wide};
use outbuf::{Full, Out};

use crate::{BACKTICK, MOST, SPACE};

/// Encodes all of `src`, of which there are at most 48 bytes.
#[inline(always)]
pub(super) fn encode(
    token: Avx512,
    src: &[u8],
    backtick: bool,
    out: &mut Out<'_>,
) -> Result<(), Full> {
    let splat = |byte| Wide::splat(token, byte);
    // What is missing at the end is zero.
    let bytes = Wide::load_prefix(token, src);
    let bits = Wide::load(token, &ORDER).lookup(bytes);
    let sextets = bits.bits_at(Wide::load(token, &PLACES)).and(splat(MOST));
    let mut chars = sextets.add8(splat(SPACE));
    if backtick {
        chars = chars.with(sextets.eq8(splat(0)), splat(BACKTICK));
    }
    chars.write_prefix(src.len().div_ceil(3) * 4, out)
}

/// Each three bytes a, b, c as b, a, c, b: big-endian order within reach of a shift.
const ORDER: [u8; 64] = {
    let mut order = [0; 64];
    let mut i = 0;
    while i < 64 {
        order[i] = (i / 4 * 3 + [1, 0, 2, 1][i % 4]) as u8;
        i += 1;
    }
    order
};

/// Where in those 32 bits each six bits begin.
const PLACES: [u8; 64] = {
    let mut places = [0; 64];
    let mut i = 0;
    while i < 64 {
        places[i] = [10, 4, 22, 16][i % 4] + 32 * (i / 4 % 2) as u8;
        i += 1;
    }
    places
};
