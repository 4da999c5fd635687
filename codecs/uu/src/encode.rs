//! From bytes to a line.

use outbuf::Out;

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
    let rest = out.map_chunks(src, |&bytes| chars(bytes, backtick));
    match *rest {
        [] => {}
        [a] => out.extend_array(chars([a, 0, 0], backtick))?,
        [a, b] => out.extend_array(chars([a, b, 0], backtick))?,
        _ => return Err(Error::Full),
    }
    Ok(out.push(b'\n')?)
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
