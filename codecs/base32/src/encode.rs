//! From bytes to characters.

use outbuf::{Full, Out};

use crate::{Alphabet, PAD};

/// The number of characters for `len` bytes; `None` if that is no length of an
/// object in memory.
pub fn encoded_len(len: usize) -> Option<usize> {
    let text = len.div_ceil(5).checked_mul(8)?;
    (text <= isize::MAX as usize).then_some(text)
}

/// Writes the characters for `src`, eight for every five bytes, padded.
///
/// Needs room for [`encoded_len`] bytes.
pub fn encode(src: &[u8], alphabet: &Alphabet, out: &mut Out<'_>) -> Result<(), Full> {
    let rest = out.map_chunks(src, |group| chars_of(group, alphabet));
    if rest.is_empty() {
        return Ok(());
    }
    let mut last = [0; 5];
    last.get_mut(..rest.len())
        .ok_or(Full)?
        .copy_from_slice(rest);
    let mut text = chars_of(&last, alphabet);
    text[(rest.len() * 8).div_ceil(5)..].fill(PAD);
    out.extend_array(text)
}

#[inline(always)]
fn chars_of(&[a, b, c, d, e]: &[u8; 5], alphabet: &Alphabet) -> [u8; 8] {
    let bits = u64::from_be_bytes([0, 0, 0, a, b, c, d, e]);
    let pair = |shift: u32| alphabet.pairs[(bits >> shift) as usize & 0x3ff];
    let [[a, b], [c, d], [e, f], [g, h]] = [pair(30), pair(20), pair(10), pair(0)];
    [a, b, c, d, e, f, g, h]
}
