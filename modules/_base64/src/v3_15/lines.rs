//! Base64 in lines of 76 characters, for mail.

use cpython_api::prelude::*;

use crate::lines::{Whole, encoded};

/// Encode bytes in base64, in lines.
#[function(s)]
pub(crate) fn encodebytes<'py>(
    cx: &mut Context<'py>,
    s: Whole<Buffer<'py>>,
) -> PyResult<Bound<'py, PyBytes>> {
    let s = s.0.bytes(cx);
    encoded(cx, s)
}
