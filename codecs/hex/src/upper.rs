//! From bytes to uppercase digits.

use core::mem::MaybeUninit;

use outbuf::{Full, Out};

use crate::encode;

/// Bytes handled at once, in pieces that stay in the cache.
const PIECE: usize = 256;

/// As [`encode`], with uppercase digits: base16 of RFC 4648.
///
/// Needs room for [`encoded_len`](crate::encoded_len) bytes.
pub fn encode_upper(src: &[u8], out: &mut Out<'_>) -> Result<(), Full> {
    let mut memory = [MaybeUninit::uninit(); 2 * PIECE];
    for piece in src.chunks(PIECE) {
        let digits = outbuf::fill(&mut memory, |out| encode(piece, out))?;
        let rest = out.map_chunks(digits, upper::<32>);
        let rest = out.map_chunks(rest, upper::<2>);
        if !rest.is_empty() {
            return Err(Full);
        }
    }
    Ok(())
}

fn upper<const N: usize>(digits: &[u8; N]) -> [u8; N] {
    // Of digits only letters have this bit and not that of decimal ones.
    digits.map(|digit| digit & !((digit & 0x40) >> 1))
}
