//! 48 bytes at a time, in any alphabet.
//!
//! W. Muła and D. Lemire, "Base64 encoding and decoding at almost the speed of a memory
//! copy", Software: Practice and Experience 50 (2020).

use codec_simd::wide::{Avx512, Wide, first};
use outbuf::{Full, Out, Window};

use crate::Alphabet;
use crate::alphabet::PAD;

/// The bytes that a vector makes characters of.
const BYTES: usize = 48;

/// From this many bytes on, it pays to store whole lines of the cache.
const MANY: usize = 1024;

/// Encodes all of `src`, padded.
#[inline(always)]
pub(super) fn encode(
    token: Avx512,
    src: &[u8],
    alphabet: &Alphabet,
    out: &mut Out<'_>,
) -> Result<(), Full> {
    let mut chars = Chars {
        token,
        order: Wide::load(token, &ORDER),
        places: Wide::load(token, &PLACES),
        alphabet: Wide::load(token, &alphabet.chars),
    };
    let mut rest = src;
    if src.len() >= MANY {
        let gap = out.spare().as_ptr().addr().wrapping_neg() % 64;
        if gap % 4 == 0 {
            let (group, tail) = src.split_at(gap / 4 * 3);
            chars
                .of(Wide::load_prefix(token, group))
                .write_prefix(gap, out)?;
            rest = tail;
        }
    }
    rest = out.map_windows::<64, BYTES, 64, 64>(rest, &mut chars);
    while !rest.is_empty() {
        let count = rest.len().min(BYTES);
        let (group, tail) = rest.split_at(count);
        let text = chars.of(Wide::load_prefix(token, group));
        let len = count.div_ceil(3) * 4;
        // As many pads as bytes are missing in the last three.
        let pads = first(len) & !first(len - (3 - count % 3) % 3);
        text.with(pads, Wide::splat(token, PAD))
            .write_prefix(len, out)?;
        rest = tail;
    }
    Ok(())
}

struct Chars {
    token: Avx512,
    order: Wide,
    places: Wide,
    alphabet: Wide,
}

impl Chars {
    /// 64 characters for the first 48 bytes.
    #[inline(always)]
    fn of(&self, bytes: Wide) -> Wide {
        // The lookup takes six bits, and does not mind the two above them.
        self.order
            .lookup(bytes)
            .bits_at(self.places)
            .lookup(self.alphabet)
    }
}

impl Window<64, 64> for Chars {
    #[inline(always)]
    fn map(&mut self, window: &[u8; 64]) -> [u8; 64] {
        self.of(Wide::load(self.token, window)).to_array()
    }
}

/// Each three bytes a, b, c as b, a, c, b: big-endian order within reach of a shift.
const ORDER: [u8; 64] = {
    let mut order = [0; 64];
    let mut i = 0;
    while i < 16 {
        let byte = 3 * i as u8;
        order[4 * i] = byte + 1;
        order[4 * i + 1] = byte;
        order[4 * i + 2] = byte + 2;
        order[4 * i + 3] = byte + 1;
        i += 1;
    }
    order
};

/// Where in those 32 bits each value begins: a's upper six bits, the next, ….
const PLACES: [u8; 64] = {
    let mut places = [0; 64];
    let mut i = 0;
    while i < 64 {
        let place = [10, 4, 22, 16][i % 4];
        places[i] = place + 32 * (i / 4 % 2) as u8;
        i += 1;
    }
    places
};
