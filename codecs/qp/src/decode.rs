//! From quoted-printable text to bytes.

mod lanes;
#[cfg(simd_avx512)]
mod wide;

use codec_simd::{Kernel, Lanes};
use outbuf::{Full, Out};

/// Writes what `src` stands for; in a `header`, an underscore is a space.
///
/// There is no wrong text: what cannot be meant as an escape stands for itself.
/// Needs room for as many bytes as `src` has.
#[inline]
pub fn decode(src: &[u8], header: bool, out: &mut Out<'_>) -> Result<(), Full> {
    match header {
        true => decode_some(Decode::<true> { src, out }),
        false => decode_some(Decode::<false> { src, out }),
    }
}

fn decode_some<const HEADER: bool>(kernel: Decode<'_, '_, HEADER>) -> Result<(), Full> {
    match kernel.src.len() < MANY {
        true => kernel.portable(),
        false => codec_simd::run(kernel),
    }
}

/// From this many characters on, vectors pay.
const MANY: usize = 32;

struct Decode<'e, 'o, const HEADER: bool> {
    src: &'e [u8],
    out: &'e mut Out<'o>,
}

impl<const HEADER: bool> Kernel for Decode<'_, '_, HEADER> {
    type Output = Result<(), Full>;

    #[inline(always)]
    fn portable(self) -> Self::Output {
        let src = self.src;
        self.out.local(|out| decode_as::<HEADER>(src, out))
    }

    #[inline(always)]
    fn lanes<L: Lanes>(self, token: L::Token) -> Self::Output {
        let src = self.src;
        self.out
            .local(|out| lanes::decode::<L, HEADER>(token, src, out))
    }

    #[cfg(simd_avx512)]
    #[inline(always)]
    fn wide(self, token: codec_simd::wide::Avx512) -> Self::Output {
        let src = self.src;
        self.out
            .local(|out| wide::decode::<HEADER>(token, src, out))
    }
}

#[inline(always)]
fn decode_as<const HEADER: bool>(src: &[u8], out: &mut Out<'_>) -> Result<(), Full> {
    let mut rest = src;
    loop {
        rest = match rest {
            [] => return Ok(()),
            [b'=', tail @ ..] => escape(tail, out)?,
            // A letter between two that are escaped is too short for a word.
            [byte, b'=', ..] => {
                out.push(plain::<HEADER>(*byte))?;
                &rest[1..]
            }
            _ => copy::<HEADER>(rest, out)?,
        };
    }
}

/// Characters that are copied at once: a vector register of the smallest kind.
const CHUNK: usize = 16;

/// Copies what stands for itself, at least one byte if the first is one, and
/// returns the rest.
#[inline(always)]
fn copy<'s, const HEADER: bool>(src: &'s [u8], out: &mut Out<'_>) -> Result<&'s [u8], Full> {
    let Some(&word) = src.first_chunk::<8>() else {
        let mut rest = src;
        while let Some((&byte, tail)) = rest.split_first() {
            if byte == b'=' {
                break;
            }
            out.push(plain::<HEADER>(byte))?;
            rest = tail;
        }
        return Ok(rest);
    };
    // Most runs are words of a text: these are written in one store, together
    // with what follows.
    let word = u64::from_le_bytes(word);
    let len = first_escape(word);
    let bytes = if HEADER {
        underscores_to_spaces(word)
    } else {
        word
    };
    out.extend_prefix(bytes.to_le_bytes(), len)?;
    let mut rest = &src[len..];
    if len < 8 {
        return Ok(rest);
    }
    while let Some(chunk) = rest.first_chunk::<CHUNK>() {
        // Every byte is looked at: that is faster than to stop at the first.
        if chunk.iter().fold(false, |any, &byte| any | (byte == b'=')) {
            break;
        }
        out.extend_array(chunk.map(plain::<HEADER>))?;
        rest = &rest[CHUNK..];
    }
    Ok(rest)
}

/// What a byte that is not escaped stands for.
#[inline(always)]
fn plain<const HEADER: bool>(byte: u8) -> u8 {
    if HEADER && byte == b'_' { b' ' } else { byte }
}

/// The place of the first `=` among eight characters, 8 if there is none.
#[inline(always)]
fn first_escape(word: u64) -> usize {
    // A byte that is zero borrows; of the bytes that say so, the first is right.
    let others = word ^ each(b'=');
    let zeros = others.wrapping_sub(each(1)) & !others & each(0x80);
    zeros.trailing_zeros() as usize / 8
}

/// As [`plain`] of eight characters of a header.
#[inline(always)]
fn underscores_to_spaces(word: u64) -> u64 {
    // The high bit of a sum of seven bits says whether there was one.
    let others = word ^ each(b'_');
    let found = !(((others & each(0x7f)) + each(0x7f)) | others) & each(0x80);
    // Those two characters differ in all seven bits.
    word ^ (found - (found >> 7))
}

/// A word with `byte` in each of its bytes.
const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
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

/// The value of a hexadecimal digit, [`NO_DIGIT`] for anything else.
#[inline(always)]
fn value(digit: u8) -> u8 {
    VALUES[usize::from(digit)]
}

const NO_DIGIT: u8 = 0xff;

static VALUES: [u8; 256] = {
    let mut values = [NO_DIGIT; 256];
    let mut value = 0;
    while value < 16 {
        let digit = b"0123456789abcdef"[value];
        values[digit as usize] = value as u8;
        values[digit.to_ascii_uppercase() as usize] = value as u8;
        value += 1;
    }
    values
};
