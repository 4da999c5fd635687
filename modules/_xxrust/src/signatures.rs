//! Signatures: what `#[function(…)]` says is what callers have to keep to, and what
//! `inspect.signature` shows. The types say what arguments are converted to.

use cpython_api::prelude::*;

use crate::Error;

/// Return value, or the end of the range that is nearest to it.
#[function(value, /, low = 0, *, high = 100)]
pub(crate) fn clamp(cx: &mut Context<'_>, value: i64, low: i64, high: i64) -> PyResult<i64> {
    if low > high {
        return Err(Error::raise(cx, "low must not be greater than high"));
    }
    Ok(value.max(low).min(high))
}

/// Return a tuple of the positional arguments, and a dict of the others.
#[function(*args, **kwargs)]
pub(crate) fn collect<'py>(
    cx: &mut Context<'py>,
    args: Args<'py>,
    kwargs: Kwargs<'py>,
) -> PyResult<(Bound<'py, PyTuple>, Bound<'py, PyDict>)> {
    let dict = PyDict::new(cx)?;
    for (name, value) in kwargs.iter() {
        dict.set(cx, &name, &value)?;
    }
    Ok((args.to_tuple(cx)?, dict))
}
