//! `str` objects.

use crate::{Borrowed, Context, raw};
use core::marker::PhantomData;

/// A borrowed Python `str` (or an instance of a subclass).
///
/// # Invariants
/// `object` is one. It stays one: `__class__` cannot be assigned from a `str` to anything
/// that is laid out differently.
#[derive(Clone, Copy)]
pub struct PyStr<'a> {
    object: Borrowed<'a>,
    kind: PhantomData<str>,
}

impl<'a> PyStr<'a> {
    /// `object` as a `str`, if it is one.
    #[doc(alias = "PyUnicode_Check")]
    #[inline]
    pub fn from_object(cx: &Context<'_>, object: Borrowed<'a>) -> Option<Self> {
        raw::is_str(cx, object).then_some(PyStr {
            object,
            kind: PhantomData,
        })
    }

    /// Its bytes, if every character is ASCII. They never change.
    #[doc(alias = "PyUnicode_IS_ASCII")]
    #[inline]
    pub fn as_ascii(self, cx: &Context<'_>) -> Option<&'a [u8]> {
        // SAFETY: the invariant of this type.
        unsafe { raw::str_as_ascii(cx, self.object) }
    }

    /// Its length in characters.
    #[doc(alias = "PyUnicode_GET_LENGTH")]
    pub fn len(self, cx: &Context<'_>) -> usize {
        // SAFETY: the invariant of this type.
        unsafe { raw::str_len(cx, self.object) }
    }

    /// The character at `index`, if there is one.
    #[doc(alias = "PyUnicode_ReadChar")]
    pub fn char_at(self, cx: &Context<'_>, index: usize) -> Option<u32> {
        (index < self.len(cx)).then(|| raw::str_char(cx, self.object, index))
    }
}
