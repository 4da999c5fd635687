//! Dictionaries: what a stream knows before it begins.

use cpython_api::prelude::*;
use cpython_api::{Argument, FromArgument};

/// A bytes-like object; of others it is said what it is for.
#[derive(Clone, Copy)]
pub(crate) struct Dictionary<'py>(Buffer<'py>);

impl<'py> FromArgument<'py> for Dictionary<'py> {
    fn from_argument(cx: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
        match Buffer::from_argument(cx, argument) {
            Ok(buffer) => Ok(Dictionary(buffer)),
            Err(raised) if raised.matches::<TypeError>(cx) => {
                raised.clear(cx);
                Err(TypeError::raise(
                    cx,
                    "zdict argument must support the buffer protocol",
                ))
            }
            Err(raised) => Err(raised),
        }
    }
}

impl<'py> Dictionary<'py> {
    /// A copy, for as long as an object may need it.
    pub(crate) fn keep(self, cx: &mut Context<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let content = self.0.bytes(cx);
        check_len(cx, content)?;
        PyBytes::new(cx, content)
    }
}

/// Refuses what zlib cannot count.
pub(crate) fn check_len(cx: &mut Context<'_>, dictionary: &[u8]) -> PyResult<()> {
    if u32::try_from(dictionary.len()).is_err() {
        return Err(OverflowError::raise(
            cx,
            "zdict length does not fit in an unsigned int",
        ));
    }
    Ok(())
}
