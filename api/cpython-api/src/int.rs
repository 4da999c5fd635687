//! Python integers as arguments.

use crate::{Borrowed, Context, FromArgument, Holdings, PyResult, raw};
use core::num::Wrapping;

/// A C `int`: out of range is `OverflowError`, not an integer `TypeError`.
impl FromArgument<'_> for i32 {
    #[doc(alias = "PyLong_AsInt")]
    fn from_argument(cx: &mut Context<'_>, value: Borrowed<'_>, _: &Holdings) -> PyResult<Self> {
        raw::int_as_i32(cx, value)
    }
}

/// The low 32 bits of any integer, as Argument Clinic's `unsigned_int(bitwise=True)`.
impl FromArgument<'_> for Wrapping<u32> {
    #[doc(alias = "PyLong_AsUnsignedLongMask")]
    fn from_argument(cx: &mut Context<'_>, value: Borrowed<'_>, _: &Holdings) -> PyResult<Self> {
        raw::int_as_wrapping_u32(cx, value).map(Wrapping)
    }
}

/// Whether an object is true.
impl FromArgument<'_> for bool {
    #[doc(alias = "PyObject_IsTrue")]
    fn from_argument(cx: &mut Context<'_>, value: Borrowed<'_>, _: &Holdings) -> PyResult<Self> {
        raw::is_true(cx, value)
    }
}
