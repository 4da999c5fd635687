//! Exceptions: raised, matched, chained, shown.

use cpython_api::prelude::*;
use cpython_api::{DeprecationWarning, LookupError, OSError, StopIteration, warn};

/// Whether `callable()` raises KeyError, LookupError, and what it raises; None if nothing.
#[function(callable, /)]
pub(crate) fn exception_matches<'py>(
    cx: &mut Context<'py>,
    callable: Borrowed<'py>,
) -> PyResult<Option<(bool, bool, Bound<'py, PyException>)>> {
    let Err(raised) = callable.call(cx, ()) else {
        return Ok(None);
    };
    let value = raised.value(cx)?;
    let matches = (
        raised.matches::<KeyError>(cx),
        raised.matches::<LookupError>(cx),
    );
    raised.clear(cx);
    Ok(Some((matches.0, matches.1, value)))
}

/// Raises what `second()` raises, from what `first()` raises, with a note.
#[function(first, second, /)]
pub(crate) fn exception_cause<'py>(
    cx: &mut Context<'py>,
    first: Borrowed<'py>,
    second: Borrowed<'py>,
) -> PyResult<()> {
    let Err(cause) = first.call(cx, ()) else {
        return Ok(());
    };
    let Err(raised) = second.call(cx, ()) else {
        return Err(cause);
    };
    Err(raised.with_cause(cx, cause).with_note(cx, "a note"))
}

/// Raises what `second()` raises, with what `first()` raises as its context.
#[function(first, second, /)]
pub(crate) fn exception_context<'py>(
    cx: &mut Context<'py>,
    first: Borrowed<'py>,
    second: Borrowed<'py>,
) -> PyResult<()> {
    let Err(context) = first.call(cx, ()) else {
        return Ok(());
    };
    let Err(raised) = second.call(cx, ()) else {
        return Err(context);
    };
    Err(raised.with_context(cx, context))
}

/// Raises what `callable()` raises, `from None`.
#[function(callable, /)]
pub(crate) fn exception_from_none<'py>(
    cx: &mut Context<'py>,
    callable: Borrowed<'py>,
) -> PyResult<()> {
    match callable.call(cx, ()) {
        Ok(result) => {
            result.release(cx);
            Ok(())
        }
        Err(raised) => Err(raised.from_none(cx)),
    }
}

/// `exception.__cause__` and `exception.__context__`
#[function(exception, /)]
pub(crate) fn exception_chain<'py>(
    cx: &mut Context<'py>,
    exception: Borrowed<'py, PyException>,
) -> PyResult<(Option<Bound<'py>>, Option<Bound<'py>>)> {
    Ok((exception.cause(cx), exception.context(cx)))
}

/// `raise exception`
#[function(exception, /)]
pub(crate) fn exception_raise<'py>(
    cx: &mut Context<'py>,
    exception: Borrowed<'py, PyException>,
) -> PyResult<()> {
    Err(Raised::new(cx, &exception))
}

/// Raises one of several exceptions.
#[function(which, value, /)]
pub(crate) fn exception_make<'py>(
    cx: &mut Context<'py>,
    which: u8,
    value: Borrowed<'py>,
) -> PyResult<()> {
    Err(match which {
        0 => StopIteration::raise_value(cx, value),
        1 => KeyError::raise_key(cx, value),
        2 => OSError::raise_errno(cx, 2),
        3 => ValueError::raise_with(cx, (1u8, value)),
        4 => IndexError::raise_bare(cx),
        _ => return u8::try_from(300).or_raise::<OverflowError>(cx).map(drop),
    })
}

/// `warnings.warn(message, DeprecationWarning)`
#[function(message, /)]
pub(crate) fn warn_of<'py>(cx: &mut Context<'py>, message: &'py str) -> PyResult<()> {
    warn::<DeprecationWarning>(cx, message, 1)
}

/// Shows what `callable()` raises.
#[function(callable, /)]
pub(crate) fn unraisable<'py>(cx: &mut Context<'py>, callable: Borrowed<'py>) -> PyResult<()> {
    if let Err(raised) = callable.call(cx, ()) {
        raised.write_unraisable(cx, Some(&callable));
    }
    Ok(())
}
