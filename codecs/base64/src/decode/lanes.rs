//! 32 characters at a time, 16 in each lane.
//!
//! W. Muła and D. Lemire, "Faster Base64 Encoding and Decoding Using AVX2
//! Instructions", ACM Transactions on the Web 12 (2018), for packing, and for telling
//! letters and digits; what else is in the alphabet is compared.

use codec_simd::Lanes;
use outbuf::{Out, Window};

use super::sparse::{self, Gathered};
use super::{Decoder, Error, Mode, Options};
use crate::Alphabet;
use crate::alphabet::{Code, PAD, Special};

/// Characters between two questions whether they were all of the alphabet.
const BLOCK: usize = 1024;

/// Decodes whole quads until there is anything but values, or little left.
#[inline(always)]
pub(super) fn decode_quads<'s, L: Lanes>(
    token: L::Token,
    src: &'s [u8],
    alphabet: &Alphabet,
    out: &mut Out<'_>,
) -> &'s [u8] {
    if src.len() < 32 {
        return src;
    }
    match alphabet.specials {
        Some([_, _, c62, c63]) if is_standard(alphabet) => {
            Vectors::new(token, Usual::<L, 2>::new(token, [c62, c63])).decode_quads(src, out)
        }
        Some(specials) => {
            Vectors::new(token, Usual::<L, 4>::new(token, specials)).decode_quads(src, out)
        }
        None => Vectors::new(token, Any::<L>::new(token, alphabet)).decode_quads(src, out),
    }
}

/// Decodes what has other characters in between.
#[inline(always)]
pub(super) fn decode_sparse<'s, 'a, L: Lanes>(
    token: L::Token,
    src: &'s [u8],
    decoder: Decoder<'a>,
    out: &mut Out<'_>,
) -> Result<(Decoder<'a>, &'s [u8]), Error> {
    let alphabet = decoder.alphabet;
    match alphabet.specials {
        Some(specials) => {
            let vectors = Vectors::new(token, Usual::<L, 4>::new(token, specials));
            sparse::decode(src, decoder, out, Sparse::new(vectors, &decoder))
        }
        None => {
            let vectors = Vectors::new(token, Any::<L>::new(token, alphabet));
            sparse::decode(src, decoder, out, Sparse::new(vectors, &decoder))
        }
    }
}

/// Whether there are but two besides letters and digits.
fn is_standard(alphabet: &Alphabet) -> bool {
    alphabet.chars[62..] == *b"+/"
}

/// What finds the value of each character, or anything where the highest bit of the
/// second vector's byte says that it has none.
trait Values<L>: Copy {
    fn values(self, chars: L) -> (L, L);
}

/// Letters, digits and a few others.
#[derive(Clone, Copy)]
struct Usual<L: Lanes, const OTHERS: usize> {
    token: L::Token,
    wrong_low: L,
    wrong_high: L,
    to_values: L,
    others: [(L, L); OTHERS],
}

impl<L: Lanes, const OTHERS: usize> Usual<L, OTHERS> {
    #[inline(always)]
    fn new(token: L::Token, others: [Special; OTHERS]) -> Self {
        Usual {
            token,
            wrong_low: L::repeat(token, &WRONG_LOW),
            wrong_high: L::repeat(token, &WRONG_HIGH),
            to_values: L::repeat(token, &TO_VALUES),
            others: others.map(|one| (L::splat(token, one.char), L::splat(token, one.value))),
        }
    }
}

impl<L: Lanes, const OTHERS: usize> Values<L> for Usual<L, OTHERS> {
    #[inline(always)]
    fn values(self, chars: L) -> (L, L) {
        let half = L::splat(self.token, 0xf);
        let low = chars.and(half);
        let high = chars.shr16::<4>().and(half);
        let wrong = low.lookup(self.wrong_low).and(high.lookup(self.wrong_high));
        let mut is_wrong = wrong.gt8(L::splat(self.token, 0));
        let mut values = chars.add8(high.lookup(self.to_values));
        for (char, value) in self.others {
            let here = chars.eq8(char);
            values = here.select(value, values);
            is_wrong = is_wrong.and_not(here);
        }
        (values, is_wrong)
    }
}

/// Rows of 16 of the codes of ASCII.
#[derive(Clone, Copy)]
struct Any<L>([L; 8]);

impl<L: Lanes> Any<L> {
    #[inline(always)]
    fn new(token: L::Token, alphabet: &Alphabet) -> Self {
        Any(L::table128(token, &alphabet.codes))
    }
}

impl<L: Lanes> Values<L> for Any<L> {
    #[inline(always)]
    fn values(self, chars: L) -> (L, L) {
        // Beyond ASCII all lookups give 0, and the character itself has the bit.
        let codes = chars.lookup128(&self.0);
        (codes, codes.or(chars))
    }
}

/// What both ways of decoding need, in registers.
#[derive(Clone, Copy)]
struct Vectors<L: Lanes, V> {
    token: L::Token,
    find: V,
}

impl<L: Lanes, V: Values<L>> Vectors<L, V> {
    #[inline(always)]
    fn new(token: L::Token, find: V) -> Self {
        Vectors { token, find }
    }

    /// 12 bytes in each lane from its 16 values.
    #[inline(always)]
    fn packed(&self, values: L) -> L {
        let pairs = values.weigh8(L::splat16(self.token, 0x0140));
        let quads = pairs.weigh16(L::splat32(self.token, 0x0001_1000));
        let order = [
            2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 0x80, 0x80, 0x80, 0x80,
        ];
        L::repeat(self.token, &order).lookup(quads)
    }

    #[inline(always)]
    fn decode_quads<'s>(&self, src: &'s [u8], out: &mut Out<'_>) -> &'s [u8] {
        let mut rest = src;
        loop {
            let block = &rest[..rest.len().min(BLOCK)];
            let mut quads = Quads {
                vectors: *self,
                others: L::splat(self.token, 0),
            };
            let left = out.map_windows::<32, 32, 32, 24>(block, &mut quads);
            let done = block.len() - left.len();
            if quads.others.high_bits() != 0 {
                out.rewind(done / 4 * 3);
                break;
            }
            rest = &rest[done..];
            if done < BLOCK {
                return rest;
            }
        }
        // What is no value is in the next few.
        while let Some(window) = rest.first_chunk() {
            let (values, other) = self.find.values(L::load(self.token, window));
            let clean = other.high_bits().trailing_zeros() as usize & !3;
            let bytes = self.packed(values).join12();
            if out.extend_prefix(bytes, clean / 4 * 3).is_err() {
                break;
            }
            rest = &rest[clean..];
            if clean < 32 {
                break;
            }
        }
        rest
    }
}

/// 32 characters to 24 bytes.
struct Quads<L: Lanes, V> {
    vectors: Vectors<L, V>,
    /// The highest bits of those that have no value.
    others: L,
}

impl<L: Lanes, V: Values<L>> Window<32, 32> for Quads<L, V> {
    #[inline(always)]
    fn map(&mut self, window: &[u8; 32]) -> [u8; 32] {
        let chars = L::load(self.vectors.token, window);
        let (values, other) = self.vectors.find.values(chars);
        self.others = self.others.or(other);
        self.vectors.packed(values).join12()
    }
}

/// Values to 24 bytes.
struct Pack<L: Lanes, V>(Vectors<L, V>);

impl<L: Lanes, V: Values<L>> Window<32, 32> for Pack<L, V> {
    #[inline(always)]
    fn map(&mut self, values: &[u8; 32]) -> [u8; 32] {
        self.0.packed(L::load(self.0.token, values)).join12()
    }
}

/// What is passed over, besides.
#[derive(Clone, Copy)]
struct Sparse<'a, L: Lanes, V> {
    vectors: Vectors<L, V>,
    /// The padding, if there is any.
    pad: Option<L>,
    options: &'a Options,
}

impl<'a, L: Lanes, V: Values<L>> Sparse<'a, L, V> {
    #[inline(always)]
    fn new(vectors: Vectors<L, V>, decoder: &Decoder<'a>) -> Self {
        let pads = decoder.alphabet.codes[usize::from(PAD)] == Code::PAD;
        Sparse {
            vectors,
            pad: pads.then(|| L::splat(vectors.token, PAD)),
            options: decoder.options,
        }
    }
}

impl<L: Lanes, V: Values<L>> sparse::Vectors for Sparse<'_, L, V> {
    #[inline(always)]
    fn gather(self, text: &[u8], stage: &mut [u8]) -> Gathered {
        let mut padded = [0; 32];
        let window = text.first_chunk().unwrap_or_else(|| {
            padded[..text.len()].copy_from_slice(text);
            &padded
        });
        let chars = L::load(self.vectors.token, window);
        let (values, other) = self.vectors.find.values(chars);
        if let Some(stage) = stage.first_chunk_mut() {
            *stage = values.to_array();
        }
        let count = text.len().min(32);
        let others = other.high_bits();
        if others == 0 && count == 32 {
            // Foreseen, so that the next load need not wait for what is in this one.
            return Gathered {
                values: 32,
                chars: 32,
                stop: false,
            };
        }
        // Those at the start, then what comes up to the next one.
        let clean = (others.trailing_zeros() as usize).min(count);
        let skipped = u32::MAX.checked_shl(clean as u32).unwrap_or(0);
        let next = (!others & skipped).trailing_zeros() as usize;
        let pads = self.pad.map_or(0, |pad| chars.eq8(pad).high_bits());
        let pad = (pads & skipped).trailing_zeros() as usize;
        let end = next.min(pad).min(count);
        let stop = match self.options.mode {
            Mode::Lenient => None,
            // Seldom more than one or two.
            Mode::Strict => text[clean..end]
                .iter()
                .position(|&char| self.options.refuses(char)),
        };
        let end = stop.map_or(end, |stop| clean + stop);
        Gathered {
            values: clean,
            chars: end,
            stop: stop.is_some() || (pad == end && pad < count),
        }
    }

    #[inline(always)]
    fn pack<'v>(self, values: &'v [u8], out: &mut Out<'_>) -> &'v [u8] {
        out.map_windows::<32, 32, 32, 24>(values, Pack(self.vectors))
    }
}

/// Rows, by the high half of a character: each a bit. Digits are in row 3, capitals in
/// 4 and 5, small letters in 6 and 7; in the others nothing is right.
const WRONG_HIGH: [u8; 16] = {
    const NOTHING: u8 = 0x10;
    let mut rows = [NOTHING; 16];
    rows[3] = 1;
    rows[4] = 2;
    rows[5] = 4;
    rows[6] = 2;
    rows[7] = 4;
    rows
};

/// The rows that a low half is wrong in.
const WRONG_LOW: [u8; 16] = {
    let mut wrong = [0x10; 16];
    let mut low = 0;
    while low < 16 {
        // '0' to '9', '@' not, 'Z' and 'z' the last.
        wrong[low] |= if low > 9 { 1 } else { 0 };
        wrong[low] |= if low == 0 { 2 } else { 0 };
        wrong[low] |= if low > 10 { 4 } else { 0 };
        low += 1;
    }
    wrong
};

/// What to add to a character to get its value, by row.
const TO_VALUES: [u8; 16] = {
    let mut offsets = [0; 16];
    offsets[3] = 52_u8.wrapping_sub(b'0');
    offsets[4] = 0_u8.wrapping_sub(b'A');
    offsets[5] = offsets[4];
    offsets[6] = 26_u8.wrapping_sub(b'a');
    offsets[7] = offsets[6];
    offsets
};
