//! 24 bytes at a time, 12 in each lane.

use codec_simd::Lanes;
use outbuf::{Out, Window};

use crate::{BACKTICK, SPACE};

/// Encodes as many bytes as vectors can, and returns the rest.
#[inline(always)]
pub(super) fn encode<'s, L: Lanes>(
    token: L::Token,
    src: &'s [u8],
    backtick: bool,
    out: &mut Out<'_>,
) -> &'s [u8] {
    out.map_windows::<28, 24, 32, 32>(src, Chars::<L> { token, backtick })
}

struct Chars<L: Lanes> {
    token: L::Token,
    backtick: bool,
}

impl<L: Lanes> Window<28, 32> for Chars<L> {
    #[inline(always)]
    fn map(&mut self, window: &[u8; 28]) -> [u8; 32] {
        let token = self.token;
        let (Some(first), Some(second)) = (window.first_chunk(), window.last_chunk()) else {
            return [0; 32];
        };
        // Each three bytes a, b, c as b, a, c, b: two 16-bit elements with two values each.
        let order = [1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10];
        let bytes = L::repeat(token, &order).lookup(L::load_lanes(token, first, second));
        // Multiplication moves each six bits to the right place of their own byte.
        let upper = bytes.and(L::splat32(token, 0x0fc0_fc00));
        let upper = upper.mul16_high(L::splat32(token, 0x0400_0040));
        let lower = bytes.and(L::splat32(token, 0x003f_03f0));
        let lower = lower.mul16_low(L::splat32(token, 0x0100_0010));
        let sextets = upper.or(lower);
        let mut chars = sextets.add8(L::splat(token, SPACE));
        if self.backtick {
            let zeros = sextets.eq8(L::splat(token, 0));
            chars = chars.or(zeros.and(L::splat(token, BACKTICK)));
        }
        chars.to_array()
    }
}
