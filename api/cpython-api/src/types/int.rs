//! Python integers.

use crate::{Any, Argument, Bound, Context, FromArgument, IntoPython, PyResult, raw};
use core::num::Wrapping;

/// A C `int`: out of range is `OverflowError`, not an integer `TypeError`.
impl<'py> FromArgument<'py> for i32 {
    #[doc(alias = "PyLong_AsInt")]
    fn from_argument(cx: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
        raw::int_as_i32(cx, &argument.value)
    }
}

/// The low 32 bits of any integer, as Argument Clinic's `unsigned_int(bitwise=True)`.
impl<'py> FromArgument<'py> for Wrapping<u32> {
    #[doc(alias = "PyLong_AsUnsignedLongMask")]
    fn from_argument(cx: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
        raw::int_as_wrapping_u32(cx, &argument.value).map(Wrapping)
    }
}

/// Whether an object is true.
impl<'py> FromArgument<'py> for bool {
    #[doc(alias = "PyObject_IsTrue")]
    fn from_argument(cx: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
        raw::is_true(cx, &argument.value)
    }
}

impl<'py> IntoPython<'py> for u32 {
    #[doc(alias = "PyLong_FromUnsignedLong")]
    #[inline]
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        raw::int_from_u32(cx, self)
    }
}

impl<'py> IntoPython<'py> for u16 {
    #[inline]
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        u32::from(self).into_python(cx)
    }
}
