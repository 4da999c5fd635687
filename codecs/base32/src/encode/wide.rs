//! 40 bytes at a time.

use core::array::from_fn;

use codec_simd::wide::{Avx512, Wide, first};
use outbuf::{Full, Window};

use super::{Encode, chars_for};
use crate::{BYTES, CHARS, PAD};

/// The bytes that a vector makes characters of.
const MANY: usize = 64 / CHARS * BYTES;

/// Encodes all of it.
#[inline(always)]
pub(super) fn encode(token: Avx512, encode: Encode<'_, '_>) -> Result<(), Full> {
    let Encode {
        src,
        chars,
        padded,
        out,
    } = encode;
    let mut chars = Chars {
        token,
        order: Wide::load(token, &ORDER),
        places: Wide::load(token, &PLACES),
        // Twice: the lookup takes a bit more than a value has.
        chars: Wide::load(token, &from_fn(|i| chars[i % 32])),
    };
    let mut rest = out.map_windows::<64, MANY, 64, 64>(src, &mut chars);
    while !rest.is_empty() {
        let (part, tail) = rest.split_at(rest.len().min(MANY));
        let text = chars.of(Wide::load_prefix(token, part));
        let used = chars_for(part.len());
        if padded {
            let len = part.len().div_ceil(BYTES) * CHARS;
            let pads = first(len) & !first(used);
            text.with(pads, Wide::splat(token, PAD))
                .write_prefix(len, out)?;
        } else {
            text.write_prefix(used, out)?;
        }
        rest = tail;
    }
    Ok(())
}

struct Chars {
    token: Avx512,
    order: Wide,
    places: Wide,
    chars: Wide,
}

impl Chars {
    /// 64 characters for the first 40 bytes.
    #[inline(always)]
    fn of(&self, bytes: Wide) -> Wide {
        self.order
            .lookup(bytes)
            .bits_at(self.places)
            .lookup(self.chars)
    }
}

impl Window<64, 64> for Chars {
    #[inline(always)]
    fn map(&mut self, window: &[u8; 64]) -> [u8; 64] {
        self.of(Wide::load(self.token, window)).to_array()
    }
}

/// Each five bytes as the number of 64 bits that they are, the last one lowest.
const ORDER: [u8; 64] = {
    let mut order = [0; 64];
    let mut i = 0;
    while i < 64 {
        let place = i % 8;
        // The three highest are anything.
        let byte = if place < BYTES { BYTES - 1 - place } else { 0 };
        order[i] = (i / 8 * BYTES + byte) as u8;
        i += 1;
    }
    order
};

/// Where in such a number each value begins.
const PLACES: [u8; 64] = {
    let mut places = [0; 64];
    let mut i = 0;
    while i < 64 {
        places[i] = 35 - 5 * (i % 8) as u8;
        i += 1;
    }
    places
};
