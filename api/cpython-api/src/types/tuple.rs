//! `tuple`.

use super::PyTuple;
use crate::{Any, Borrowed, Bound, Context, IntoPython, PyResult, raw};

impl PyTuple {
    /// A tuple of these objects, which it takes over.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyTuple_New")]
    #[doc(alias = "PyTuple_Pack")]
    #[doc(alias = "PyTuple_SET_ITEM")]
    #[doc(alias = "PyTuple_SetItem")]
    pub fn new<'py, const N: usize>(
        cx: &Context<'py>,
        items: [Bound<'py>; N],
    ) -> PyResult<Bound<'py, PyTuple>> {
        raw::tuple_from_iter(cx, N, items.into_iter().map(Ok))
    }

    /// A tuple of objects that are lent.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyTuple_Pack")]
    pub fn of<'py>(cx: &Context<'py>, items: &[&Bound<'py>]) -> PyResult<Bound<'py, PyTuple>> {
        let owned = items.iter().map(|item| Ok(item.clone_ref(cx)));
        raw::tuple_from_iter(cx, items.len(), owned)
    }

    /// A tuple of the `len` first values that an iterator gives.
    ///
    /// # Errors
    /// `MemoryError`, what the iterator gives as an error, and `SystemError` if it ends
    /// before it has given so many.
    #[doc(alias = "PyTuple_New")]
    #[doc(alias = "PyTuple_SET_ITEM")]
    #[doc(alias = "PyTuple_SetItem")]
    pub fn from_iter<'py>(
        cx: &Context<'py>,
        len: usize,
        items: impl Iterator<Item = PyResult<Bound<'py>>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        raw::tuple_from_iter(cx, len, items)
    }
}

impl<'py> Bound<'py, PyTuple> {
    /// Its items, which never change.
    #[doc(alias = "PyTuple_GET_ITEM")]
    #[doc(alias = "PyTuple_GetItem")]
    #[inline]
    pub fn as_slice(&self, _cx: &Context<'py>) -> &[Bound<'py>] {
        // SAFETY: a handle of a tuple is one, and keeps it alive while it is borrowed.
        unsafe { raw::tuple_slice_of(self.as_ptr()) }
    }

    /// One item, if there are so many.
    #[doc(alias = "PyTuple_GET_ITEM")]
    #[inline]
    pub fn get(&self, cx: &Context<'py>, index: usize) -> Option<&Bound<'py>> {
        self.as_slice(cx).get(index)
    }

    /// How many items it has.
    #[doc(alias = "PyTuple_Size")]
    #[doc(alias = "PyTuple_GET_SIZE")]
    #[inline]
    pub fn len(&self, cx: &Context<'py>) -> usize {
        self.as_slice(cx).len()
    }

    /// Its items from `start` on and before `end`.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyTuple_GetSlice")]
    pub fn slice(
        &self,
        cx: &Context<'py>,
        start: usize,
        end: usize,
    ) -> PyResult<Bound<'py, PyTuple>> {
        raw::tuple_slice(cx, self, raw::clip(start), raw::clip(end))
    }
}

impl<'py> Borrowed<'py, PyTuple> {
    /// Its items, which never change, for the time of the call.
    #[inline]
    pub fn into_slice(self, _cx: &Context<'py>) -> &'py [Bound<'py>] {
        // SAFETY: a handle of a tuple is one, and this one lives for `'py`.
        unsafe { raw::tuple_slice_of(self.as_ptr()) }
    }

    /// One item, if there are so many, for the time of the call.
    #[inline]
    pub fn item(self, cx: &Context<'py>, index: usize) -> Option<Borrowed<'py>> {
        self.into_slice(cx).get(index).map(Borrowed::from_lent)
    }
}

macro_rules! tuples {
    ($(($($name:ident),+);)*) => {$(
        /// A Python tuple of the same values.
        impl<'py, $($name: IntoPython<'py>),+> IntoPython<'py> for ($($name,)+) {
            #[doc(alias = "PyTuple_Pack")]
            #[allow(non_snake_case, reason = "a value has the name of its type")]
            fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
                let ($($name,)+) = self;
                PyTuple::new(cx, [$($name.into_python(cx)?),+]).map(Bound::into_any)
            }
        }
    )*};
}

tuples! {
    (A);
    (A, B);
    (A, B, C);
    (A, B, C, D);
    (A, B, C, D, E);
    (A, B, C, D, E, F);
}
