//! `dict`.

use super::{PyDict, PyList, PyStr};
use crate::{Bound, Context, PyResult, raw};

impl PyDict {
    /// An empty dict.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyDict_New")]
    pub fn new<'py>(cx: &Context<'py>) -> PyResult<Bound<'py, PyDict>> {
        raw::dict_new(cx)
    }
}

/// To iterate over a dict, take [`keys`](Self::keys), [`values`](Self::values) or
/// [`items`](Self::items), which are lists of their own: whatever runs meanwhile, they do not change.
impl<'py> Bound<'py, PyDict> {
    /// How many keys it has now.
    #[doc(alias = "PyDict_Size")]
    #[doc(alias = "PyDict_GET_SIZE")]
    pub fn len(&self, cx: &Context<'py>) -> usize {
        // It fails only for objects that are no dict.
        raw::dict_len(cx, self).unwrap_or(0)
    }

    /// The value of a key, if it is there.
    ///
    /// # Errors
    /// `TypeError`, if the key has no hash; what its methods raise.
    #[doc(alias = "PyDict_GetItemRef")]
    #[doc(alias = "PyDict_GetItemWithError")]
    pub fn get(&self, cx: &mut Context<'py>, key: &Bound<'py>) -> PyResult<Option<Bound<'py>>> {
        raw::dict_get(cx, self, key)
    }

    /// The value of a key that is a text, if it is there.
    ///
    /// # Errors
    /// `MemoryError`; what a key's methods raise.
    #[doc(alias = "PyDict_GetItemStringRef")]
    pub fn get_str(&self, cx: &mut Context<'py>, key: &str) -> PyResult<Option<Bound<'py>>> {
        let key = PyStr::new(cx, key)?;
        raw::dict_get(cx, self, &key)
    }

    /// `self[key] = value`.
    ///
    /// # Errors
    /// `TypeError`, if the key has no hash; what its methods raise; `MemoryError`.
    #[doc(alias = "PyDict_SetItem")]
    pub fn set(&self, cx: &mut Context<'py>, key: &Bound<'py>, value: &Bound<'py>) -> PyResult<()> {
        raw::dict_set(cx, self, key, value)
    }

    /// `self[key] = value`, for a key that is a text.
    ///
    /// # Errors
    /// `MemoryError`; what a key's methods raise.
    #[doc(alias = "PyDict_SetItemString")]
    pub fn set_str(&self, cx: &mut Context<'py>, key: &str, value: &Bound<'py>) -> PyResult<()> {
        let key = PyStr::new(cx, key)?;
        raw::dict_set(cx, self, &key, value)
    }

    /// The value of a key, which is `default` afterwards if it was not there.
    ///
    /// # Errors
    /// As for [`set`](Self::set).
    #[doc(alias = "PyDict_SetDefaultRef")]
    pub fn set_default(
        &self,
        cx: &mut Context<'py>,
        key: &Bound<'py>,
        default: &Bound<'py>,
    ) -> PyResult<Bound<'py>> {
        raw::dict_set_default(cx, self, key, default)
    }

    /// `del self[key]`.
    ///
    /// # Errors
    /// `KeyError`, if it is not there; otherwise as for [`get`](Self::get).
    #[doc(alias = "PyDict_DelItem")]
    pub fn del(&self, cx: &mut Context<'py>, key: &Bound<'py>) -> PyResult<()> {
        raw::dict_del(cx, self, key)
    }

    /// Takes a key out, and gives its value, if it was there.
    ///
    /// # Errors
    /// As for [`get`](Self::get).
    #[doc(alias = "PyDict_Pop")]
    pub fn pop(&self, cx: &mut Context<'py>, key: &Bound<'py>) -> PyResult<Option<Bound<'py>>> {
        raw::dict_pop(cx, self, key)
    }

    /// Whether the key is there.
    ///
    /// # Errors
    /// As for [`get`](Self::get).
    #[doc(alias = "PyDict_Contains")]
    pub fn contains(&self, cx: &mut Context<'py>, key: &Bound<'py>) -> PyResult<bool> {
        raw::dict_contains(cx, self, key)
    }

    /// Takes everything out.
    #[doc(alias = "PyDict_Clear")]
    pub fn clear(&self, cx: &mut Context<'py>) {
        raw::dict_clear(cx, self);
    }

    /// A list of its keys, in the order in which they were added.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyDict_Keys")]
    pub fn keys(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, PyList>> {
        raw::dict_keys(cx, self)
    }

    /// A list of its values, in the order of their keys.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyDict_Values")]
    pub fn values(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, PyList>> {
        raw::dict_values(cx, self)
    }

    /// A list of its keys and values, as tuples.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyDict_Items")]
    #[doc(alias = "PyDict_Next")]
    pub fn items(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, PyList>> {
        raw::dict_items(cx, self)
    }

    /// A new dict with the same keys and values.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyDict_Copy")]
    pub fn copy(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, PyDict>> {
        raw::dict_copy(cx, self)
    }

    /// Adds the keys and values of another mapping.
    ///
    /// # Errors
    /// What the other's methods raise; `MemoryError`.
    #[doc(alias = "PyDict_Update")]
    pub fn update(&self, cx: &mut Context<'py>, other: &Bound<'py>) -> PyResult<()> {
        raw::dict_update(cx, self, other)
    }
}
