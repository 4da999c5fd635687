//! Base64, in any alphabet of 64 characters.

use super::arguments::{alphabet_of, ignored};
use crate::Error;
use codec_base64::{Alphabet, Layout, Mode, Options, STANDARD, decode, decoded_len_max, encode_in};
use core::num::NonZero;
use cpython_api::prelude::*;

/// Base64-code line of data.
#[function(data, /, *, padded = true, wrapcol = 0, newline = true, alphabet = None)]
pub(crate) fn b2a_base64<'py>(
    cx: &mut Context<'py>,
    data: Buffer<'py>,
    padded: bool,
    wrapcol: usize,
    newline: bool,
    alphabet: Option<Buffer<'py>>,
) -> PyResult<Bound<'py, PyBytes>> {
    let data = data.bytes(cx);
    let alphabet = alphabet.map(|alphabet| alphabet.bytes(cx));
    let chars = alphabet_of(cx, alphabet)?.unwrap_or(STANDARD.chars());
    if data.is_empty() {
        // There is one object for each byte already.
        return PyBytes::new(cx, if newline { b"\n" } else { b"" });
    }
    let layout = Layout {
        padded,
        width: NonZero::new(wrapcol),
    };
    let len = layout.encoded_len(data.len());
    let Some(len) = len.and_then(|len| len.checked_add(usize::from(newline))) else {
        return Err(Error::raise(cx, "Too much data for base64 line"));
    };
    PyBytes::computed(cx, len, |out| {
        encode_in(layout, data, chars, out)?;
        if newline { out.push(b'\n') } else { Ok(()) }
    })
    .or_raise::<SystemError>(cx)
}

/// Decode a line of base64 data.
#[function(
    data, /, *, strict_mode = None, padded = true, alphabet = None, ignorechars = None,
    canonical = false
)]
pub(crate) fn a2b_base64<'py>(
    cx: &mut Context<'py>,
    data: AsciiBuffer<'py>,
    strict_mode: Option<bool>,
    padded: bool,
    alphabet: Option<Borrowed<'py, PyBytes>>,
    ignorechars: Option<Buffer<'py>>,
    canonical: bool,
) -> PyResult<Bound<'py, PyBytes>> {
    let data = data.bytes(cx);
    let options = Options {
        mode: match strict_mode.unwrap_or(ignorechars.is_some()) {
            true => Mode::Strict,
            false => Mode::Lenient,
        },
        padded,
        canonical,
        ignored: ignored(cx, ignorechars),
    };
    let alphabet = alphabet.map(|alphabet| alphabet.into_bytes(cx));
    let chars = alphabet_of(cx, alphabet)?.filter(|_| !data.is_empty());
    let other;
    let alphabet = match chars {
        None => &STANDARD,
        Some(chars) => match kept(cx, chars) {
            Some(kept) => kept,
            None => {
                other = Alphabet::new(chars);
                &other
            }
        },
    };
    PyBytes::computed_at_most(cx, decoded_len_max(data.len()), |out| {
        decode(data, alphabet, &options, out)
    })
    .or_raise::<Error>(cx)
}

/// The first alphabets without a name that were decoded, in whichever interpreter.
static MADE: [OnceCell<Alphabet>; 4] = [const { OnceCell::new() }; 4];

/// The alphabet, if it is in memory: to make one takes as long as to decode a short text.
///
/// What is there stays, and who finds somebody at work makes his own: nobody waits, and nothing fails.
/// Programs have few alphabets; one that has more than there are places for makes the others each time.
#[inline]
fn kept(cx: &mut Context<'_>, chars: &[u8; 64]) -> Option<&'static Alphabet> {
    if let Some(known) = Alphabet::known(chars) {
        return Some(known);
    }
    let mut places = MADE.iter();
    places.find_map(|place| {
        let made = place.get_or_init_now(cx, || Alphabet::new(chars))?;
        (made.chars() == chars).then_some(made)
    })
}
