//! From bytes to characters.

use outbuf::{Full, Out};

use crate::{ALPHABET, PAD};

/// The number of characters for `len` bytes; `None` if that is no length of an
/// object in memory.
pub fn encoded_len(len: usize) -> Option<usize> {
    let text = len.div_ceil(3).checked_mul(4)?;
    (text <= isize::MAX as usize).then_some(text)
}

/// Writes the characters for `src`, four for every three bytes, padded.
///
/// Needs room for [`encoded_len`] bytes.
pub fn encode(src: &[u8], out: &mut Out<'_>) -> Result<(), Full> {
    let rest = out.map_chunks(src, chars_of_chunk);
    let rest = out.map_chunks(rest, |&[a, b, c]| chars_of(a, b, c));
    match *rest {
        [] => Ok(()),
        [a] => {
            let [first, second, ..] = chars_of(a, 0, 0);
            out.extend_array([first, second, PAD, PAD])
        }
        [a, b] => {
            let [first, second, third, _] = chars_of(a, b, 0);
            out.extend_array([first, second, third, PAD])
        }
        _ => Err(Full),
    }
}

/// Twelve bits at a time: half as many steps as characters.
fn chars_of_chunk(&[a, b, c, d, e, f]: &[u8; 6]) -> [u8; 8] {
    let bits = u64::from_be_bytes([a, b, c, d, e, f, 0, 0]);
    let pair = |shift: u32| PAIRS[(bits >> shift) as usize & 0xfff];
    let [[a, b], [c, d], [e, f], [g, h]] = [pair(52), pair(40), pair(28), pair(16)];
    [a, b, c, d, e, f, g, h]
}

fn chars_of(a: u8, b: u8, c: u8) -> [u8; 4] {
    let bits = u32::from_be_bytes([0, a, b, c]);
    [18, 12, 6, 0].map(|shift| ALPHABET[(bits >> shift) as usize & 0x3f])
}

/// The two characters of every twelve bits.
static PAIRS: [[u8; 2]; 1 << 12] = {
    let mut pairs = [[0; 2]; 1 << 12];
    let mut bits = 0;
    while bits < pairs.len() {
        pairs[bits] = [ALPHABET[bits >> 6], ALPHABET[bits & 0x3f]];
        bits += 1;
    }
    pairs
};
