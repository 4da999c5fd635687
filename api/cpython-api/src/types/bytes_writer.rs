//! `bytes` objects whose size is known only when they are complete.

use super::PyBytes;
use crate::{Bound, Context, MemoryError, PyResult, Raised, raw};
use core::cmp::max;
use outbuf::Out;

/// A `bytes` object under construction, which grows in place.
///
/// Nothing is zeroed and, while the allocator can extend the object where it is, nothing copied. The only
/// bytes that [`finish`](Self::finish) gives to Python are those that were written, whatever
/// safe code does in between.
///
/// ```no_run
/// # use cpython_api::prelude::*;
/// # use cpython_api::types::BytesWriter;
/// fn twice<'py>(cx: &mut Context<'py>, data: &[u8]) -> PyResult<Bound<'py, PyBytes>> {
///     let mut writer = BytesWriter::new(cx, data.len())?;
///     writer.extend(cx, data)?;
///     writer.extend(cx, data)?;
///     writer.finish(cx)
/// }
/// ```
///
/// # Invariants
/// `object` has `capacity` bytes, the first `len` of which are initialised, and is shared with
/// nobody (unless it is the empty object). It is `None` after there was no memory for it.
#[doc(alias = "_PyBytesWriter_Init")]
#[doc(alias = "_PyBytesWriter_Dealloc")]
#[derive(Debug)]
pub struct BytesWriter<'py> {
    object: Option<Bound<'py, PyBytes>>,
    capacity: usize,
    len: usize,
}

impl<'py> BytesWriter<'py> {
    /// An empty one, with room for so many bytes: a guess will do.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "_PyBytesWriter_Alloc")]
    pub fn new(cx: &Context<'py>, capacity: usize) -> PyResult<Self> {
        Ok(BytesWriter {
            object: Some(raw::bytes_uninit(cx, capacity)?),
            capacity,
            len: 0,
        })
    }

    /// How many bytes have been written.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether nothing has been written.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many more can be written before it has to grow.
    pub fn room(&self) -> usize {
        self.capacity - self.len
    }

    /// Makes sure that there is room for `additional` more bytes. It grows by half at least, so
    /// that many small writes cost little.
    ///
    /// # Errors
    /// `MemoryError`; then what was written is lost.
    #[doc(alias = "_PyBytes_Resize")]
    #[inline]
    pub fn reserve(&mut self, cx: &Context<'py>, additional: usize) -> PyResult<()> {
        if additional <= self.room() && self.object.is_some() {
            return Ok(());
        }
        self.grow(cx, additional)
    }

    #[cold]
    fn grow(&mut self, cx: &Context<'py>, additional: usize) -> PyResult<()> {
        let Some(object) = self.object.take() else {
            return Err(MemoryError::none(cx));
        };
        let Some(least) = self.len.checked_add(additional) else {
            return Err(MemoryError::none(cx));
        };
        let capacity = max(least, self.capacity.saturating_add(self.capacity / 2));
        // SAFETY: made by this writer and shared with nobody. It becomes longer, not shorter.
        let object = unsafe { raw::bytes_resize(cx, object, capacity) }?;
        self.object = Some(object);
        self.capacity = capacity;
        Ok(())
    }

    /// Writes `bytes`.
    ///
    /// # Errors
    /// `MemoryError`; then what was written is lost.
    #[inline]
    pub fn extend(&mut self, cx: &Context<'py>, bytes: &[u8]) -> PyResult<()> {
        self.reserve(cx, bytes.len())?;
        match self.write(|out| out.extend(bytes)) {
            Ok(()) => Ok(()),
            Err(outbuf::Full) => Err(no_room(cx)),
        }
    }

    /// Writes one byte.
    ///
    /// # Errors
    /// `MemoryError`; then what was written is lost.
    #[inline]
    pub fn push(&mut self, cx: &Context<'py>, byte: u8) -> PyResult<()> {
        self.extend(cx, &[byte])
    }

    /// Lends the memory that is left, as a cursor: what it writes is added. It does not grow, so
    /// it needs no context.
    ///
    /// # Errors
    /// What `write` returns; then nothing is added.
    #[inline]
    pub fn write<E>(&mut self, write: impl FnOnce(&mut Out<'_>) -> Result<(), E>) -> Result<(), E> {
        let memory = match &mut self.object {
            // SAFETY: made by this writer with this size, and shared with nobody.
            Some(object) => unsafe { raw::bytes_memory(object, self.capacity) },
            None => &mut [],
        };
        let memory = memory.get_mut(self.len..).unwrap_or_default();
        self.len += outbuf::fill(memory, write)?.len();
        Ok(())
    }

    /// Takes back all but the first `len` bytes that were written.
    pub fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len);
    }

    /// The object, with what was written.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "_PyBytesWriter_Finish")]
    pub fn finish(self, cx: &Context<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let Some(object) = self.object else {
            return Err(MemoryError::none(cx));
        };
        if self.len == self.capacity {
            return Ok(object);
        }
        // SAFETY: made by this writer and shared with nobody; the first `len` bytes are written.
        unsafe { raw::bytes_resize(cx, object, self.len) }
    }
}

#[cold]
fn no_room(cx: &Context<'_>) -> Raised {
    raw::system_error(cx, c"a bytes object did not grow")
}
