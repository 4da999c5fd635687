//! Arguments that are converted where the function needs them.

use crate::{Argument, Borrowed, Context, FromArgument, PyResult};

/// An argument as it was given, or the default of one that was left out, which has its type already.
///
/// `#[function]` converts arguments in their order, before the function begins. In Python a
/// function converts when it comes to it, if at all: what replaces one, and may not raise anything
/// earlier or later than it did, takes this. A default is written `LeftOut(value)`.
#[derive(Clone, Copy)]
pub enum Unconverted<'py, T> {
    /// What was given.
    Given(Borrowed<'py>),
    /// The default.
    LeftOut(T),
}

impl<'py, T> FromArgument<'py> for Unconverted<'py, T> {
    const HOLDS: bool = false;

    #[inline]
    fn from_argument(_: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
        Ok(Unconverted::Given(argument.value))
    }
}

impl<'py> Unconverted<'py, bool> {
    /// Whether it is true, as in an `if` statement.
    ///
    /// # Errors
    /// What its `__bool__` or `__len__` raises.
    #[inline]
    pub fn is_true(&self, cx: &mut Context<'py>) -> PyResult<bool> {
        match self {
            Unconverted::Given(value) => value.is_true(cx),
            Unconverted::LeftOut(value) => Ok(*value),
        }
    }
}
