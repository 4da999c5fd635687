//! `set` and `frozenset`.

use super::{PyFrozenSet, PySet};
use crate::{Bound, Context, PyResult, raw};

impl PySet {
    /// An empty set.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PySet_New")]
    pub fn new<'py>(cx: &Context<'py>) -> PyResult<Bound<'py, PySet>> {
        raw::set_new(cx)
    }

    /// A set of what an iterable gives.
    ///
    /// # Errors
    /// `TypeError`, if `values` is not iterable or a value has no hash; what their methods raise.
    #[doc(alias = "PySet_New")]
    pub fn from_iterable<'py>(
        cx: &mut Context<'py>,
        values: &Bound<'py>,
    ) -> PyResult<Bound<'py, PySet>> {
        raw::set_from(cx, values)
    }
}

impl PyFrozenSet {
    /// A frozenset of what an iterable gives.
    ///
    /// # Errors
    /// `TypeError`, if `values` is not iterable or a value has no hash; what their methods raise.
    #[doc(alias = "PyFrozenSet_New")]
    pub fn from_iterable<'py>(
        cx: &mut Context<'py>,
        values: &Bound<'py>,
    ) -> PyResult<Bound<'py, PyFrozenSet>> {
        raw::frozenset_from(cx, values)
    }
}

impl<'py> Bound<'py, PySet> {
    /// How many values it has now.
    #[doc(alias = "PySet_Size")]
    pub fn len(&self, cx: &Context<'py>) -> usize {
        // It fails only for objects that are no set.
        raw::set_len(cx, self).unwrap_or(0)
    }

    /// Adds a value.
    ///
    /// # Errors
    /// `TypeError`, if it has no hash; what its methods raise; `MemoryError`.
    #[doc(alias = "PySet_Add")]
    pub fn add(&self, cx: &mut Context<'py>, value: &Bound<'py>) -> PyResult<()> {
        raw::set_add(cx, self, value)
    }

    /// Whether the value is there.
    ///
    /// # Errors
    /// `TypeError`, if it has no hash; what its methods raise.
    #[doc(alias = "PySet_Contains")]
    pub fn contains(&self, cx: &mut Context<'py>, value: &Bound<'py>) -> PyResult<bool> {
        raw::set_contains(cx, self, value)
    }

    /// Takes a value out, and says whether it was there.
    ///
    /// # Errors
    /// `TypeError`, if it has no hash; what its methods raise.
    #[doc(alias = "PySet_Discard")]
    pub fn discard(&self, cx: &mut Context<'py>, value: &Bound<'py>) -> PyResult<bool> {
        raw::set_discard(cx, self, value)
    }

    /// Takes any value out.
    ///
    /// # Errors
    /// `KeyError`, if there is none.
    #[doc(alias = "PySet_Pop")]
    pub fn pop(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py>> {
        raw::set_pop(cx, self)
    }

    /// Takes everything out.
    ///
    /// # Errors
    /// None is known of.
    #[doc(alias = "PySet_Clear")]
    pub fn clear(&self, cx: &mut Context<'py>) -> PyResult<()> {
        raw::set_clear(cx, self)
    }
}

impl<'py> Bound<'py, PyFrozenSet> {
    /// How many values it has.
    #[doc(alias = "PySet_Size")]
    pub fn len(&self, cx: &Context<'py>) -> usize {
        // It fails only for objects that are no frozenset.
        raw::frozenset_len(cx, self).unwrap_or(0)
    }

    /// Whether the value is there.
    ///
    /// # Errors
    /// `TypeError`, if it has no hash; what its methods raise.
    #[doc(alias = "PySet_Contains")]
    pub fn contains(&self, cx: &mut Context<'py>, value: &Bound<'py>) -> PyResult<bool> {
        raw::frozenset_contains(cx, self, value)
    }
}
