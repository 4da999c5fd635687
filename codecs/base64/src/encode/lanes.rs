//! 24 bytes at a time, 12 in each lane.
//!
//! W. Muła and D. Lemire, "Faster Base64 Encoding and Decoding Using AVX2
//! Instructions", ACM Transactions on the Web 12 (2018).

use core::array::from_fn;

use codec_simd::Lanes;
use outbuf::{Full, Out, Window};

use crate::STANDARD;

/// The fewest bytes that are loaded.
pub(super) const FEWEST: usize = 28;

/// The bytes that a vector makes characters of.
const BYTES: usize = 24;

/// Encodes as many whole groups as vectors can, and returns the rest.
#[inline(always)]
pub(super) fn encode<'s, L: Lanes>(
    token: L::Token,
    src: &'s [u8],
    chars: &[u8; 64],
    out: &mut Out<'_>,
) -> &'s [u8] {
    if src.len() < FEWEST {
        return src;
    }
    match others(chars) {
        Some(others) => {
            let mut encoding = Encoding::<L, _>::new(token, Ranges::new(token, others));
            out.map_windows::<FEWEST, BYTES, 32, 32>(src, &mut encoding)
        }
        None => {
            let mut encoding = Encoding::<L, _>::new(token, Table::new(token, chars));
            out.map_windows::<FEWEST, BYTES, 32, 32>(src, &mut encoding)
        }
    }
}

/// Encodes lines of `line` bytes, each with its end, as long as others follow; gives the last.
#[inline(always)]
pub(super) fn encode_lines<'s, L: Lanes>(
    token: L::Token,
    src: &'s [u8],
    line: usize,
    chars: &[u8; 64],
    out: &mut Out<'_>,
) -> Result<&'s [u8], Full> {
    match others(chars) {
        Some(others) => {
            let chars = Ranges::new(token, others);
            Encoding::<L, _>::new(token, chars).encode_lines(src, line, out)
        }
        None => {
            let chars = Table::new(token, chars);
            Encoding::<L, _>::new(token, chars).encode_lines(src, line, out)
        }
    }
}

/// The last two characters, if the others are letters and digits in their usual order.
#[inline(always)]
fn others(chars: &[u8; 64]) -> Option<[u8; 2]> {
    let &[.., c62, c63] = chars;
    let usual = STANDARD.chars();
    (chars[..62] == usual[..62]).then_some([c62, c63])
}

/// What makes characters of values.
trait Chars<L> {
    fn of(&self, values: L) -> L;
}

/// 24 bytes to 32 characters.
struct Encoding<L: Lanes, C> {
    token: L::Token,
    order: L,
    chars: C,
}

impl<L: Lanes, C> Encoding<L, C> {
    #[inline(always)]
    fn new(token: L::Token, chars: C) -> Self {
        // Each three bytes a, b, c as b, a, c, b: two 16-bit elements with two values each.
        let order = [1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10];
        Encoding {
            token,
            order: L::repeat(token, &order),
            chars,
        }
    }
}

impl<L: Lanes, C: Chars<L>> Encoding<L, C> {
    /// Each line ends with a vector that has its last characters. What that has besides is written
    /// over.
    #[inline(always)]
    fn encode_lines<'s>(
        &mut self,
        src: &'s [u8],
        line: usize,
        out: &mut Out<'_>,
    ) -> Result<&'s [u8], Full> {
        let whole = line / BYTES * BYTES;
        let last = (line - whole) / 3 * 4;
        let mut rest = src;
        while rest.len() > line {
            // Where that is too little for the loads, the rest of the line is encoded otherwise.
            let head = &rest[..rest.len().min(whole + FEWEST - BYTES)];
            let left = out.map_windows::<FEWEST, BYTES, 32, 32>(head, &mut *self);
            let mut start = head.len() - left.len();
            while start < line {
                let text = match rest[start..].first_chunk() {
                    Some(window) => self.map(window),
                    None => self.map(&padded(&rest[start..])),
                };
                let len = if start < whole { 32 } else { last };
                if out.extend_prefix(text, len).is_err() {
                    out.extend(&text[..len])?;
                }
                start += BYTES;
            }
            out.push(b'\n')?;
            rest = &rest[line..];
        }
        Ok(rest)
    }
}

/// So many bytes, of which some are missing.
#[inline(always)]
fn padded(bytes: &[u8]) -> [u8; FEWEST] {
    let mut padded = [0; FEWEST];
    padded[..bytes.len()].copy_from_slice(bytes);
    padded
}

impl<L: Lanes, C: Chars<L>> Window<FEWEST, 32> for Encoding<L, C> {
    #[inline(always)]
    fn map(&mut self, window: &[u8; FEWEST]) -> [u8; 32] {
        let (first, second) = (window.first_chunk(), window.last_chunk());
        let (Some(first), Some(second)) = (first, second) else {
            return [0; 32];
        };
        let token = self.token;
        let bytes = self.order.lookup(L::load_lanes(token, first, second));
        // Multiplication moves each value to the right place of its own byte.
        let upper = bytes.and(L::splat32(token, 0x0fc0_fc00));
        let upper = upper.mul16_high(L::splat32(token, 0x0400_0040));
        let lower = bytes.and(L::splat32(token, 0x003f_03f0));
        let lower = lower.mul16_low(L::splat32(token, 0x0100_0010));
        self.chars.of(upper.or(lower)).to_array()
    }
}

/// Letters, digits and two others: what to add to a value to get its character, by the
/// range it is in.
struct Ranges<L: Lanes> {
    token: L::Token,
    offsets: L,
}

impl<L: Lanes> Ranges<L> {
    #[inline(always)]
    fn new(token: L::Token, [c62, c63]: [u8; 2]) -> Self {
        let digit = b'0'.wrapping_sub(52);
        let mut offsets = [digit; 16];
        offsets[0] = b'a' - 26;
        offsets[11] = c62.wrapping_sub(62);
        offsets[12] = c63.wrapping_sub(63);
        offsets[13] = b'A';
        Ranges {
            token,
            offsets: L::repeat(token, &offsets),
        }
    }
}

impl<L: Lanes> Chars<L> for Ranges<L> {
    /// Ranges: 13 for capitals, 0 for small letters, from 1 on for each of the others.
    #[inline(always)]
    fn of(&self, values: L) -> L {
        let splat = |byte| L::splat(self.token, byte);
        let others = values.sub8_saturating(splat(51));
        let capitals = splat(26).gt8(values).and(splat(13));
        values.add8(others.or(capitals).lookup(self.offsets))
    }
}

/// Any characters, in rows of 16.
struct Table<L>([L; 4]);

impl<L: Lanes> Table<L> {
    #[inline(always)]
    fn new(token: L::Token, chars: &[u8; 64]) -> Self {
        let row = |row: usize| L::repeat(token, &from_fn(|i| chars[16 * row + i]));
        Table([row(0), row(1), row(2), row(3)])
    }
}

impl<L: Lanes> Chars<L> for Table<L> {
    #[inline(always)]
    fn of(&self, values: L) -> L {
        values.lookup64(&self.0)
    }
}
