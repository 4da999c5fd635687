//! From Rust's results to Python's.

use crate::{Any, Borrowed, Bound, Context, PyResult};

/// What a function may return to Python.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be returned to Python",
    label = "a function cannot return this type",
    note = "return a handle (`Bound<'py>`, `Bound<'py, PyBytes>`), a number, or a `PyResult` of one; \
            an error of another type becomes an exception with `or_raise`",
    note = "or implement `IntoPython` for `{Self}`"
)]
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

/// A function that can raise returns a `PyResult`, one that cannot returns the value itself.
impl<'py, T: IntoPython<'py>> IntoPython<'py> for PyResult<T> {
    #[inline]
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        self?.into_python(cx)
    }
}
