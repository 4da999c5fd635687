//! 64 characters at a time, in any alphabet.
//!
//! W. Muła and D. Lemire, "Base64 encoding and decoding at almost the speed of a memory
//! copy", Software: Practice and Experience 50 (2020); the compression of what has
//! other characters in between is our own.

use core::array::from_fn;

use codec_simd::ByteSet;
use codec_simd::wide::{Avx512, Wide, first};
use outbuf::{Out, Window};

use super::sparse::{self, Gathered};
use super::{Decoder, Error, Mode};
use crate::Alphabet;
use crate::alphabet::{Code, PAD};

/// Characters between two questions whether they were all of the alphabet.
const BLOCK: usize = 1024;

/// Decodes whole quads until there is anything but values.
#[inline(always)]
pub(super) fn decode_quads<'s>(
    token: Avx512,
    src: &'s [u8],
    alphabet: &Alphabet,
    out: &mut Out<'_>,
) -> &'s [u8] {
    let vectors = Vectors::new(token, alphabet);
    let mut rest = src;
    while rest.len() >= 64 {
        let block = &rest[..rest.len().min(BLOCK)];
        let mut quads = Quads {
            vectors,
            others: Wide::splat(token, 0),
        };
        let left = out.map_windows::<64, 64, 64, 48>(block, &mut quads);
        let done = block.len() - left.len();
        if quads.others.high_bits() != 0 {
            out.rewind(done / 4 * 3);
            break;
        }
        rest = &rest[done..];
        if done < BLOCK {
            break;
        }
    }
    // What is left, or where something else is.
    while !rest.is_empty() {
        let (values, other) = vectors.values(Wide::load_prefix(token, rest));
        let others = other.high_bits() | !first(rest.len());
        let clean = others.trailing_zeros() as usize & !3;
        if vectors
            .packed(values)
            .write_prefix(clean / 4 * 3, out)
            .is_err()
        {
            break;
        }
        rest = &rest[clean..];
        if clean < 64 {
            break;
        }
    }
    rest
}

/// Decodes what has other characters in between.
#[inline(always)]
pub(super) fn decode_sparse<'s, 'a>(
    token: Avx512,
    src: &'s [u8],
    decoder: Decoder<'a>,
    out: &mut Out<'_>,
) -> Result<(Decoder<'a>, &'s [u8]), Error> {
    let vectors = Vectors::new(token, decoder.alphabet);
    match decoder.options.mode {
        Mode::Lenient => sparse::decode(src, decoder, out, Lenient::new(vectors)),
        Mode::Strict => {
            let strict = Strict::new(vectors, &decoder.options.ignored);
            sparse::decode(src, decoder, out, strict)
        }
    }
}

/// 64 characters to 48 bytes.
struct Quads {
    vectors: Vectors,
    /// The highest bits of those that have no value.
    others: Wide,
}

impl Window<64, 64> for Quads {
    #[inline(always)]
    fn map(&mut self, window: &[u8; 64]) -> [u8; 64] {
        let chars = Wide::load(self.vectors.token, window);
        let (values, other) = self.vectors.values(chars);
        self.others = self.others.or(other);
        self.vectors.packed(values).to_array()
    }
}

/// Values to 48 bytes.
struct Pack(Vectors);

impl Window<64, 64> for Pack {
    #[inline(always)]
    fn map(&mut self, values: &[u8; 64]) -> [u8; 64] {
        self.0.packed(Wide::load(self.0.token, values)).to_array()
    }
}

/// Tables, in registers.
#[derive(Clone, Copy)]
struct Vectors {
    token: Avx512,
    low: Wide,
    high: Wide,
    order: Wide,
    /// Whether `=` is padding.
    pads: bool,
}

impl Vectors {
    #[inline(always)]
    fn new(token: Avx512, alphabet: &Alphabet) -> Self {
        let codes = &alphabet.codes;
        Vectors {
            token,
            low: Wide::load(token, &from_fn(|i| codes[i])),
            high: Wide::load(token, &from_fn(|i| codes[64 + i])),
            order: Wide::load(token, &ORDER),
            pads: codes[usize::from(PAD)] == Code::PAD,
        }
    }

    /// The value of each character, or anything where the highest bit of the second
    /// vector's byte says that it has none.
    #[inline(always)]
    fn values(&self, chars: Wide) -> (Wide, Wide) {
        // The lookup takes seven bits of the character; the other one is for itself.
        let codes = chars.lookup128(self.low, self.high);
        (codes, codes.or(chars))
    }

    /// 48 bytes from 64 values.
    #[inline(always)]
    fn packed(&self, values: Wide) -> Wide {
        let pairs = values.weigh8(Wide::splat32(self.token, 0x0140_0140));
        let quads = pairs.weigh16(Wide::splat32(self.token, 0x0001_1000));
        self.order.lookup(quads)
    }

    /// What has a value among the first `count`, before which nothing stops.
    #[inline(always)]
    fn gather_some(&self, chars: Wide, count: usize, stage: &mut [u8]) -> Gathered {
        let (values, other) = self.values(chars);
        let clean = !other.high_bits() & first(count);
        if let Some(stage) = stage.first_chunk_mut() {
            *stage = values.compress(clean).to_array();
        }
        Gathered {
            values: clean.count_ones() as usize,
            chars: count,
            stop: false,
        }
    }

    /// As [`sparse::Vectors::gather`]; `stops` says which characters do.
    #[inline(always)]
    fn gather(&self, text: &[u8], stage: &mut [u8], stops: impl Stops) -> Gathered {
        // Where the next load is must not wait for what is in this one: hence the two
        // ways, of which the usual one is foreseen.
        if let Some(window) = text.first_chunk() {
            let chars = Wide::load(self.token, window);
            if stops.among(chars) == 0 {
                return self.gather_some(chars, 64, stage);
            }
        }
        let chars = Wide::load_prefix(self.token, text);
        let count = text.len().min(64);
        let end = (stops.among(chars).trailing_zeros() as usize).min(count);
        Gathered {
            stop: end < count,
            ..self.gather_some(chars, end, stage)
        }
    }

    /// As [`sparse::Vectors::pack`].
    #[inline(always)]
    fn pack<'v>(self, values: &'v [u8], out: &mut Out<'_>) -> &'v [u8] {
        let mut rest = out.map_windows::<64, 64, 64, 48>(values, Pack(self));
        while !rest.is_empty() {
            let whole = rest.len().min(64) & !3;
            let packed = self.packed(Wide::load_prefix(self.token, rest));
            if whole == 0 || packed.write_prefix(whole / 4 * 3, out).is_err() {
                break;
            }
            rest = &rest[whole..];
        }
        rest
    }
}

/// Which characters vectors leave to the decoder.
trait Stops {
    fn among(&self, chars: Wide) -> u64;
}

/// Passes over everything but padding.
#[derive(Clone, Copy)]
struct Lenient {
    vectors: Vectors,
    pad: Option<Wide>,
}

impl Lenient {
    #[inline(always)]
    fn new(vectors: Vectors) -> Self {
        let pad = vectors.pads.then(|| Wide::splat(vectors.token, PAD));
        Lenient { vectors, pad }
    }
}

impl Stops for Lenient {
    #[inline(always)]
    fn among(&self, chars: Wide) -> u64 {
        self.pad.map_or(0, |pad| chars.eq8(pad))
    }
}

impl sparse::Vectors for Lenient {
    #[inline(always)]
    fn gather(self, text: &[u8], stage: &mut [u8]) -> Gathered {
        self.vectors.gather(text, stage, self)
    }

    #[inline(always)]
    fn pack<'v>(self, values: &'v [u8], out: &mut Out<'_>) -> &'v [u8] {
        self.vectors.pack(values, out)
    }
}

/// Passes over what is ignored, if it is ASCII.
#[derive(Clone, Copy)]
struct Strict {
    vectors: Vectors,
    ignored: Wide,
}

impl Strict {
    #[inline(always)]
    fn new(mut vectors: Vectors, set: &ByteSet) -> Self {
        let token = vectors.token;
        let (ignored, other) = (
            Wide::splat(token, Code::IGNORED),
            Wide::splat(token, Code::OTHER),
        );
        let [low, high, ..] = set.words();
        let (low_set, high_set) = (vectors.low.eq8(other) & low, vectors.high.eq8(other) & high);
        vectors.low = vectors.low.with(low_set, ignored);
        vectors.high = vectors.high.with(high_set, ignored);
        Strict { vectors, ignored }
    }
}

impl Stops for Strict {
    #[inline(always)]
    fn among(&self, chars: Wide) -> u64 {
        // Padding, and what is not even ignored, have the greatest codes.
        let codes = chars.lookup128(self.vectors.low, self.vectors.high);
        self.ignored.lt8(codes) | chars.high_bits()
    }
}

impl sparse::Vectors for Strict {
    #[inline(always)]
    fn gather(self, text: &[u8], stage: &mut [u8]) -> Gathered {
        self.vectors.gather(text, stage, self)
    }

    #[inline(always)]
    fn pack<'v>(self, values: &'v [u8], out: &mut Out<'_>) -> &'v [u8] {
        self.vectors.pack(values, out)
    }
}

/// The three bytes of each 32 bits, the highest first.
const ORDER: [u8; 64] = {
    let mut order = [0; 64];
    let mut i = 0;
    while i < 48 {
        order[i] = (i / 3 * 4 + 2 - i % 3) as u8;
        i += 1;
    }
    order
};
