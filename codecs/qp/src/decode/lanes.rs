//! Escapes among 32 characters at a time, found at once.
//!
//! What is between two of them is copied with as much after it as a vector has.

use codec_simd::Lanes;
use outbuf::{Full, Out};

use super::{decode_as, escape, value};

#[inline(always)]
pub(super) fn decode<L: Lanes, const HEADER: bool>(
    token: L::Token,
    src: &[u8],
    out: &mut Out<'_>,
) -> Result<(), Full> {
    let vectors = Vectors::<L, HEADER>::new(token);
    let mut rest = src;
    // So far goes a vector that begins in the last place of 32, after an escape.
    while let Some(window) = rest.first_chunk::<66>() {
        let mut escapes = vectors.escapes(window);
        let mut done = 0;
        let mut is_odd = false;
        while escapes != 0 {
            let place = escapes.trailing_zeros() as usize;
            // Often one follows another.
            if place > done {
                vectors.copy(window, done, place, out)?;
            }
            let (high, low) = (value(window[place + 1]), value(window[place + 2]));
            done = place;
            is_odd = high | low >= 16;
            if is_odd {
                break;
            }
            out.push(high << 4 | low)?;
            done = place + 3;
            escapes &= escapes - 1;
        }
        if is_odd {
            rest = escape(&rest[done + 1..], out)?;
            continue;
        }
        if done < 32 {
            vectors.copy(window, done, 32, out)?;
            done = 32;
        }
        rest = &rest[done..];
    }
    decode_as::<HEADER>(rest, out)
}

/// Vectors to compare with.
#[derive(Clone, Copy)]
struct Vectors<L: Lanes, const HEADER: bool> {
    token: L::Token,
    escape: L,
    underscore: L,
}

impl<L: Lanes, const HEADER: bool> Vectors<L, HEADER> {
    #[inline(always)]
    fn new(token: L::Token) -> Self {
        Vectors {
            token,
            escape: L::splat(token, b'='),
            underscore: L::splat(token, b'_'),
        }
    }

    /// Where escapes begin among the first 32 characters.
    #[inline(always)]
    fn escapes(self, window: &[u8; 66]) -> u32 {
        let chars = window.first_chunk().unwrap_or(&[0; 32]);
        L::load(self.token, chars).eq8(self.escape).high_bits()
    }

    /// Copies what stands for itself, at most 32 characters.
    #[inline(always)]
    fn copy(
        self,
        window: &[u8; 66],
        start: usize,
        end: usize,
        out: &mut Out<'_>,
    ) -> Result<(), Full> {
        let chars = window[start..].first_chunk().ok_or(Full)?;
        let mut bytes = L::load(self.token, chars);
        if HEADER {
            // Those two characters differ in all seven bits.
            let all = L::splat(self.token, b'_' ^ b' ');
            bytes = bytes.xor(bytes.eq8(self.underscore).and(all));
        }
        out.extend_prefix(bytes.to_array(), end - start)
    }
}
