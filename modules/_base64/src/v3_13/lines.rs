//! Base64 in lines of 76 characters, for mail: of what can be sliced.

use cpython_api::prelude::*;
use cpython_api::{Argument, FromArgument};

use crate::data::is_memoryview;
use crate::lines::{LINE, check, encoded, is_plain};

/// Encode bytes in base64, in lines.
#[function(s)]
pub(crate) fn encodebytes<'py>(
    cx: &mut Context<'py>,
    s: Sliced<'py>,
) -> PyResult<Bound<'py, PyBytes>> {
    let s = s.0.map_or(&b""[..], |buffer| buffer.bytes(cx));
    encoded(cx, s)
}

/// Bytes in one dimension, of which slices can be taken; none if there is none to take.
pub(crate) struct Sliced<'py>(Option<Buffer<'py>>);

impl<'py> FromArgument<'py> for Sliced<'py> {
    #[inline]
    fn from_argument(cx: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
        let value = argument.value;
        if !is_plain(cx, &value) {
            check(cx, &value)?;
            // Some that have a buffer have no length, or no slices.
            if value.len(cx)? == 0 {
                return Ok(Sliced(None));
            }
            if !is_memoryview(cx, &value)? {
                let (start, stop) = (0.into_python(cx)?, LINE.into_python(cx)?);
                let slice = PySlice::new(cx, Some(&start), Some(&stop), None)?;
                value.get_item(cx, slice.as_any())?.release(cx);
            }
        }
        Buffer::from_argument(cx, argument).map(|buffer| Sliced(Some(buffer)))
    }
}
