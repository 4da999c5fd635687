//! `bytearray`.

use super::{PyByteArray, PyBytes};
use crate::{Bound, Context, PyResult, raw};

impl PyByteArray {
    /// A new `bytearray` with a copy of `content`.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyByteArray_FromStringAndSize")]
    pub fn new<'py>(cx: &Context<'py>, content: &[u8]) -> PyResult<Bound<'py, PyByteArray>> {
        raw::bytearray_from_slice(cx, content)
    }
}

/// Its content is read through a [`Buffer`](crate::Buffer), or copied: another thread can change
/// it at any time in a free-threaded build, so it is not lent.
impl<'py> Bound<'py, PyByteArray> {
    /// Its length.
    #[doc(alias = "PyByteArray_Size")]
    #[doc(alias = "PyByteArray_GET_SIZE")]
    pub fn len(&self, cx: &Context<'py>) -> usize {
        // It fails only for objects that are no bytearray.
        raw::bytearray_len(cx, self).unwrap_or(0)
    }

    /// Changes its length; what is added is not defined, but initialised.
    ///
    /// # Errors
    /// `BufferError`, if it is exported; `MemoryError`.
    #[doc(alias = "PyByteArray_Resize")]
    pub fn resize(&self, cx: &mut Context<'py>, len: usize) -> PyResult<()> {
        let len = raw::to_ssize(cx, len)?;
        raw::bytearray_resize(cx, self, len)
    }

    /// A copy of its content.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyBytes_FromObject")]
    #[doc(alias = "PyByteArray_AS_STRING")]
    pub fn to_bytes(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, PyBytes>> {
        raw::bytearray_to_bytes(cx, self)
    }
}
