//! 48 bytes at a time, in any alphabet.
//!
//! W. Muła and D. Lemire, "Base64 encoding and decoding at almost the speed of a memory
//! copy", Software: Practice and Experience 50 (2020).

use codec_simd::wide::{Avx512, Wide, first};
use outbuf::{Full, Out, Window};

use crate::alphabet::PAD;

/// The bytes that a vector makes characters of.
const BYTES: usize = 48;

/// From this many bytes on, it pays to store whole lines of the cache.
const MANY: usize = 1024;

/// Encodes all of `src`.
#[inline(always)]
pub(super) fn encode(
    token: Avx512,
    src: &[u8],
    chars: &[u8; 64],
    padded: bool,
    out: &mut Out<'_>,
) -> Result<(), Full> {
    let mut chars = Chars::new(token, chars);
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
        let end = len - (3 - count % 3) % 3;
        let pads = first(len) & !first(end);
        text.with(pads, Wide::splat(token, PAD))
            .write_prefix(if padded { len } else { end }, out)?;
        rest = tail;
    }
    Ok(())
}

/// Encodes lines of `line` bytes, each with its end, as long as others follow; gives the last.
#[inline(always)]
pub(super) fn encode_lines<'s>(
    token: Avx512,
    src: &'s [u8],
    line: usize,
    chars: &[u8; 64],
    out: &mut Out<'_>,
) -> Result<&'s [u8], Full> {
    let chars = Chars::new(token, chars);
    let several = Step::new(token, line, (64 / (line / 3 * 4 + 1)).max(1));
    let one = Step::new(token, line, 1);
    out.local(|out| {
        let rest = several.encode_all(&chars, src, out)?;
        one.encode_all(&chars, rest, out)
    })
}

/// Whole vectors of a line, and a vector with the end of it; or several lines that fit in a vector.
struct Step {
    token: Avx512,
    /// How many vectors have no line end.
    whole: usize,
    /// The bytes of all of it.
    bytes: usize,
    /// Where the last vector has characters.
    text: u64,
    /// How much of the last vector is written.
    len: usize,
}

impl Step {
    #[inline(always)]
    fn new(token: Avx512, line: usize, count: usize) -> Self {
        let (whole, chars) = match count {
            1 => (line / BYTES, line % BYTES / 3 * 4),
            _ => (0, line / 3 * 4),
        };
        let mut text = 0;
        for i in 0..count {
            text |= first(chars) << (i * (chars + 1));
        }
        Step {
            token,
            whole,
            bytes: line * count,
            text,
            len: count * (chars + 1),
        }
    }

    /// Encodes as long as there is more than a step of it; gives the rest.
    #[inline(always)]
    fn encode_all<'s>(
        &self,
        chars: &Chars,
        src: &'s [u8],
        out: &mut Out<'_>,
    ) -> Result<&'s [u8], Full> {
        let end = Wide::splat(self.token, b'\n');
        let mut rest = src;
        while rest.len() > self.bytes {
            for start in (0..self.whole).map(|i| BYTES * i) {
                let text = chars.of(self.load(&rest[start..]));
                out.extend_array(text.to_array())?;
            }
            let last = chars.of(self.load(&rest[BYTES * self.whole..]));
            let last = end.with(self.text, last.expand(self.text));
            // The next step writes over what is after it.
            if out.extend_prefix(last.to_array(), self.len).is_err() {
                last.write_prefix(self.len, out)?;
            }
            rest = &rest[self.bytes..];
        }
        Ok(rest)
    }

    /// As much as there is.
    #[inline(always)]
    fn load(&self, bytes: &[u8]) -> Wide {
        match bytes.first_chunk() {
            Some(window) => Wide::load(self.token, window),
            None => Wide::load_prefix(self.token, bytes),
        }
    }
}

struct Chars {
    token: Avx512,
    order: Wide,
    places: Wide,
    alphabet: Wide,
}

impl Chars {
    #[inline(always)]
    fn new(token: Avx512, chars: &[u8; 64]) -> Self {
        Chars {
            token,
            order: Wide::load(token, &ORDER),
            places: Wide::load(token, &PLACES),
            alphabet: Wide::load(token, chars),
        }
    }

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
