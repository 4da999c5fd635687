//! From a line to bytes.

mod lanes;
#[cfg(simd_avx512)]
mod wide;

use codec_simd::{Kernel, Lanes};
use outbuf::Out;

use crate::{BACKTICK, Error, MOST, SPACE};

/// Characters of padding that are looked at together: two vector registers of
/// the smallest kind.
const CHUNK: usize = 32;

/// The number of bytes that the line `src` says it holds: at most 63.
pub fn decoded_len(src: &[u8]) -> Result<usize, Error> {
    let len = src.first().ok_or(Error::MissingLength)?;
    Ok(usize::from(sextet(*len)))
}

/// Writes the bytes of the line `src`.
///
/// Needs room for [`decoded_len`] bytes, and writes as many: what the line
/// lacks at the end, where spaces may have been lost, is zero.
pub fn decode(src: &[u8], out: &mut Out<'_>) -> Result<(), Error> {
    let len = decoded_len(src)?;
    let src = &src[1..];
    let (data, padding) = src.split_at((len * 4).div_ceil(3).min(src.len()));
    codec_simd::run(Decode {
        data,
        len,
        padding,
        out,
    })
}

/// A line but for its length character.
struct Decode<'e, 'o> {
    /// The characters for `len` bytes, or fewer.
    data: &'e [u8],
    len: usize,
    /// What follows them.
    padding: &'e [u8],
    out: &'e mut Out<'o>,
}

impl Kernel for Decode<'_, '_> {
    type Output = Result<(), Error>;

    #[inline(always)]
    fn portable(self) -> Self::Output {
        let Decode {
            data,
            len,
            padding,
            out,
        } = self;
        let plain = &data[..data.len().min(len / 3 * 4)];
        let rest = out.try_map_chunks(plain, bytes_of_plain);
        let taken = plain.len() - rest.len();
        out.local(|out| {
            let mut rest = &data[taken..];
            let mut left = len - taken / 4 * 3;
            while left > 0 {
                let (chars, after) = rest.split_at(rest.len().min(4));
                let bytes = bytes_of(chars)?;
                let count = left.min(3);
                out.extend(&bytes[..count])?;
                rest = after;
                left -= count;
            }
            Ok::<(), Error>(())
        })?;
        match are_padding(padding) {
            true => Ok(()),
            false => Err(Error::TrailingGarbage),
        }
    }

    #[inline(always)]
    fn lanes<L: Lanes>(self, token: L::Token) -> Self::Output {
        let plain = &self.data[..self.data.len().min(self.len / 3 * 4)];
        let left = lanes::decode_quads::<L>(token, plain, self.out).len();
        let taken = plain.len() - left;
        Decode {
            data: &self.data[taken..],
            len: self.len - taken / 4 * 3,
            padding: lanes::after_padding::<L>(token, self.padding),
            out: self.out,
        }
        .portable()
    }

    #[cfg(simd_avx512)]
    #[inline(always)]
    fn wide(self, token: codec_simd::wide::Avx512) -> Self::Output {
        let Decode {
            data,
            len,
            padding,
            out,
        } = self;
        wide::decode(token, data, len, out)?;
        match wide::are_padding(token, padding) {
            true => Ok(()),
            false => Err(Error::TrailingGarbage),
        }
    }
}

/// Whether nothing but padding follows the data of a line.
#[inline(always)]
fn are_padding(chars: &[u8]) -> bool {
    // All of a chunk are looked at before one decision: compilers make vectors
    // of that, and nothing bounds how much follows.
    let mut chunks = chars.chunks_exact(CHUNK);
    let in_chunks =
        chunks.all(|chunk| chunk.iter().fold(true, |all, &char| all & is_padding(char)));
    in_chunks && chunks.remainder().iter().copied().all(is_padding)
}

/// Some encoders fill the last characters with backticks.
#[inline(always)]
fn is_padding(char: u8) -> bool {
    // With `||`, or as a pattern, this would be a branch or a bit of a word.
    (char == SPACE) | (char == BACKTICK) | (char == b'\n') | (char == b'\r')
}

/// The bytes for four characters that are neither line ends nor illegal.
fn bytes_of_plain(chars: &[u8; 4]) -> Option<[u8; 3]> {
    let plain = |char| matches!(char, SPACE..=BACKTICK);
    chars
        .iter()
        .copied()
        .all(plain)
        .then(|| pack(chars.map(sextet)))
}

/// The bytes for up to four characters. One that is missing is zero, and so is
/// a line end: spaces may have been lost there.
fn bytes_of(chars: &[u8]) -> Result<[u8; 3], Error> {
    let mut sextets = [0; 4];
    for (place, &char) in sextets.iter_mut().zip(chars) {
        *place = match char {
            b'\n' | b'\r' => 0,
            SPACE..=BACKTICK => sextet(char),
            _ => return Err(Error::IllegalChar),
        };
    }
    Ok(pack(sextets))
}

/// The six bits of a character.
fn sextet(char: u8) -> u8 {
    char.wrapping_sub(SPACE) & MOST
}

fn pack([a, b, c, d]: [u8; 4]) -> [u8; 3] {
    [a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d]
}
