//! From bytes to digits.

use outbuf::{Full, Out};

use crate::{Alphabet, DIGITS, WORD};

/// The number of digits for `len` bytes; `None` if that is no length of an
/// object in memory.
///
/// With `pad` it is a multiple of five, otherwise one more than bytes in the last word.
pub fn encoded_len(len: usize, pad: bool) -> Option<usize> {
    let rest = match len % WORD {
        0 => 0,
        _ if pad => DIGITS,
        rest => rest + 1,
    };
    let text = (len / WORD).checked_mul(DIGITS)?.checked_add(rest)?;
    (text <= isize::MAX as usize).then_some(text)
}

/// Writes the digits for `src`.
///
/// Needs room for [`encoded_len`] bytes.
pub fn encode(src: &[u8], alphabet: &Alphabet, pad: bool, out: &mut Out<'_>) -> Result<(), Full> {
    let rest = out.map_chunks(src, |word| alphabet.digits_of(*word));
    if rest.is_empty() {
        return Ok(());
    }
    let mut last = [0; WORD];
    last.get_mut(..rest.len())
        .ok_or(Full)?
        .copy_from_slice(rest);
    let digits = alphabet.digits_of(last);
    let kept = if pad { DIGITS } else { rest.len() + 1 };
    out.extend(&digits[..kept])
}
