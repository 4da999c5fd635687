//! `str` objects.

use crate::types::PyStr;
use crate::{Borrowed, Bound, Context, raw};

impl<'py> Bound<'py, PyStr> {
    /// Its bytes, if every character is ASCII. They never change.
    #[doc(alias = "PyUnicode_IS_ASCII")]
    #[inline]
    pub fn as_ascii(&self, cx: &Context<'py>) -> Option<&[u8]> {
        // SAFETY: a handle of a `str` is one.
        unsafe { raw::str_as_ascii(cx, self.as_ptr()) }
    }

    /// Its length in characters.
    #[doc(alias = "PyUnicode_GET_LENGTH")]
    pub fn len(&self, cx: &Context<'py>) -> usize {
        // SAFETY: a handle of a `str` is one.
        unsafe { raw::str_len(cx, self.as_ptr()) }
    }

    /// The character at `index`, if there is one.
    #[doc(alias = "PyUnicode_ReadChar")]
    pub fn char_at(&self, cx: &Context<'py>, index: usize) -> Option<u32> {
        (index < self.len(cx)).then(|| raw::str_char(cx, self, index))
    }
}

impl<'py> Borrowed<'py, PyStr> {
    /// Its bytes, if every character is ASCII. They never change.
    #[doc(alias = "PyUnicode_IS_ASCII")]
    #[inline]
    pub fn into_ascii(self, cx: &Context<'py>) -> Option<&'py [u8]> {
        // SAFETY: a handle of a `str` is one, and this one lives for `'py`.
        unsafe { raw::str_as_ascii(cx, self.as_ptr()) }
    }
}
