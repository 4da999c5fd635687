//! `list`.

use super::{PyList, PyTuple};
use crate::{Bound, Context, ExceptionType, IndexError, PyResult, raw};

impl PyList {
    /// An empty list.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyList_New")]
    pub fn new<'py>(cx: &Context<'py>) -> PyResult<Bound<'py, PyList>> {
        raw::list_new(cx, 0)
    }
}

impl<'py> Bound<'py, PyList> {
    /// How many items it has now.
    #[doc(alias = "PyList_Size")]
    #[doc(alias = "PyList_GET_SIZE")]
    #[inline]
    pub fn len(&self, cx: &Context<'py>) -> usize {
        // It fails only for objects that are no list.
        raw::list_len(cx, self).unwrap_or(0)
    }

    /// The item at `index`.
    ///
    /// # Errors
    /// `IndexError`, if there are not so many.
    #[doc(alias = "PyList_GetItemRef")]
    #[doc(alias = "PyList_GET_ITEM")]
    #[doc(alias = "PyList_GetItem")]
    #[inline]
    pub fn get(&self, cx: &mut Context<'py>, index: usize) -> PyResult<Bound<'py>> {
        raw::list_get(cx, self, raw::clip(index))
    }

    /// Replaces the item at `index`.
    ///
    /// # Errors
    /// `IndexError`, if there are not so many.
    #[doc(alias = "PyList_SetItem")]
    #[doc(alias = "PyList_SET_ITEM")]
    pub fn set(&self, cx: &mut Context<'py>, index: usize, value: Bound<'py>) -> PyResult<()> {
        raw::list_set(cx, self, raw::clip(index), value)
    }

    /// Adds an item at the end.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyList_Append")]
    #[inline]
    pub fn append(&self, cx: &mut Context<'py>, value: &Bound<'py>) -> PyResult<()> {
        raw::list_append(cx, self, value)
    }

    /// Adds an item before the one at `index`, or at the end.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyList_Insert")]
    pub fn insert(&self, cx: &mut Context<'py>, index: usize, value: &Bound<'py>) -> PyResult<()> {
        raw::list_insert(cx, self, raw::clip(index), value)
    }

    /// Adds all that an iterable gives at the end.
    ///
    /// # Errors
    /// `TypeError`, if `values` is not iterable; what its methods raise; `MemoryError`.
    #[doc(alias = "PyList_Extend")]
    pub fn extend(&self, cx: &mut Context<'py>, values: &Bound<'py>) -> PyResult<()> {
        raw::list_extend(cx, self, values)
    }

    /// Takes the last item out.
    ///
    /// # Errors
    /// `IndexError`, if there is none.
    pub fn pop(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py>> {
        let Some(last) = self.len(cx).checked_sub(1) else {
            return Err(IndexError::raise(cx, "pop from empty list"));
        };
        let value = self.get(cx, last)?;
        raw::list_truncate(cx, self, raw::clip(last))?;
        Ok(value)
    }

    /// Takes all items out.
    ///
    /// # Errors
    /// None is known of.
    #[doc(alias = "PyList_Clear")]
    pub fn clear(&self, cx: &mut Context<'py>) -> PyResult<()> {
        raw::list_clear(cx, self)
    }

    /// A new list of the items from `start` on and before `end`.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyList_GetSlice")]
    pub fn slice(
        &self,
        cx: &mut Context<'py>,
        start: usize,
        end: usize,
    ) -> PyResult<Bound<'py, PyList>> {
        raw::list_slice(cx, self, raw::clip(start), raw::clip(end))
    }

    /// Replaces the items from `start` on and before `end` by what `values` gives.
    ///
    /// # Errors
    /// `TypeError`, if `values` is not iterable; what its methods raise; `MemoryError`.
    #[doc(alias = "PyList_SetSlice")]
    pub fn set_slice(
        &self,
        cx: &mut Context<'py>,
        start: usize,
        end: usize,
        values: &Bound<'py>,
    ) -> PyResult<()> {
        raw::list_set_slice(cx, self, raw::clip(start), raw::clip(end), values)
    }

    /// Sorts it.
    ///
    /// # Errors
    /// What comparing two items raises.
    #[doc(alias = "PyList_Sort")]
    pub fn sort(&self, cx: &mut Context<'py>) -> PyResult<()> {
        raw::list_sort(cx, self)
    }

    /// Turns it round.
    ///
    /// # Errors
    /// None is known of.
    #[doc(alias = "PyList_Reverse")]
    pub fn reverse(&self, cx: &mut Context<'py>) -> PyResult<()> {
        raw::list_reverse(cx, self)
    }

    /// A tuple of its items: a look at them that does not change, to iterate over.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyList_AsTuple")]
    #[doc(alias = "PySequence_Fast")]
    #[doc(alias = "PySequence_Fast_GET_ITEM")]
    #[doc(alias = "PySequence_Fast_GET_SIZE")]
    pub fn to_tuple(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, PyTuple>> {
        raw::list_to_tuple(cx, self)
    }
}
