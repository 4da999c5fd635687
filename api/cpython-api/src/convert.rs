//! From Rust's results to Python's.

use crate::{Any, Borrowed, Bound, Context, PyResult};

/// What a function may return to Python.
pub trait IntoPython<'py> {
    /// The object for this value.
    ///
    /// # Errors
    /// `MemoryError`, where making the object allocates.
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>>;
}

impl<'py, T> IntoPython<'py> for Bound<'py, T> {
    #[inline]
    fn into_python(self, _cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        Ok(self.into_any())
    }
}

/// A new reference to an object that was lent.
impl<'py, T> IntoPython<'py> for Borrowed<'py, T> {
    #[inline]
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        Ok(self.clone_ref(cx).into_any())
    }
}
