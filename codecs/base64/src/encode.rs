//! From bytes to characters.

mod lanes;
#[cfg(simd_avx512)]
mod wide;

use codec_simd::{Kernel, Lanes};
use outbuf::{Full, Out};

use crate::Alphabet;
use crate::alphabet::PAD;

/// The number of characters for `len` bytes; `None` if that is no length of an
/// object in memory.
pub fn encoded_len(len: usize) -> Option<usize> {
    let text = len.div_ceil(3).checked_mul(4)?;
    (text <= isize::MAX as usize).then_some(text)
}

/// Writes the characters for `src`, four for every three bytes, padded.
///
/// Needs room for [`encoded_len`] bytes.
#[inline]
pub fn encode(src: &[u8], alphabet: &Alphabet, out: &mut Out<'_>) -> Result<(), Full> {
    match src {
        [] => Ok(()),
        _ => codec_simd::run(Encode { src, alphabet, out }),
    }
}

pub(crate) struct Encode<'e, 'o> {
    pub(crate) src: &'e [u8],
    pub(crate) alphabet: &'e Alphabet,
    pub(crate) out: &'e mut Out<'o>,
}

impl Kernel for Encode<'_, '_> {
    type Output = Result<(), Full>;

    #[inline(always)]
    fn portable(self) -> Self::Output {
        let chars = &self.alphabet.chars;
        let rest = self
            .out
            .map_chunks(self.src, |chunk| chars_of_chunk(chunk, chars));
        let rest = self
            .out
            .map_chunks(rest, |&[a, b, c]| chars_of(a, b, c, chars));
        match *rest {
            [] => Ok(()),
            [a] => {
                let [first, second, ..] = chars_of(a, 0, 0, chars);
                self.out.extend_array([first, second, PAD, PAD])
            }
            [a, b] => {
                let [first, second, third, _] = chars_of(a, b, 0, chars);
                self.out.extend_array([first, second, third, PAD])
            }
            _ => Err(Full),
        }
    }

    #[inline(always)]
    fn lanes<L: Lanes>(self, token: L::Token) -> Self::Output {
        let src = lanes::encode::<L>(token, self.src, self.alphabet, self.out);
        Encode { src, ..self }.portable()
    }

    #[cfg(simd_avx512)]
    #[inline(always)]
    fn wide(self, token: codec_simd::wide::Avx512) -> Self::Output {
        wide::encode(token, self.src, self.alphabet, self.out)
    }
}

/// Two of [`chars_of`] with one store.
#[inline(always)]
fn chars_of_chunk(&[a, b, c, d, e, f]: &[u8; 6], chars: &[u8; 64]) -> [u8; 8] {
    let bits = u64::from_be_bytes([0, 0, a, b, c, d, e, f]);
    [42, 36, 30, 24, 18, 12, 6, 0].map(|shift| chars[(bits >> shift) as usize & 0x3f])
}

#[inline(always)]
fn chars_of(a: u8, b: u8, c: u8, chars: &[u8; 64]) -> [u8; 4] {
    let bits = u32::from_be_bytes([0, a, b, c]);
    [18, 12, 6, 0].map(|shift| chars[(bits >> shift) as usize & 0x3f])
}
