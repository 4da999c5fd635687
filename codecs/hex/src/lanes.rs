//! 32 bytes at a time, as 64 digits.

use codec_simd::Lanes;
use outbuf::{Full, Out, Window};

use crate::Error;

/// Writes the digits of all of `src`, which has at least 32 bytes.
#[inline(always)]
pub(crate) fn encode<L: Lanes>(
    token: L::Token,
    src: &[u8],
    digits: &[u8; 16],
    out: &mut Out<'_>,
) -> Result<(), Full> {
    let mut digits = Digits::<L> {
        token,
        digits: L::repeat(token, digits),
        half: L::splat(token, 0xf),
    };
    let rest = out.map_windows::<32, 32, 64, 64>(src, &mut digits);
    match src.last_chunk() {
        Some(last) if !rest.is_empty() => {
            // The digits of the bytes before are there; to write them again is faster
            // than to go byte by byte.
            out.rewind(2 * (32 - rest.len()));
            out.extend_array(digits.map(last))
        }
        _ => Ok(()),
    }
}

struct Digits<L: Lanes> {
    token: L::Token,
    digits: L,
    half: L,
}

impl<L: Lanes> Window<32, 64> for Digits<L> {
    #[inline(always)]
    fn map(&mut self, bytes: &[u8; 32]) -> [u8; 64] {
        let bytes = L::load(self.token, bytes);
        let high = bytes.shr16::<4>().and(self.half).lookup(self.digits);
        high.zip8(bytes.and(self.half).lookup(self.digits))
    }
}

/// Writes the bytes of all of `text`, which has at least 64 digits, an even number.
#[inline(always)]
pub(crate) fn decode<L: Lanes>(
    token: L::Token,
    text: &[u8],
    out: &mut Out<'_>,
) -> Result<(), Error> {
    let mut bytes = Bytes::<L> {
        token,
        all: L::splat(token, 0),
    };
    let rest = out.map_windows::<64, 64, 32, 32>(text, &mut bytes);
    if let Some(last) = text.last_chunk() {
        if !rest.is_empty() {
            out.rewind((64 - rest.len()) / 2);
            out.extend_array(bytes.map(last))?;
        }
    }
    match bytes
        .all
        .add8_saturating(bytes.splat(0x80 - 16))
        .high_bits()
    {
        0 => Ok(()),
        _ => Err(Error::NotHex),
    }
}

struct Bytes<L: Lanes> {
    token: L::Token,
    /// Bits of all values so far: 16 or more if one was no digit.
    all: L,
}

impl<L: Lanes> Window<64, 32> for Bytes<L> {
    #[inline(always)]
    fn map(&mut self, digits: &[u8; 64]) -> [u8; 32] {
        let (first, second) = digits.split_at(32);
        let (first, second) = (self.pairs(first), self.pairs(second));
        first.narrow16(second).to_array()
    }
}

impl<L: Lanes> Bytes<L> {
    /// The byte of each pair, in 16 bits.
    #[inline(always)]
    fn pairs(&mut self, digits: &[u8]) -> L {
        let digits = L::load(self.token, digits.first_chunk().unwrap_or(&[0; 32]));
        // W. Mula and G. Langdale's way: either minimum is of a value below 16 and one that
        // is not, or of two that are not.
        let decimal = digits.add8(self.splat(0xff - b'9'));
        let decimal = decimal
            .sub8_saturating(self.splat(6))
            .sub8(self.splat(0xf0));
        let letter = digits.and(self.splat(!0x20)).sub8(self.splat(b'A'));
        let values = decimal.min8(letter.add8_saturating(self.splat(10)));
        self.all = self.all.or(values);
        // The first of two counts sixteen times.
        values.weigh8(L::splat16(self.token, 0x0110))
    }

    #[inline(always)]
    fn splat(&self, byte: u8) -> L {
        L::splat(self.token, byte)
    }
}
