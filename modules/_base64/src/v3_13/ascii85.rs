//! Ascii85.

use codec_base85::ascii85::{
    Decoding, Encoding, Error, decode, decoded_len, encode, encoded_len, is_digit, unframed,
};
use codec_simd::ByteSet;
use core::num::NonZero;
use cpython_api::BuildError;
use cpython_api::prelude::*;
use cpython_api::types::{Unconverted, Unconverted::LeftOut};

use super::Bytes;
use super::base85::padding;
use crate::data::{Content, Text};

/// Encode bytes in Ascii85.
#[function(
    b, *, foldspaces = LeftOut(false), wrapcol = LeftOut(0), pad = LeftOut(false), adobe = LeftOut(false)
)]
pub(crate) fn a85encode<'py>(
    cx: &mut Context<'py>,
    b: Bytes<'py>,
    foldspaces: Unconverted<'py, bool>,
    wrapcol: Unconverted<'py, i32>,
    pad: Unconverted<'py, bool>,
    adobe: Unconverted<'py, bool>,
) -> PyResult<Bound<'py, PyBytes>> {
    // Asked for only where there is a word that could be one of spaces.
    let is_zero = b.0.bytes(cx).iter().all(|&byte| byte == 0);
    let mut encoding = Encoding {
        fold_spaces: !is_zero && foldspaces.is_true(cx)?,
        columns: None,
        pad: padding(cx, &b.0, pad)?,
        adobe: adobe.is_true(cx)?,
    };
    if let Unconverted::Given(wrapcol) = wrapcol {
        encoding.columns = columns(cx, wrapcol, &b.0, &encoding)?;
    }
    let b = b.0.bytes(cx);
    let Some(len) = encoded_len(b, &encoding) else {
        return Err(MemoryError::none(cx));
    };
    PyBytes::computed(cx, len, |out| encode(b, &encoding, out)).or_raise::<SystemError>(cx)
}

/// The most characters in a line: `wrapcol`, made a number where Python would.
fn columns<'py>(
    cx: &mut Context<'py>,
    wrapcol: Borrowed<'py>,
    b: &Content<'py>,
    encoding: &Encoding,
) -> PyResult<Option<NonZero<usize>>> {
    if !wrapcol.is_true(cx)? {
        return Ok(None);
    }
    let columns = match PyInt::is_exact(cx, &wrapcol) {
        true => wrapcol.index_clipped(cx)?,
        false => {
            // What else there is, and what it raises, is decided by what Python makes of it.
            let least = if encoding.adobe { 2 } else { 1 };
            let builtins = PyModule::import(cx, "builtins")?;
            let columns = builtins.call_method(cx, "max", (least, &*wrapcol))?;
            let len = encoded_len(b.bytes(cx), encoding);
            let Some(len) = len else {
                return Err(MemoryError::none(cx));
            };
            let range = builtins.call_method(cx, "range", (0, len, &columns))?;
            range.release(cx);
            let zero = 0.into_python(cx)?;
            if len > 0 {
                zero.add(cx, &columns)?.release(cx);
            }
            if encoding.adobe {
                zero.compare_bool(cx, Operator::Gt, &columns)?;
            }
            columns.index_clipped(cx)?
        }
    };
    // At least one column, and more where there is a frame.
    Ok(NonZero::new(usize::try_from(columns).unwrap_or(0).max(1)))
}

/// Decode Ascii85.
#[function(
    b, *, foldspaces = LeftOut(false), adobe = LeftOut(false), ignorechars = LeftOut(b" \t\n\r\x0b")
)]
pub(crate) fn a85decode<'py>(
    cx: &mut Context<'py>,
    b: Text<'py>,
    foldspaces: Unconverted<'py, bool>,
    adobe: Unconverted<'py, bool>,
    ignorechars: Unconverted<'py, &'static [u8; 5]>,
) -> PyResult<Bound<'py, PyBytes>> {
    let adobe = adobe.is_true(cx)?;
    let mut text = b.0.bytes(cx);
    if adobe {
        text = unframed(text, true).map_err(|error| raise(cx, error))?;
    }
    if let (LeftOut(fold_spaces), LeftOut(_)) = (foldspaces, ignorechars) {
        const SPACE: ByteSet = ByteSet::of(b" \t\n\r\x0b");
        let decoding = reading(fold_spaces, SPACE);
        return decoded(cx, text, &decoding)?.map_err(|error| raise(cx, error));
    }

    let mut options = Options {
        fold_spaces: false,
        ignored: ByteSet::EMPTY,
        refused: None,
    };
    options.ask(cx, text, foldspaces, ignorechars);
    let decoding = reading(options.fold_spaces, options.ignored);
    match (decoded(cx, text, &decoding)?, options.refused) {
        (Ok(bytes), _) => Ok(bytes),
        (Err(Error::NotDigit { char: bad }), Some((char, raised))) if bad == char => Err(raised),
        (Err(error), refused) => {
            if let Some((_, raised)) = refused {
                raised.clear(cx);
            }
            Err(raise(cx, error))
        }
    }
}

/// Without what Python 3.15 refuses besides.
const fn reading(fold_spaces: bool, ignored: ByteSet) -> Decoding {
    Decoding {
        fold_spaces,
        ignored,
        canonical: false,
        single: true,
    }
}

/// The options of a decoder that could be any objects.
struct Options {
    fold_spaces: bool,
    ignored: ByteSet,
    /// What was raised when they were asked about a character. It is not ignored then, so
    /// that decoding comes to it, unless it comes to something worse before.
    refused: Option<(char, Raised)>,
}

impl Options {
    /// Asks about each character of `text` that is no digit, once, in their order.
    fn ask<'py>(
        &mut self,
        cx: &mut Context<'py>,
        text: &[u8],
        foldspaces: Unconverted<'py, bool>,
        ignorechars: Unconverted<'py, &'static [u8; 5]>,
    ) {
        let mut seen = [false; 256];
        for &char in text {
            if is_digit(char) || char == b'z' || seen[usize::from(char)] {
                continue;
            }
            // The first: in Python that is when it is asked whether spaces are folded.
            if seen == [false; 256] {
                match foldspaces.is_true(cx) {
                    Ok(fold_spaces) => self.fold_spaces = fold_spaces,
                    Err(raised) => return self.refused = Some((char.into(), raised)),
                }
            }
            seen[usize::from(char)] = true;
            if char == b'y' && self.fold_spaces {
                continue;
            }
            match is_in(cx, char, ignorechars) {
                Ok(true) => self.ignored.insert(char),
                Ok(false) => {}
                Err(raised) => return self.refused = Some((char.into(), raised)),
            }
        }
    }
}

/// `char in ignorechars`
fn is_in<'py>(
    cx: &mut Context<'py>,
    char: u8,
    ignorechars: Unconverted<'py, &'static [u8; 5]>,
) -> PyResult<bool> {
    match ignorechars {
        LeftOut(chars) => Ok(chars.contains(&char)),
        Unconverted::Given(chars) => {
            let char = char.into_python(cx)?;
            chars.contains(cx, &char)
        }
    }
}

/// The bytes, or why there are none; outside of that what has nothing to do with the text.
fn decoded<'py>(
    cx: &mut Context<'py>,
    text: &[u8],
    decoding: &Decoding,
) -> PyResult<Result<Bound<'py, PyBytes>, Error>> {
    let len = decoded_len(text, decoding);
    match PyBytes::computed(cx, len, |out| decode(text, decoding, out)) {
        Ok(bytes) => Ok(Ok(bytes)),
        Err(BuildError::Content(error)) => Ok(Err(error)),
        Err(BuildError::Memory(raised)) => Err(raised),
    }
}

#[cold]
fn raise(cx: &mut Context<'_>, error: Error) -> Raised {
    let raised = match error {
        // Later Pythons quote it.
        Error::ShortInside { char } => {
            ValueError::raise(cx, format_args!("{char} inside Ascii85 5-tuple"))
        }
        _ => ValueError::raise(cx, format_args!("{error}")),
    };
    match error {
        // In Python it comes from another exception.
        Error::Overflow => raised.from_none(cx),
        _ => raised,
    }
}
