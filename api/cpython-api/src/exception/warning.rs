//! Warnings.

use super::ExceptionType;
use crate::{Context, PyResult, raw};
use core::fmt::Display;

/// `warnings.warn(message, W, stacklevel=stack_level)`: 1 is the Python code that has called this
/// function, 2 that which has called it.
///
/// # Errors
/// The warning as an exception, if the user has asked for that; `TypeError`, if `W` is no warning.
#[doc(alias = "PyErr_WarnEx")]
#[doc(alias = "PyErr_WarnFormat")]
pub fn warn<W: ExceptionType>(
    cx: &mut Context<'_>,
    message: impl Display,
    stack_level: u32,
) -> PyResult<()> {
    let category = W::type_object(cx)?;
    raw::warn(cx, &category, &message, stack_level as isize)
}
