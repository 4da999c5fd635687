//! What operators and iterators take and give.

use crate::{Any, Bound, Context, IntoPython, PyResult, Raised, Returned, raw};

/// Which comparison a `__richcmp__` is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareOp {
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

/// What `__next__` gives: the next value, or the end of the iteration with a value, as the
/// `return` of a generator. An `Option` is an end without a value.
pub enum Next<Y, R = ()> {
    /// One more.
    Yield(Y),
    /// No more: `StopIteration(value)`.
    Return(R),
}

impl<'py> Next<Bound<'py, Any>, Option<Bound<'py, Any>>> {
    /// From what `__next__` returned.
    ///
    /// # Errors
    /// What making the objects raises.
    #[doc(hidden)]
    pub fn from_result<N: IntoNext<'py>>(cx: &Context<'py>, next: N) -> PyResult<Self> {
        next.into_next(cx)
    }
}

/// What `__next__` can return: an `Option`, or a [`Next`].
pub trait IntoNext<'py> {
    /// The objects.
    ///
    /// # Errors
    /// What making them raises.
    fn into_next(
        self,
        cx: &Context<'py>,
    ) -> PyResult<Next<Bound<'py, Any>, Option<Bound<'py, Any>>>>;
}

impl<'py, Y: IntoPython<'py>> IntoNext<'py> for Option<Y> {
    fn into_next(
        self,
        cx: &Context<'py>,
    ) -> PyResult<Next<Bound<'py, Any>, Option<Bound<'py, Any>>>> {
        match self {
            Some(value) => value.into_python(cx).map(Next::Yield),
            None => Ok(Next::Return(None)),
        }
    }
}

impl<'py, Y: IntoPython<'py>, R: IntoPython<'py>> IntoNext<'py> for Next<Y, R> {
    fn into_next(
        self,
        cx: &Context<'py>,
    ) -> PyResult<Next<Bound<'py, Any>, Option<Bound<'py, Any>>>> {
        match self {
            Next::Yield(value) => value.into_python(cx).map(Next::Yield),
            Next::Return(value) => Ok(Next::Return(Some(value.into_python(cx)?))),
        }
    }
}

/// Python's `NotImplemented`: what an operator gives that does not know the other operand.
#[doc(alias = "Py_NotImplemented")]
pub fn not_implemented<'py>(cx: &Context<'py>) -> Bound<'py, Any> {
    raw::not_implemented(cx)
}

/// For an operator whose operand could not be converted: `NotImplemented` if it is of the wrong
/// type, otherwise the exception.
#[doc(hidden)]
#[cold]
#[inline(never)]
pub fn wrong_operand<'py>(mut cx: Context<'py>, raised: Raised) -> Returned<'py> {
    if raised.is_type_error(&cx) {
        raised.clear(&mut cx);
        let object = raw::not_implemented(&cx);
        return Returned::of(cx, object);
    }
    Returned::raised(cx, raised)
}
