//! From quoted-printable text to bytes.

use outbuf::{Full, Out};

use crate::CHUNK;

/// Bytes that are handled one by one before chunks are tried.
const PROBE: usize = 4;

/// Writes what `src` stands for; in a `header`, an underscore is a space.
///
/// There is no wrong text: what cannot be meant as an escape stands for itself.
/// Needs room for as many bytes as `src` has.
pub fn decode(src: &[u8], header: bool, out: &mut Out<'_>) -> Result<(), Full> {
    out.local(|out| {
        let mut rest = src;
        while let Some((&byte, tail)) = rest.split_first() {
            rest = match byte {
                b'=' => escape(tail, out)?,
                b'_' if header => {
                    out.push(b' ')?;
                    tail
                }
                _ => copy(rest, header, out)?,
            };
        }
        Ok(())
    })
}

/// Copies what stands for itself, at least one byte, and returns the rest.
#[inline(always)]
fn copy<'s>(src: &'s [u8], header: bool, out: &mut Out<'_>) -> Result<&'s [u8], Full> {
    // Without a header the second is the first once more.
    let other = if header { b'_' } else { b'=' };
    let is_special = |byte| (byte == b'=') | (byte == other);

    // Where much is escaped, only a few bytes stand for themselves.
    let (probe, mut rest) = src.split_at(src.len().min(PROBE));
    for (i, &byte) in probe.iter().enumerate() {
        if is_special(byte) {
            return Ok(&src[i..]);
        }
        out.push(byte)?;
    }
    while let Some(&chunk) = rest.first_chunk::<CHUNK>() {
        // Every byte is looked at: that is faster than to stop at the first.
        if chunk
            .iter()
            .fold(false, |any, &byte| any | is_special(byte))
        {
            break;
        }
        out.extend_array(chunk)?;
        rest = &rest[CHUNK..];
    }
    while let Some((&byte, tail)) = rest.split_first() {
        if is_special(byte) {
            break;
        }
        out.push(byte)?;
        rest = tail;
    }
    Ok(rest)
}

/// Writes what is meant by a `=` before `src`, and returns the rest.
#[inline(always)]
fn escape<'s>(src: &'s [u8], out: &mut Out<'_>) -> Result<&'s [u8], Full> {
    match *src {
        [high, low, ref rest @ ..] if (value(high) | value(low)) < 16 => {
            out.push(value(high) << 4 | value(low)).map(|()| rest)
        }
        [] => Ok(src),
        [b'\n', ref rest @ ..] => Ok(rest),
        // Up to the line feed, wherever it is.
        [b'\r', ref rest @ ..] => Ok(match rest.iter().position(|&byte| byte == b'\n') {
            Some(end) => &rest[end + 1..],
            None => &[],
        }),
        // From encoders that did not escape it.
        [b'=', ref rest @ ..] => out.push(b'=').map(|()| rest),
        _ => out.push(b'=').map(|()| src),
    }
}

/// The value of a hexadecimal digit, 16 or more for anything else.
#[inline(always)]
fn value(digit: u8) -> u8 {
    const VALUES: [u8; 256] = {
        let mut values = [0xff; 256];
        let mut value = 0;
        while value < 16 {
            let digit = b"0123456789abcdef"[value];
            values[digit as usize] = value as u8;
            values[digit.to_ascii_uppercase() as usize] = value as u8;
            value += 1;
        }
        values
    };
    VALUES[usize::from(digit)]
}
