//! What every object can do.

use crate::{Bound, Context, PyResult, raw};

impl<'py> Bound<'py> {
    /// `len(self)`.
    ///
    /// # Errors
    /// `TypeError` if the object has no length; what its `__len__` raises.
    #[doc(alias = "PyObject_Length")]
    pub fn len(&self, cx: &mut Context<'py>) -> PyResult<usize> {
        raw::length(cx, self)
    }
}
