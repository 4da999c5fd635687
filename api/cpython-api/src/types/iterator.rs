//! Iterators.

use super::PyIterator;
use crate::{Bound, Context, PyResult, raw};

impl<'py> Bound<'py> {
    /// `iter(self)`
    ///
    /// # Errors
    /// `TypeError`, if the object is not iterable; what its `__iter__` raises.
    #[doc(alias = "PyObject_GetIter")]
    pub fn iter(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, PyIterator>> {
        raw::iter(cx, self)
    }
}

/// It is not an iterator of Rust's, since each step needs the context.
///
/// ```no_run
/// # use cpython_api::prelude::*;
/// fn count<'py>(cx: &mut Context<'py>, values: &Bound<'py>) -> PyResult<usize> {
///     let iterator = values.iter(cx)?;
///     let mut count = 0;
///     while let Some(_value) = iterator.next(cx)? {
///         count += 1;
///     }
///     Ok(count)
/// }
/// ```
impl<'py> Bound<'py, PyIterator> {
    /// The next object, `None` at the end.
    ///
    /// # Errors
    /// What its `__next__` raises, besides `StopIteration`.
    #[doc(alias = "PyIter_Next")]
    #[doc(alias = "PyIter_NextItem")]
    pub fn next(&self, cx: &mut Context<'py>) -> PyResult<Option<Bound<'py>>> {
        raw::iter_next(cx, self)
    }
}
