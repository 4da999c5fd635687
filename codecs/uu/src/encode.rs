//! From bytes to a line.

mod lanes;
#[cfg(simd_avx512)]
mod wide;

use codec_simd::{Kernel, Lanes};
use outbuf::{Full, Out};

use crate::{BACKTICK, Error, LINE_MAX, SPACE};

/// The number of characters for `len` bytes, with the length and the line end.
/// No line is longer than that for [`LINE_MAX`] bytes.
pub fn encoded_len(len: usize) -> usize {
    2 + len.min(LINE_MAX).div_ceil(3) * 4
}

/// Writes `src` as a line; zeros are backticks if `backtick`, else spaces.
///
/// Needs room for [`encoded_len`] bytes.
pub fn encode(src: &[u8], backtick: bool, out: &mut Out<'_>) -> Result<(), Error> {
    let len = match u8::try_from(src.len()) {
        Ok(len) if src.len() <= LINE_MAX => len,
        _ => return Err(Error::TooLong),
    };
    out.push(if backtick && len == 0 {
        BACKTICK
    } else {
        SPACE + len
    })?;
    if !src.is_empty() {
        codec_simd::run(Encode { src, backtick, out })?;
    }
    Ok(out.push(b'\n')?)
}

/// All characters for at most [`LINE_MAX`] bytes.
struct Encode<'e, 'o> {
    src: &'e [u8],
    backtick: bool,
    out: &'e mut Out<'o>,
}

impl Kernel for Encode<'_, '_> {
    type Output = Result<(), Full>;

    #[inline(always)]
    fn portable(self) -> Self::Output {
        let Encode { src, backtick, out } = self;
        let rest = out.map_chunks(src, |&bytes| chars(bytes, backtick));
        match *rest {
            [] => Ok(()),
            [a] => out.extend_array(chars([a, 0, 0], backtick)),
            [a, b] => out.extend_array(chars([a, b, 0], backtick)),
            _ => Err(Full),
        }
    }

    #[inline(always)]
    fn lanes<L: Lanes>(self, token: L::Token) -> Self::Output {
        let src = lanes::encode::<L>(token, self.src, self.backtick, self.out);
        Encode { src, ..self }.portable()
    }

    #[cfg(simd_avx512)]
    #[inline(always)]
    fn wide(self, token: codec_simd::wide::Avx512) -> Self::Output {
        wide::encode(token, self.src, self.backtick, self.out)
    }
}

/// The four characters for three bytes.
fn chars([a, b, c]: [u8; 3], backtick: bool) -> [u8; 4] {
    // Four sextets in the bytes of a word, and then arithmetic on all of them.
    let bits = u32::from_be_bytes([0, a, b, c]);
    let sextets =
        bits << 6 & 0x3f00_0000 | bits << 4 & 0x3f_0000 | bits << 2 & 0x3f00 | bits & 0x3f;
    let chars = if backtick {
        // Zero becomes 63 and the others one less; the 64 lends for the zero.
        (((sextets | 0x4040_4040) - 0x0101_0101) & 0x3f3f_3f3f) + 0x2121_2121
    } else {
        sextets + 0x2020_2020
    };
    chars.to_be_bytes()
}
