//! Conversions that the worked example needs and `convert.rs` does not have yet.
// To be deleted when the conversions of the grammar's branch are merged.

use crate::{Any, Argument, Bound, Context, FromArgument, IntoPython, PyResult, raw};

impl<'py> IntoPython<'py> for () {
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        Ok(raw::interim_none(cx))
    }
}

impl<'py> IntoPython<'py> for bool {
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        raw::interim_bool(cx, self)
    }
}

impl<'py> IntoPython<'py> for i64 {
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        raw::int_from_isize(cx, self as isize)
    }
}

impl<'py> IntoPython<'py> for &str {
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        raw::interim_str(cx, self)
    }
}

impl<'py, T: IntoPython<'py>> IntoPython<'py> for Option<T> {
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        match self {
            Some(value) => value.into_python(cx),
            None => Ok(raw::interim_none(cx)),
        }
    }
}

impl<'py> FromArgument<'py> for i64 {
    fn from_argument(cx: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
        raw::int_as_i32(cx, &argument.value).map(i64::from)
    }
}

impl<'py> Bound<'py> {
    /// `self(argument)`.
    ///
    /// # Errors
    /// What the call raises.
    #[doc(hidden)]
    pub fn interim_call(
        &self,
        cx: &mut Context<'py>,
        arguments: &[&Bound<'py>],
    ) -> PyResult<Bound<'py>> {
        raw::interim_call(cx, self, arguments)
    }
}

impl<'py> IntoPython<'py> for crate::memory::String {
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        raw::interim_str(cx, &self)
    }
}

/// A tuple of two.
///
/// # Errors
/// `MemoryError`.
#[doc(hidden)]
pub fn interim_pair<'py>(
    cx: &Context<'py>,
    first: &Bound<'py>,
    second: &Bound<'py>,
) -> PyResult<Bound<'py>> {
    raw::interim_pair(cx, first, second)
}

impl<'py> Bound<'py> {
    /// `type(self)`.
    #[doc(hidden)]
    pub fn interim_class(&self, cx: &Context<'py>) -> Bound<'py> {
        raw::interim_class(cx, self)
    }

    /// `self[:1]`.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(hidden)]
    pub fn interim_first(&self, cx: &Context<'py>) -> PyResult<Bound<'py>> {
        raw::interim_first(cx, self)
    }
}
