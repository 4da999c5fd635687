//! `str`.

use super::PyStr;
use crate::{
    Any, Argument, Borrowed, Bound, BuildError, Context, ExceptionType, FromArgument, IntoPython,
    PyResult, ValueError, raw,
};
use core::ffi::c_int;
use outbuf::Out;

/// The characters of a `str`, as CPython keeps them: in the fewest bytes each that hold them all.
///
/// They never change.
#[doc(alias = "PyUnicode_KIND")]
#[derive(Clone, Copy, Debug)]
pub enum StrData<'a> {
    /// All are ASCII.
    Ascii(&'a [u8]),
    /// All are in Latin-1, and not all in ASCII.
    #[doc(alias = "PyUnicode_1BYTE_KIND")]
    #[doc(alias = "Py_UCS1")]
    Latin1(&'a [u8]),
    /// All are below U+10000, and not all in Latin-1. Surrogates count as characters.
    #[doc(alias = "PyUnicode_2BYTE_KIND")]
    #[doc(alias = "Py_UCS2")]
    Ucs2(&'a [u16]),
    /// Not all are below U+10000.
    #[doc(alias = "PyUnicode_4BYTE_KIND")]
    #[doc(alias = "Py_UCS4")]
    Ucs4(&'a [u32]),
}

impl StrData<'_> {
    /// How many characters there are.
    #[inline]
    pub fn len(&self) -> usize {
        match self {
            StrData::Ascii(data) | StrData::Latin1(data) => data.len(),
            StrData::Ucs2(data) => data.len(),
            StrData::Ucs4(data) => data.len(),
        }
    }

    /// Whether there are none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The character at `index`, if there is one.
    #[doc(alias = "PyUnicode_READ")]
    #[inline]
    pub fn get(&self, index: usize) -> Option<u32> {
        match self {
            StrData::Ascii(data) | StrData::Latin1(data) => data.get(index).copied().map(u32::from),
            StrData::Ucs2(data) => data.get(index).copied().map(u32::from),
            StrData::Ucs4(data) => data.get(index).copied(),
        }
    }

    /// The greatest character that can be there.
    #[doc(alias = "PyUnicode_MAX_CHAR_VALUE")]
    pub fn greatest(&self) -> u32 {
        match self {
            StrData::Ascii(_) => 0x7f,
            StrData::Latin1(_) => 0xff,
            StrData::Ucs2(_) => 0xffff,
            StrData::Ucs4(_) => 0x10_ffff,
        }
    }
}

impl PyStr {
    /// A new `str` with these characters.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyUnicode_FromStringAndSize")]
    #[doc(alias = "PyUnicode_FromString")]
    #[doc(alias = "PyUnicode_DecodeASCII")]
    pub fn new<'py>(cx: &Context<'py>, text: &str) -> PyResult<Bound<'py, PyStr>> {
        raw::str_from_utf8(cx, text)
    }

    /// A new `str` from what CPython keeps one as.
    ///
    /// # Errors
    /// `MemoryError`; `ValueError`, if a number is no character.
    #[doc(alias = "PyUnicode_FromKindAndData")]
    #[doc(alias = "PyUnicode_DecodeLatin1")]
    pub fn from_data<'py>(cx: &Context<'py>, data: StrData<'_>) -> PyResult<Bound<'py, PyStr>> {
        let (kind, first): (c_int, _) = match data {
            StrData::Ascii(data) | StrData::Latin1(data) => (1, data.as_ptr().cast()),
            StrData::Ucs2(data) => (2, data.as_ptr().cast()),
            StrData::Ucs4(data) => {
                if data.iter().any(|&code| code > 0x10_ffff) {
                    return Err(no_character(cx));
                }
                (4, data.as_ptr().cast())
            }
        };
        // SAFETY: so many numbers of that size, none of them greater than a character's.
        unsafe { raw::str_from_kind(cx, kind, first, data.len()) }
    }

    /// A new ASCII `str` of at most `capacity` characters, written in place.
    ///
    /// # Errors
    /// [`BuildError::Memory`], or what `write` returns, and then there is no object. `ValueError`,
    /// also as `BuildError::Memory`, if a byte is not ASCII.
    #[doc(alias = "PyUnicode_New")]
    pub fn build_ascii<'py, E>(
        cx: &Context<'py>,
        capacity: usize,
        write: impl FnOnce(&mut Out<'_>) -> Result<(), E>,
    ) -> Result<Bound<'py, PyStr>, BuildError<E>> {
        let mut object = raw::str_ascii_uninit(cx, capacity).map_err(BuildError::Memory)?;
        // SAFETY: `object` was made above, so it is shared with nobody.
        let memory = unsafe { raw::str_ascii_memory(cx, &mut object, capacity) };
        let written = outbuf::fill(memory, write).map_err(BuildError::Content)?;
        if !written.is_ascii() {
            return Err(BuildError::Memory(raw::raise_constant::<ValueError>(
                cx,
                c"a text that is built as ASCII has another character",
            )));
        }
        let len = written.len();
        if len == capacity {
            return Ok(object);
        }
        // SAFETY: as above, and the first `len` characters are written.
        unsafe { raw::str_truncate(cx, object, len) }.map_err(BuildError::Memory)
    }

    /// The one `str` object that stands for this text wherever it is interned: a name of attributes
    /// that is looked up often. Keep it in the module's state.
    ///
    /// A free-threaded build may have to wait for the table of such objects.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyUnicode_InternFromString")]
    #[doc(alias = "PyUnicode_InternInPlace")]
    pub fn intern<'py>(cx: &mut Context<'py>, text: &str) -> PyResult<Bound<'py, PyStr>> {
        let text = raw::str_from_utf8(cx, text)?;
        raw::str_intern(cx, text)
    }
}

#[cold]
fn no_character(cx: &Context<'_>) -> crate::Raised {
    raw::raise_constant::<ValueError>(cx, c"character must be in range(0x110000)")
}

impl<'py> Bound<'py, PyStr> {
    /// Its characters.
    #[doc(alias = "PyUnicode_DATA")]
    #[doc(alias = "PyUnicode_KIND")]
    #[doc(alias = "PyUnicode_1BYTE_DATA")]
    #[doc(alias = "PyUnicode_2BYTE_DATA")]
    #[doc(alias = "PyUnicode_4BYTE_DATA")]
    #[inline]
    pub fn data(&self, cx: &Context<'py>) -> StrData<'_> {
        // SAFETY: a handle of a `str` is one, and keeps it alive while it is borrowed.
        unsafe { data(cx, self) }
    }

    /// Its bytes, if every character is ASCII. They never change.
    #[doc(alias = "PyUnicode_IS_ASCII")]
    #[inline]
    pub fn as_ascii(&self, cx: &Context<'py>) -> Option<&[u8]> {
        // SAFETY: a handle of a `str` is one.
        unsafe { raw::str_as_ascii(cx, self.as_ptr()) }
    }

    /// Its characters as Rust's. What is not ASCII is encoded once, and kept in the object.
    ///
    /// # Errors
    /// `UnicodeEncodeError`, if there is a surrogate among them; `MemoryError`.
    #[doc(alias = "PyUnicode_AsUTF8AndSize")]
    #[doc(alias = "PyUnicode_AsUTF8")]
    pub fn utf8(&self, cx: &mut Context<'py>) -> PyResult<&str> {
        // SAFETY: a handle of a `str` is one, and keeps it alive while it is borrowed.
        unsafe { raw::str_utf8(cx, self.as_ptr()) }
    }

    /// Whether it has exactly these characters.
    #[doc(alias = "PyUnicode_EqualToUTF8AndSize")]
    #[doc(alias = "_PyUnicode_EqualToASCIIString")]
    #[doc(alias = "PyUnicode_CompareWithASCIIString")]
    pub fn is_text(&self, cx: &Context<'py>, text: &str) -> bool {
        // SAFETY: a handle of a `str` is one.
        unsafe { raw::str_eq_utf8(cx, self.as_ptr(), text) }
    }

    /// Its length in characters.
    #[doc(alias = "PyUnicode_GET_LENGTH")]
    #[doc(alias = "PyUnicode_GetLength")]
    #[inline]
    pub fn len(&self, cx: &Context<'py>) -> usize {
        // SAFETY: a handle of a `str` is one.
        unsafe { raw::str_len(cx, self.as_ptr()) }
    }

    /// The character at `index`, if there is one.
    #[doc(alias = "PyUnicode_ReadChar")]
    #[doc(alias = "PyUnicode_READ_CHAR")]
    pub fn char_at(&self, cx: &Context<'py>, index: usize) -> Option<u32> {
        (index < self.len(cx)).then(|| raw::str_char(cx, self, index))
    }

    /// Where `code` is first, from `start` on and before `end`.
    ///
    /// # Errors
    /// None is known of.
    #[doc(alias = "PyUnicode_FindChar")]
    pub fn find_char(
        &self,
        cx: &Context<'py>,
        code: u32,
        start: usize,
        end: usize,
    ) -> PyResult<Option<usize>> {
        raw::str_find_char(cx, self, code, raw::clip(start), raw::clip(end), false)
    }

    /// A `str` of its characters from `start` on and before `end`.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyUnicode_Substring")]
    pub fn slice(
        &self,
        cx: &Context<'py>,
        start: usize,
        end: usize,
    ) -> PyResult<Bound<'py, PyStr>> {
        raw::str_slice(cx, self, raw::clip(start), raw::clip(end))
    }

    /// A `str` of its characters and then those of `other`.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyUnicode_Concat")]
    #[doc(alias = "PyUnicode_Append")]
    #[doc(alias = "PyUnicode_AppendAndDel")]
    pub fn concat(
        &self,
        cx: &Context<'py>,
        other: &Bound<'py, PyStr>,
    ) -> PyResult<Bound<'py, PyStr>> {
        raw::str_concat(cx, self, other)
    }

    /// Whether `other` occurs in it.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyUnicode_Contains")]
    pub fn contains_text(&self, cx: &Context<'py>, other: &Bound<'py, PyStr>) -> PyResult<bool> {
        raw::str_contains(cx, self, other)
    }

    /// Itself, or for an instance of a subclass a `str` with the same characters.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyUnicode_FromObject")]
    pub fn to_exact(&self, cx: &Context<'py>) -> PyResult<Bound<'py, PyStr>> {
        raw::str_exact(cx, self)
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

    /// Its characters, for the time of the call.
    #[doc(alias = "PyUnicode_DATA")]
    #[inline]
    pub fn into_data(self, cx: &Context<'py>) -> StrData<'py> {
        // SAFETY: a handle of a `str` is one, and this one lives for `'py`.
        unsafe { data(cx, &self) }
    }

    /// Its characters as Rust's, for the time of the call.
    ///
    /// # Errors
    /// As for [`utf8`](Bound::utf8).
    #[doc(alias = "PyUnicode_AsUTF8AndSize")]
    pub fn into_utf8(self, cx: &mut Context<'py>) -> PyResult<&'py str> {
        // SAFETY: a handle of a `str` is one, and this one lives for `'py`.
        unsafe { raw::str_utf8(cx, self.as_ptr()) }
    }
}

/// The characters of a `str`.
///
/// # Safety
/// It lives for the lifetime that is chosen.
#[inline]
unsafe fn data<'a, 'py>(cx: &Context<'py>, text: &Bound<'py, PyStr>) -> StrData<'a> {
    // SAFETY: a handle of a `str` is one.
    let (kind, first) = unsafe { raw::str_data(cx, text.as_ptr()) };
    let len = text.len(cx);
    match kind {
        // SAFETY: as many bytes as its length, which never change, and live as long as the object.
        0 => StrData::Ascii(unsafe { core::slice::from_raw_parts(first.cast(), len) }),
        // SAFETY: as above.
        1 => StrData::Latin1(unsafe { core::slice::from_raw_parts(first.cast(), len) }),
        // SAFETY: as above, of two bytes each, and aligned.
        2 => StrData::Ucs2(unsafe { core::slice::from_raw_parts(first.cast(), len) }),
        // SAFETY: as above, of four bytes each.
        _ => StrData::Ucs4(unsafe { core::slice::from_raw_parts(first.cast(), len) }),
    }
}

/// A text for the name of an attribute, a method or a module: a `&str`, of which an object is
/// made, or an object.
///
/// Making the object costs about as much as looking the attribute up; for what is called often, intern the
/// name once ([`PyStr::intern`]).
pub trait Text<'py>: sealed::Sealed {
    /// Calls `f` with the text.
    #[doc(hidden)]
    fn with<R>(
        self,
        cx: &mut Context<'py>,
        f: impl FnOnce(&mut Context<'py>, &Bound<'py, PyStr>) -> PyResult<R>,
    ) -> PyResult<R>;
}

impl<'py> Text<'py> for &str {
    fn with<R>(
        self,
        cx: &mut Context<'py>,
        f: impl FnOnce(&mut Context<'py>, &Bound<'py, PyStr>) -> PyResult<R>,
    ) -> PyResult<R> {
        let text = raw::str_from_utf8(cx, self)?;
        f(cx, &text)
    }
}

impl<'py> Text<'py> for &Bound<'py, PyStr> {
    fn with<R>(
        self,
        cx: &mut Context<'py>,
        f: impl FnOnce(&mut Context<'py>, &Bound<'py, PyStr>) -> PyResult<R>,
    ) -> PyResult<R> {
        f(cx, self)
    }
}

mod sealed {
    /// Keeps `Text` to this crate: nothing else is a name.
    pub trait Sealed {}
    impl Sealed for &str {}
    impl Sealed for &crate::Bound<'_, super::PyStr> {}
}

/// A text without surrogates. Unlike a C string it may contain nulls.
impl<'py> FromArgument<'py> for &'py str {
    const HOLDS: bool = false;

    #[doc(alias = "PyUnicode_AsUTF8AndSize")]
    fn from_argument(cx: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
        match argument.value.cast::<PyStr>(cx) {
            Some(text) => text.into_utf8(cx),
            None => Err(argument.wrong_type(cx, "str")),
        }
    }
}

/// A text of one character that is no surrogate.
impl<'py> FromArgument<'py> for char {
    const HOLDS: bool = false;

    #[doc(alias = "PyUnicode_READ_CHAR")]
    fn from_argument(cx: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
        let text = argument.value.cast::<PyStr>(cx);
        let Some(text) = text.filter(|text| text.len(cx) == 1) else {
            return Err(argument.wrong_type(cx, "a unicode character"));
        };
        match text.char_at(cx, 0).and_then(char::from_u32) {
            Some(character) => Ok(character),
            None => Err(ValueError::raise(cx, "surrogates are not allowed")),
        }
    }
}

impl<'py> IntoPython<'py> for &str {
    #[doc(alias = "PyUnicode_FromStringAndSize")]
    #[inline]
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        PyStr::new(cx, self).map(Bound::into_any)
    }
}

impl<'py> IntoPython<'py> for char {
    #[doc(alias = "PyUnicode_FromOrdinal")]
    #[inline]
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        // No character is greater than an i32.
        raw::str_from_char(cx, u32::from(self) as c_int).map(Bound::into_any)
    }
}

impl<'py> IntoPython<'py> for crate::memory::String {
    #[inline]
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        PyStr::new(cx, &self).map(Bound::into_any)
    }
}
