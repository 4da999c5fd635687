//! Base64.

use codec_base64::{
    Alphabet, Layout, Mode, ONLY_URL_SAFE, Options, STANDARD, URL_SAFE, decode, decoded_len_max,
    encode_in,
};
use core::num::NonZero;
use cpython_api::prelude::*;
use cpython_api::types::{BuildError, OrNone};
use cpython_api::{Argument, DeprecationWarning, FromArgument, FutureWarning, warn};

use super::{Later, Later::LeftOut, ignored};
use crate::data::{Text, formatted, to_object};
use crate::{or_error, raise_error};

/// Encode bytes in base64, perhaps with other characters for '+' and '/'.
#[function(s, altchars = None, *, padded = LeftOut(true), wrapcol = LeftOut(0))]
pub(crate) fn b64encode<'py>(
    cx: &mut Context<'py>,
    s: Later<'py, Buffer<'py>>,
    altchars: Option<OrNone<Appended>>,
    padded: Later<'py, bool>,
    wrapcol: Later<'py, usize>,
) -> PyResult<Bound<'py, PyBytes>> {
    let s = s.converted(cx)?;
    let padded = padded.converted(cx)?;
    let wrapcol = wrapcol.converted(cx)?;
    match altchars {
        Some(OrNone(Some(Appended(Some(alphabet))))) => encoded(cx, s, &alphabet, padded, wrapcol),
        Some(OrNone(Some(Appended(None)))) => {
            Err(ValueError::raise(cx, "alphabet must have length 64"))
        }
        _ => encoded(cx, s, STANDARD.chars(), padded, wrapcol),
    }
}

/// Encode bytes in base64.
#[function(s)]
pub(crate) fn standard_b64encode<'py>(
    cx: &mut Context<'py>,
    s: Buffer<'py>,
) -> PyResult<Bound<'py, PyBytes>> {
    encoded(cx, s, STANDARD.chars(), true, 0)
}

/// Encode bytes in base64 with '-' and '_' for '+' and '/'.
#[function(s, *, padded = true)]
pub(crate) fn urlsafe_b64encode<'py>(
    cx: &mut Context<'py>,
    s: Buffer<'py>,
    padded: bool,
) -> PyResult<Bound<'py, PyBytes>> {
    encoded(cx, s, URL_SAFE.chars(), padded, 0)
}

/// Decode base64, perhaps with other characters for '+' and '/'.
#[function(
    s, altchars = None, validate = None, *, padded = true, ignorechars = None, canonical = false
)]
pub(crate) fn b64decode<'py>(
    cx: &mut Context<'py>,
    s: Text<'py>,
    altchars: Option<OrNone<AltChars<'py>>>,
    validate: Option<bool>,
    padded: bool,
    ignorechars: Option<Buffer<'py>>,
    canonical: bool,
) -> PyResult<Bound<'py, PyBytes>> {
    let s = s.0.bytes(cx);
    let options = Options {
        mode: match validate.unwrap_or(ignorechars.is_some()) {
            true => Mode::Strict,
            false => Mode::Lenient,
        },
        padded,
        canonical,
        ignored: ignored(cx, ignorechars)?,
    };
    let Some(OrNone(Some(altchars))) = altchars else {
        return decoded(cx, s, &STANDARD, &options);
    };
    if ignorechars.is_some() {
        return decoded(cx, s, &Alphabet::new(&with_last(altchars.chars)), &options);
    }
    if let Some(alone) = alone(altchars.chars) {
        if let Some(bytes) = if_clean(cx, s, &alone, &options)? {
            return Ok(bytes);
        }
    }
    let result = decoded(cx, s, &Alphabet::with_altchars(altchars.chars), &options)?;
    // They still have the values that they have in the standard alphabet.
    if let Some(other) = first_of_standard(s, altchars.chars) {
        let given = altchars.given.repr(cx)?;
        let given = given.utf8(cx)?;
        match options.mode {
            Mode::Strict => warn::<DeprecationWarning>(
                cx,
                format_args!(
                    "invalid character '{other}' in Base64 data with altchars={given} and \
                     validate=True will be an error in future Python versions"
                ),
                1,
            )?,
            Mode::Lenient => warn::<FutureWarning>(
                cx,
                format_args!(
                    "invalid character '{other}' in Base64 data with altchars={given} and \
                     validate=False will be discarded in future Python versions"
                ),
                1,
            )?,
        }
    }
    Ok(result)
}

/// Decode base64, passing over what is none.
#[function(s)]
pub(crate) fn standard_b64decode<'py>(
    cx: &mut Context<'py>,
    s: Text<'py>,
) -> PyResult<Bound<'py, PyBytes>> {
    let s = s.0.bytes(cx);
    decoded(cx, s, &STANDARD, Options::LENIENT)
}

/// Decode base64 with '-' and '_' for '+' and '/', passing over what is none.
#[function(s, *, padded = false)]
pub(crate) fn urlsafe_b64decode<'py>(
    cx: &mut Context<'py>,
    s: Text<'py>,
    padded: bool,
) -> PyResult<Bound<'py, PyBytes>> {
    let s = s.0.bytes(cx);
    let options = Options {
        padded,
        ..*Options::LENIENT
    };
    if let Some(bytes) = if_clean(cx, s, &ONLY_URL_SAFE, &options)? {
        return Ok(bytes);
    }
    let result = decoded(cx, s, &URL_SAFE, &options)?;
    if let Some(other) = first_of_standard(s, *b"-_") {
        let message = format_args!(
            "invalid character '{other}' in URL-safe Base64 data will be discarded in future \
             Python versions"
        );
        warn::<FutureWarning>(cx, message, 1)?;
    }
    Ok(result)
}

/// What a text stands for that is as it should be: then nobody has to look for `+` and `/` in it.
fn if_clean<'py>(
    cx: &mut Context<'py>,
    s: &[u8],
    alphabet: &Alphabet,
    options: &Options,
) -> PyResult<Option<Bound<'py, PyBytes>>> {
    // Padding may be there, where only the strict mode would refuse it.
    let may_pad = options.mode == Mode::Lenient && s.len() % 4 == 0;
    let options = Options {
        mode: Mode::Strict,
        padded: options.padded || may_pad,
        ..*options
    };
    let most = decoded_len_max(s.len());
    match PyBytes::computed_at_most(cx, most, |out| decode(s, alphabet, &options, out)) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(BuildError::Memory(raised)) => Err(raised),
        Err(BuildError::Content(_)) => Ok(None),
    }
}

/// The alphabet without `+` and `/`, if the characters for them have no other value.
fn alone([c62, c63]: [u8; 2]) -> Option<Alphabet> {
    let is_other = |char: u8| char != b'=' && !STANDARD.chars().contains(&char);
    (is_other(c62) && is_other(c63) && c62 != c63).then(|| Alphabet::new(&with_last([c62, c63])))
}

/// `+` or `/`, if it is in the text and not among the characters for them; `+` before `/`.
fn first_of_standard(s: &[u8], altchars: [u8; 2]) -> Option<char> {
    let found = |other: &u8| !altchars.contains(other) && s.contains(other);
    b"+/".iter().copied().find(found).map(char::from)
}

/// The standard alphabet, but for its last two characters.
fn with_last([c62, c63]: [u8; 2]) -> [u8; 64] {
    let mut chars = *STANDARD.chars();
    chars[62] = c62;
    chars[63] = c63;
    chars
}

fn encoded<'py>(
    cx: &mut Context<'py>,
    s: Buffer<'py>,
    chars: &[u8; 64],
    padded: bool,
    wrapcol: usize,
) -> PyResult<Bound<'py, PyBytes>> {
    let s = s.try_bytes(cx)?;
    let layout = Layout {
        padded,
        width: NonZero::new(wrapcol),
    };
    let Some(len) = layout.encoded_len(s.len()) else {
        return Err(raise_error(cx, "Too much data for base64 line"));
    };
    PyBytes::computed(cx, len, |out| encode_in(layout, s, chars, out)).or_raise::<SystemError>(cx)
}

fn decoded<'py>(
    cx: &mut Context<'py>,
    s: &[u8],
    alphabet: &Alphabet,
    options: &Options,
) -> PyResult<Bound<'py, PyBytes>> {
    let most = decoded_len_max(s.len());
    let result = PyBytes::computed_at_most(cx, most, |out| decode(s, alphabet, options, out));
    or_error(cx, result)
}

/// The alphabet to encode with, from what stands for '+' and '/': what can be added to `bytes`, and says
/// that its length is two. The sum can be of another length, which is found out later.
pub(crate) struct Appended(Option<[u8; 64]>);

impl<'py> FromArgument<'py> for Appended {
    const HOLDS: bool = false;

    fn from_argument(cx: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
        let value = argument.value;
        if PyBytes::is_exact(cx, &value) {
            if let Some(&altchars) = value
                .cast::<PyBytes>(cx)
                .and_then(|bytes| bytes.into_bytes(cx).try_into().ok())
            {
                return Ok(Appended(Some(with_last(altchars))));
            }
        }
        has_two(cx, &value)?;
        let (first, _) = STANDARD.chars().split_at(62);
        let sum = PyBytes::new(cx, first)?.into_any().add(cx, &value)?;
        let sum = PyBytes::from_object(cx, &sum)?;
        Ok(Appended(sum.as_bytes(cx).try_into().ok()))
    }
}

/// The two characters for '+' and '/' to decode with: a text as the first argument is.
pub(crate) struct AltChars<'py> {
    given: Bound<'py>,
    chars: [u8; 2],
}

impl<'py> FromArgument<'py> for AltChars<'py> {
    const HOLDS: bool = false;

    fn from_argument(cx: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
        let given = to_object(cx, argument.value)?;
        let bytes = PyBytes::from_object(cx, &given)?;
        if let &[plus, slash] = bytes.as_bytes(cx) {
            let chars = [plus, slash];
            return Ok(AltChars { given, chars });
        }
        has_two(cx, &given)?;
        let message = "maketrans arguments must have same length";
        Err(ValueError::raise(cx, message))
    }
}

/// Raises `ValueError` for what does not say that its length is two.
fn has_two<'py>(cx: &mut Context<'py>, altchars: &Bound<'py>) -> PyResult<()> {
    if altchars.len(cx)? == 2 {
        return Ok(());
    }
    let message = formatted(cx, "invalid altchars: %r", &[altchars])?;
    Err(ValueError::raise_with(cx, (&message,)))
}
