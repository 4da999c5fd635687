//! 64 characters at a time, escapes and all.
//!
//! Every character is read together with the two after it. Those that an escape has besides its
//! first one are left out when the bytes are compressed, so where the next vector begins does not
//! depend on what is in this one.

use core::array::from_fn;

use codec_simd::wide::{Avx512, Wide, first};
use outbuf::{Full, Out};

use super::{VALUES, escape};

#[inline(always)]
pub(super) fn decode<const HEADER: bool>(
    token: Avx512,
    src: &[u8],
    out: &mut Out<'_>,
) -> Result<(), Full> {
    let vectors = Vectors::<HEADER>::new(token);
    let mut rest = src;
    // What the last escape of the vector before has here.
    let mut begun = 0;
    while !rest.is_empty() {
        // Where the next load is must not wait for what is in this one: hence the two ways, of
        // which the usual one is foreseen.
        let [second, third] = [1, 2].map(|start| rest.get(start..).unwrap_or(&[]));
        if let [Some(first), Some(second), Some(third)] =
            [rest, second, third].map(|chars| chars.first_chunk())
        {
            let found = vectors.look([first, second, third].map(|chars| Wide::load(token, chars)));
            if found.odd == 0 {
                begun = found.write(64, begun, out)?;
                rest = &rest[64..];
                continue;
            }
        }
        let found =
            vectors.look([rest, second, third].map(|chars| Wide::load_prefix(token, chars)));
        let end = (found.odd.trailing_zeros() as usize)
            .min(rest.len())
            .min(64);
        begun = found.write(end, begun, out)?;
        rest = &rest[end..];
        if let [b'=', tail @ ..] = rest {
            if found.odd != 0 {
                // An escape has no `=` besides its first character, so none goes on here.
                begun = 0;
                rest = escape(tail, out)?;
            }
        }
    }
    Ok(())
}

/// What to compare with, and tables, in registers.
#[derive(Clone, Copy)]
struct Vectors<const HEADER: bool> {
    token: Avx512,
    /// The values of digits.
    low: Wide,
    high: Wide,
}

impl<const HEADER: bool> Vectors<HEADER> {
    #[inline(always)]
    fn new(token: Avx512) -> Self {
        Vectors {
            token,
            low: Wide::load(token, &from_fn(|i| VALUES[i])),
            high: Wide::load(token, &from_fn(|i| VALUES[64 + i])),
        }
    }

    /// Looks at characters, those after them, and those after these.
    #[inline(always)]
    fn look(self, [chars, second, third]: [Wide; 3]) -> Found {
        let splat = |byte| Wide::splat(self.token, byte);
        let mut bytes = chars;
        if HEADER {
            bytes = bytes.with(chars.eq8(splat(b'_')), splat(b' '));
        }
        let escapes = chars.eq8(splat(b'='));
        // Of what is no digit the highest bit is set, and of what is not ASCII its own.
        let high = second.lookup128(self.low, self.high);
        let low = third.lookup128(self.low, self.high);
        let digits = escapes & !high.or(low).or(second).or(third).high_bits();
        let breaks = escapes & second.eq8(splat(b'\n'));
        let high = high.and(splat(0x0f)).shl16::<4>();
        Found {
            bytes: bytes.with(digits, high.or(low)),
            digits,
            breaks,
            odd: escapes & !(digits | breaks),
        }
    }
}

/// What is in a vector.
struct Found {
    /// What each character stands for, if it is the first one of an escape or none.
    bytes: Wide,
    /// Where escapes begin that are digits, …
    digits: u64,
    /// … that are soft line breaks, …
    breaks: u64,
    /// … and that are anything else, or not all there.
    odd: u64,
}

impl Found {
    /// Writes what the characters before `end` stand for, of which those in `begun` are an escape's
    /// that begins before; gives those that are in the next vector.
    #[inline(always)]
    fn write(&self, end: usize, begun: u64, out: &mut Out<'_>) -> Result<u64, Full> {
        let (digits, breaks) = (self.digits & first(end), self.breaks & first(end));
        let kept = first(end) & !(digits << 1 | digits << 2 | breaks | breaks << 1 | begun);
        write(self.bytes.compress(kept), kept.count_ones() as usize, out)?;
        Ok(digits >> 63 | digits >> 62 | breaks >> 63)
    }
}

/// A whole vector where there is room, as there is but for the last.
#[inline(always)]
fn write(bytes: Wide, len: usize, out: &mut Out<'_>) -> Result<(), Full> {
    match out.extend_prefix(bytes.to_array(), len) {
        Ok(()) => Ok(()),
        Err(Full) => bytes.write_prefix(len, out),
    }
}
