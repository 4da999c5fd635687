//! 20 bytes at a time, 10 in each lane.
//!
//! As W. Muła and D. Lemire do with base64 (2018): two multiplications move the values of
//! five bits to bytes of their own.

use core::array::from_fn;

use codec_simd::Lanes;
use outbuf::{Out, Window};

/// Encodes as many whole groups as vectors can, and returns the rest.
#[inline(always)]
pub(super) fn encode<'s, L: Lanes>(
    token: L::Token,
    src: &'s [u8],
    chars: &[u8; 32],
    out: &mut Out<'_>,
) -> &'s [u8] {
    if src.len() < 26 {
        return src;
    }
    let elements = |elements: [u16; 4]| {
        let mut lane = [0; 16];
        for (place, element) in lane.chunks_exact_mut(2).zip(elements.iter().cycle()) {
            place.copy_from_slice(&element.to_le_bytes());
        }
        L::repeat(token, &lane)
    };
    let encoding = Encoding::<L> {
        token,
        order: L::repeat(token, &ORDER),
        first: elements(from_fn(|i| 0x1f << (11 - 2 * i))),
        first_up: elements(from_fn(|i| 1 << (5 + 2 * i))),
        second: elements(from_fn(|i| 0x1f << (6 - 2 * i))),
        second_up: elements(from_fn(|i| 1 << (2 + 2 * i))),
        low: L::repeat(token, &from_fn(|i| chars[i])),
        high: L::repeat(token, &from_fn(|i| chars[16 + i])),
    };
    out.map_windows::<26, 20, 32, 32>(src, encoding)
}

/// Each ten bits are within two bytes: these, the latter first, as 16 bits.
const ORDER: [u8; 16] = [1, 0, 2, 1, 3, 2, 4, 3, 6, 5, 7, 6, 8, 7, 9, 8];

/// 20 bytes to 32 characters.
struct Encoding<L: Lanes> {
    token: L::Token,
    order: L,
    /// Where in 16 bits the first of two values is, and what moves it to the low byte above.
    first: L,
    first_up: L,
    /// The same for the second, to the high byte.
    second: L,
    second_up: L,
    /// The characters.
    low: L,
    high: L,
}

impl<L: Lanes> Window<26, 32> for Encoding<L> {
    #[inline(always)]
    fn map(&mut self, window: &[u8; 26]) -> [u8; 32] {
        let (first, second) = (window.first_chunk(), window.last_chunk());
        let (Some(first), Some(second)) = (first, second) else {
            return [0; 32];
        };
        let bytes = self.order.lookup(L::load_lanes(self.token, first, second));
        let first = bytes.and(self.first).mul16_high(self.first_up);
        let second = bytes.and(self.second).mul16_low(self.second_up);
        let values = first.or(second);
        let is_high = values.shl16::<3>();
        is_high
            .select(values.lookup(self.high), values.lookup(self.low))
            .to_array()
    }
}
