//! With AVX-512 VBMI 128 digits at a time, and what is left with masks. (To encode, smaller
//! vectors are faster: 2.5 us instead of 3.0 for 64 KiB; but separators go between digits
//! here.)

use core::array::from_fn;
use core::mem::MaybeUninit;

use codec_simd::Kernel;
use codec_simd::wide::{Avx512, Wide, first};
use outbuf::{Full, Out, Window};

use crate::Error;
use crate::encode::{Encode, EncodeGroups};

/// Writes the bytes of all of `text`, an even number of digits.
#[inline(always)]
pub(crate) fn decode(token: Avx512, text: &[u8], out: &mut Out<'_>) -> Result<(), Error> {
    let mut bytes = Bytes {
        token,
        low: Wide::load(token, &from_fn(|i| VALUES[i])),
        high: Wide::load(token, &from_fn(|i| VALUES[64 + i])),
        even: Wide::load(token, &EVEN),
        others: Wide::splat(token, 0),
    };
    let mut rest = out.map_windows::<128, 128, 64, 64>(text, &mut bytes);
    let mut wrong = bytes.others.high_bits();
    while !rest.is_empty() {
        let (part, tail) = rest.split_at(rest.len().min(64));
        let digits = Wide::load_prefix(token, part);
        let (values, others) = bytes.values(digits);
        wrong |= others.high_bits() & first(part.len());
        let pairs = bytes.pairs(values);
        bytes
            .even
            .lookup128(pairs, pairs)
            .write_prefix(part.len() / 2, out)?;
        rest = tail;
    }
    match wrong {
        0 => Ok(()),
        _ => Err(Error::NotHex),
    }
}

struct Bytes {
    token: Avx512,
    low: Wide,
    high: Wide,
    even: Wide,
    /// The highest bits of those that are no digits.
    others: Wide,
}

impl Bytes {
    /// The value of each digit, or anything where the highest bit of the second vector's
    /// byte says that it is none.
    #[inline(always)]
    fn values(&self, digits: Wide) -> (Wide, Wide) {
        // The lookup takes seven bits; the other one is for itself.
        let values = digits.lookup128(self.low, self.high);
        (values, values.or(digits))
    }

    /// The byte of each pair, in 16 bits: the first of two counts sixteen times.
    #[inline(always)]
    fn pairs(&self, values: Wide) -> Wide {
        values.weigh8(Wide::splat32(self.token, 0x0110_0110))
    }
}

impl Window<128, 64> for Bytes {
    #[inline(always)]
    fn map(&mut self, digits: &[u8; 128]) -> [u8; 64] {
        let (first, second) = digits.split_at(64);
        let (first, first_others) = self.values(Wide::load_prefix(self.token, first));
        let (second, second_others) = self.values(Wide::load_prefix(self.token, second));
        self.others = self.others.or(first_others).or(second_others);
        self.even
            .lookup128(self.pairs(first), self.pairs(second))
            .to_array()
    }
}

/// Bytes whose digits are made before separators go between them: they stay in the cache.
const PIECE: usize = 1024;

/// Writes the digits of groups, with separators between them.
///
/// Digits are spread out over the places that are not for separators. The pattern of
/// these is the same for all vectors but for where it begins.
#[inline(always)]
pub(crate) fn encode_groups(token: Avx512, groups: EncodeGroups<'_, '_>) -> Result<(), Full> {
    let EncodeGroups {
        src,
        first: head,
        group,
        sep,
        out,
    } = groups;
    let sep = Wide::splat(token, sep);
    // A group with its separator; where it does not fit, there is one in a vector at most.
    let period = group.saturating_mul(2).saturating_add(1);
    let pattern = (0..64)
        .step_by(period)
        .fold(0_u64, |set, place| set | 1 << place);
    // How many characters there are before the next separator.
    let mut next = 2 * head;
    let mut memory = [MaybeUninit::uninit(); 2 * PIECE];
    for piece in src.chunks(PIECE) {
        let mut digits: &[u8] = outbuf::fill(&mut memory, |out| {
            Encode::<false> { src: piece, out }.wide(token)
        })?;
        while !digits.is_empty() {
            let separators = match next {
                0..64 => pattern << next,
                _ => 0,
            };
            let spread = Wide::load_prefix(token, digits).expand(!separators);
            let len = match digits.len() {
                // No separator after the last digit: the next piece may begin with it.
                few @ 0..64 if few > next => (few + (few - next - 1) / (period - 1) + 1).min(64),
                few => few.min(64),
            };
            spread.with(separators, sep).write_prefix(len, out)?;
            let count = (separators & first(len)).count_ones() as usize;
            digits = &digits[len - count..];
            next += count * period;
            next -= len;
        }
    }
    Ok(())
}

/// Every second byte of two vectors.
const EVEN: [u8; 64] = {
    let mut places = [0; 64];
    let mut i = 0;
    while i < places.len() {
        places[i] = 2 * i as u8;
        i += 1;
    }
    places
};

/// The value of each character of ASCII, with the highest bit where it is no digit.
const VALUES: [u8; 128] = {
    let mut values = [0xff; 128];
    let mut digit = 0;
    while digit < 10 {
        values[b'0' as usize + digit] = digit as u8;
        digit += 1;
    }
    while digit < 16 {
        values[b'a' as usize - 10 + digit] = digit as u8;
        values[b'A' as usize - 10 + digit] = digit as u8;
        digit += 1;
    }
    values
};
