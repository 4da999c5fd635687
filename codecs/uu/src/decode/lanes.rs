//! 32 characters at a time, 16 in each lane.

use codec_simd::Lanes;
use outbuf::{Out, TryWindow};

use crate::{BACKTICK, MOST, SPACE};

/// Decodes whole quads until there is a line end or something illegal, and returns the rest.
#[inline(always)]
pub(super) fn decode_quads<'s, L: Lanes>(
    token: L::Token,
    quads: &'s [u8],
    out: &mut Out<'_>,
) -> &'s [u8] {
    out.try_map_windows::<32, 32, 32, 24>(quads, Quads::<L>(token))
}

/// What is left of padding after that for which vectors are filled.
#[inline(always)]
pub(super) fn after_padding<L: Lanes>(token: L::Token, padding: &[u8]) -> &[u8] {
    let mut rest = padding;
    while let Some((window, tail)) = rest.split_first_chunk() {
        let chars = L::load(token, window);
        let is = |byte| chars.eq8(L::splat(token, byte));
        let all = is(SPACE).or(is(BACKTICK)).or(is(b'\n')).or(is(b'\r'));
        if all.high_bits() != u32::MAX {
            break;
        }
        rest = tail;
    }
    rest
}

/// 32 characters to 24 bytes.
struct Quads<L: Lanes>(L::Token);

impl<L: Lanes> TryWindow<32, 32> for Quads<L> {
    #[inline(always)]
    fn try_map(&mut self, window: &[u8; 32]) -> Option<[u8; 32]> {
        let token = self.0;
        let sextets = L::load(token, window).sub8(L::splat(token, SPACE));
        let legal = sextets.min8(L::splat(token, BACKTICK - SPACE)).eq8(sextets);
        if legal.high_bits() != u32::MAX {
            return None;
        }
        let sextets = sextets.and(L::splat(token, MOST));
        let pairs = sextets.weigh8(L::splat16(token, 0x0140));
        let quads = pairs.weigh16(L::splat32(token, 0x0001_1000));
        let order = [
            2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 0x80, 0x80, 0x80, 0x80,
        ];
        Some(L::repeat(token, &order).lookup(quads).join12())
    }
}
