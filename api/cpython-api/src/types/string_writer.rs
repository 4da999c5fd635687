//! A `str` that is put together from parts.

use super::{PyStr, StrData};
use crate::context::NotThreadSafe;
use crate::{Bound, Context, MemoryError, PyResult, ValueError, raw};
use core::marker::PhantomData;
use core::ptr::NonNull;

/// How many bytes each character takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Width {
    One = 1,
    Two = 2,
    Four = 4,
}

/// A text under construction, in Python's memory.
///
/// It takes as many bytes for each character as the greatest so far needs; `finish` copies once.
///
/// ```no_run
/// # use cpython_api::prelude::*;
/// # use cpython_api::types::StrWriter;
/// fn quoted<'py>(cx: &mut Context<'py>, text: &Bound<'py, PyStr>) -> PyResult<Bound<'py, PyStr>> {
///     let mut writer = StrWriter::new();
///     writer.push(cx, '"')?;
///     writer.push_object(cx, text)?;
///     writer.push(cx, '"')?;
///     writer.finish(cx)
/// }
/// ```
///
/// # Invariants
/// `memory` is `capacity` bytes from `raw::raw_resize` (none if that is zero), owned by this. The
/// first `len` characters of `width` bytes are initialised, none greater than U+10FFFF.
#[doc(alias = "_PyUnicodeWriter_Init")]
#[doc(alias = "_PyUnicodeWriter_Dealloc")]
#[doc(alias = "PyUnicodeWriter_Create")]
#[doc(alias = "PyUnicodeWriter_Discard")]
#[derive(Debug)]
pub struct StrWriter<'py> {
    memory: Option<NonNull<u64>>,
    capacity: usize,
    len: usize,
    width: Width,
    call: PhantomData<(crate::context::Call<'py>, NotThreadSafe)>,
}

impl Default for StrWriter<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'py> StrWriter<'py> {
    /// An empty one. It allocates nothing.
    pub fn new() -> Self {
        StrWriter {
            memory: None,
            capacity: 0,
            len: 0,
            width: Width::One,
            call: PhantomData,
        }
    }

    /// How many characters have been written.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether nothing has been written.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Writes one character.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "_PyUnicodeWriter_WriteChar")]
    #[doc(alias = "PyUnicodeWriter_WriteChar")]
    #[inline]
    pub fn push(&mut self, cx: &Context<'py>, character: char) -> PyResult<()> {
        self.push_code(cx, character.into())
    }

    /// Writes one character, which may be a surrogate.
    ///
    /// # Errors
    /// `MemoryError`; `ValueError`, if the number is no character.
    #[doc(alias = "_PyUnicodeWriter_WriteChar")]
    #[inline]
    pub fn push_code(&mut self, cx: &Context<'py>, code: u32) -> PyResult<()> {
        self.push_all(cx, StrData::Ucs4(&[code]))
    }

    /// Writes a text of Rust's.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "_PyUnicodeWriter_WriteASCIIString")]
    #[doc(alias = "PyUnicodeWriter_WriteUTF8")]
    pub fn push_str(&mut self, cx: &Context<'py>, text: &str) -> PyResult<()> {
        if text.is_ascii() {
            return self.push_all(cx, StrData::Ascii(text.as_bytes()));
        }
        text.chars()
            .try_for_each(|character| self.push(cx, character))
    }

    /// Writes a text of Python's.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "_PyUnicodeWriter_WriteStr")]
    #[doc(alias = "PyUnicodeWriter_WriteStr")]
    pub fn push_object(&mut self, cx: &Context<'py>, text: &Bound<'py, PyStr>) -> PyResult<()> {
        self.push_all(cx, text.data(cx))
    }

    /// Writes the characters of a text from `start` on and before `end`.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "_PyUnicodeWriter_WriteSubstring")]
    #[doc(alias = "PyUnicodeWriter_WriteSubstring")]
    pub fn push_slice(
        &mut self,
        cx: &Context<'py>,
        text: &Bound<'py, PyStr>,
        start: usize,
        end: usize,
    ) -> PyResult<()> {
        let data = text.data(cx);
        let end = end.min(data.len());
        let range = start.min(end)..end;
        self.push_all(
            cx,
            match data {
                StrData::Ascii(data) => StrData::Ascii(&data[range]),
                StrData::Latin1(data) => StrData::Latin1(&data[range]),
                StrData::Ucs2(data) => StrData::Ucs2(&data[range]),
                StrData::Ucs4(data) => StrData::Ucs4(&data[range]),
            },
        )
    }

    /// Writes characters as CPython keeps them.
    ///
    /// # Errors
    /// `MemoryError`; `ValueError`, if a number is no character.
    pub fn push_all(&mut self, cx: &Context<'py>, data: StrData<'_>) -> PyResult<()> {
        let greatest = match data {
            StrData::Ascii(_) | StrData::Latin1(_) => 0,
            // What a text is kept as says how wide its widest character is, but not a part of it.
            StrData::Ucs2(data) => data.iter().copied().max().unwrap_or(0).into(),
            StrData::Ucs4(data) => data.iter().copied().max().unwrap_or(0),
        };
        let width = match greatest {
            0..=0xff => Width::One,
            0x100..=0xffff => Width::Two,
            0x1_0000..=0x10_ffff => Width::Four,
            _ => {
                return Err(raw::raise_constant::<ValueError>(
                    cx,
                    c"character must be in range(0x110000)",
                ));
            }
        };
        self.reserve(cx, data.len(), width)?;
        match data {
            StrData::Ascii(data) | StrData::Latin1(data) => {
                data.iter().for_each(|&code| self.put(code.into()));
            }
            StrData::Ucs2(data) => data.iter().for_each(|&code| self.put(code.into())),
            StrData::Ucs4(data) => data.iter().for_each(|&code| self.put(code)),
        }
        Ok(())
    }

    /// The text.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "_PyUnicodeWriter_Finish")]
    #[doc(alias = "PyUnicodeWriter_Finish")]
    pub fn finish(self, cx: &Context<'py>) -> PyResult<Bound<'py, PyStr>> {
        let Some(memory) = self.memory else {
            return PyStr::new(cx, "");
        };
        let first = memory.as_ptr().cast_const().cast();
        // SAFETY: the invariant says that so many characters of that size are there.
        unsafe { raw::str_from_kind(cx, self.width as i32, first, self.len) }
    }

    /// Makes room for `additional` characters of at least `width` bytes.
    #[inline]
    fn reserve(&mut self, cx: &Context<'py>, additional: usize, width: Width) -> PyResult<()> {
        let width = width.max(self.width);
        let needed = self
            .len
            .checked_add(additional)
            .and_then(|len| len.checked_mul(width as usize))
            .filter(|&bytes| bytes <= isize::MAX as usize);
        let Some(needed) = needed else {
            return Err(MemoryError::none(cx));
        };
        if needed > self.capacity {
            self.grow(cx, needed)?;
        }
        if width > self.width {
            self.widen(width);
        }
        Ok(())
    }

    #[cold]
    fn grow(&mut self, cx: &Context<'py>, needed: usize) -> PyResult<()> {
        let wanted = needed.max(self.capacity.saturating_add(self.capacity / 2));
        let units = wanted.div_ceil(size_of::<u64>()).max(8);
        // SAFETY: the invariant says where the memory came from, and it is replaced below.
        let Some(memory) = (unsafe { raw::raw_resize(self.memory, units) }) else {
            return Err(MemoryError::none(cx));
        };
        self.memory = Some(memory);
        self.capacity = units * size_of::<u64>();
        Ok(())
    }

    /// Gives each character more bytes, for which there is room: from the last to the first,
    /// since each goes to where it was or further back.
    #[cold]
    fn widen(&mut self, width: Width) {
        let narrow = self.width;
        for index in (0..self.len).rev() {
            let code = self.get(index, narrow);
            self.set(index, width, code);
        }
        self.width = width;
    }

    /// Writes one character, for which there is room, and which is not wider than `width`.
    #[inline(always)]
    fn put(&mut self, code: u32) {
        self.set(self.len, self.width, code);
        self.len += 1;
    }

    /// Where a character is: `index` must be one that there is room for.
    #[inline(always)]
    fn place<U>(&self, index: usize) -> *mut U {
        let first = self.memory.unwrap_or(NonNull::dangling()).as_ptr();
        assert!(
            index < self.capacity / size_of::<U>(),
            "no room for a character"
        );
        // SAFETY: within the memory, as was just seen.
        unsafe { first.cast::<U>().add(index) }
    }

    /// A character that has been written.
    #[inline(always)]
    fn get(&self, index: usize, width: Width) -> u32 {
        match width {
            // SAFETY: a place in the memory, which was written.
            Width::One => u32::from(unsafe { self.place::<u8>(index).read() }),
            // SAFETY: as above; the memory is aligned for numbers of eight bytes.
            Width::Two => u32::from(unsafe { self.place::<u16>(index).read() }),
            // SAFETY: as above.
            Width::Four => unsafe { self.place::<u32>(index).read() },
        }
    }

    #[inline(always)]
    fn set(&mut self, index: usize, width: Width, code: u32) {
        // The numbers are cut to the width, and fit: see `push_all`.
        match width {
            // SAFETY: a place in the memory, which is this writer's own.
            Width::One => unsafe { self.place::<u8>(index).write(code as u8) },
            // SAFETY: as above; the memory is aligned for numbers of eight bytes.
            Width::Two => unsafe { self.place::<u16>(index).write(code as u16) },
            // SAFETY: as above.
            Width::Four => unsafe { self.place::<u32>(index).write(code) },
        }
    }
}

impl Drop for StrWriter<'_> {
    fn drop(&mut self) {
        if let Some(memory) = self.memory {
            // SAFETY: the invariant says that this owns the memory, which goes with it.
            unsafe { raw::raw_free(memory) }
        }
    }
}
