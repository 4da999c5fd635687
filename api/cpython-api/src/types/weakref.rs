//! Weak references.

use super::PyWeakref;
use crate::{Bound, Context, PyResult, raw};

impl PyWeakref {
    /// A weak reference to an object, and what to call with it when the object has gone.
    ///
    /// # Errors
    /// `TypeError`, if such objects cannot be referred to weakly; `MemoryError`.
    #[doc(alias = "PyWeakref_NewRef")]
    pub fn new<'py>(
        cx: &mut Context<'py>,
        object: &Bound<'py>,
        callback: Option<&Bound<'py>>,
    ) -> PyResult<Bound<'py, PyWeakref>> {
        raw::weakref_new(cx, object, callback)
    }
}

impl<'py> Bound<'py, PyWeakref> {
    /// The object, if it still exists.
    ///
    /// # Errors
    /// None is known of.
    #[doc(alias = "PyWeakref_GetRef")]
    #[doc(alias = "PyWeakref_GetObject")]
    pub fn get(&self, cx: &mut Context<'py>) -> PyResult<Option<Bound<'py>>> {
        raw::weakref_get(cx, self)
    }
}
