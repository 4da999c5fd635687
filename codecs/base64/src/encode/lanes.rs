//! 24 bytes at a time, 12 in each lane.
//!
//! W. Muła and D. Lemire, "Faster Base64 Encoding and Decoding Using AVX2
//! Instructions", ACM Transactions on the Web 12 (2018).

use core::array::from_fn;

use codec_simd::Lanes;
use outbuf::Out;

use crate::Alphabet;
use crate::alphabet::Special;

/// Encodes as many whole groups as vectors can, and returns the rest.
#[inline(always)]
pub(super) fn encode<'s, L: Lanes>(
    token: L::Token,
    src: &'s [u8],
    alphabet: &Alphabet,
    out: &mut Out<'_>,
) -> &'s [u8] {
    match alphabet.specials {
        // The encoding ones are the last.
        Some([_, _, c62, c63]) => {
            let offsets = offsets::<L>(token, c62, c63);
            map::<L>(token, src, out, |values| {
                chars_by_range(token, values, offsets)
            })
        }
        None => {
            let table: [L; 4] =
                from_fn(|row| L::repeat(token, &from_fn(|i| alphabet.chars[16 * row + i])));
            map::<L>(token, src, out, |values| values.lookup64(&table))
        }
    }
}

/// Encodes with what makes characters of values.
#[inline(always)]
fn map<'s, L: Lanes>(
    token: L::Token,
    src: &'s [u8],
    out: &mut Out<'_>,
    chars: impl Fn(L) -> L,
) -> &'s [u8] {
    // Each three bytes a, b, c as b, a, c, b: two 16-bit elements with two values each.
    let order = L::repeat(token, &[1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10]);
    out.map_windows::<28, 24, 32, 32>(src, |window| {
        let (first, second) = (window.first_chunk(), window.last_chunk());
        let (Some(first), Some(second)) = (first, second) else {
            return [0; 32];
        };
        let bytes = order.lookup(L::load_lanes(token, first, second));
        // Multiplication moves each value to the right place of its own byte.
        let upper = bytes.and(L::splat32(token, 0x0fc0_fc00));
        let upper = upper.mul16_high(L::splat32(token, 0x0400_0040));
        let lower = bytes.and(L::splat32(token, 0x003f_03f0));
        let lower = lower.mul16_low(L::splat32(token, 0x0100_0010));
        chars(upper.or(lower)).to_array()
    })
}

/// What to add to a value to get its character, by the range it is in.
#[inline(always)]
fn offsets<L: Lanes>(token: L::Token, c62: Special, c63: Special) -> L {
    let digit = b'0'.wrapping_sub(52);
    let mut offsets = [digit; 16];
    offsets[0] = b'a' - 26;
    offsets[11] = c62.char.wrapping_sub(62);
    offsets[12] = c63.char.wrapping_sub(63);
    offsets[13] = b'A';
    L::repeat(token, &offsets)
}

/// Ranges: 13 for capitals, 0 for small letters, from 1 on for each of the others.
#[inline(always)]
fn chars_by_range<L: Lanes>(token: L::Token, values: L, offsets: L) -> L {
    let others = values.sub8_saturating(L::splat(token, 51));
    let capitals = L::splat(token, 26).gt8(values).and(L::splat(token, 13));
    values.add8(others.or(capitals).lookup(offsets))
}
