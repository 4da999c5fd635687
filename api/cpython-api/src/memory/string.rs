//! Growing text.

use super::{OutOfMemory, Vec};
use crate::{Context, PyResult};
use core::fmt::{self, Write};
use core::ops::Deref;

/// Growing UTF-8 text like Rust's own, in Python's memory.
///
/// It dereferences to `str`. `write!` works on it; its error then means that there is no memory.
///
/// # Invariants
/// `bytes` is UTF-8.
#[derive(Default)]
pub struct String {
    bytes: Vec<u8>,
}

impl String {
    /// An empty one, without memory.
    pub const fn new() -> Self {
        String { bytes: Vec::new() }
    }

    /// Adds `text` at the end.
    ///
    /// # Errors
    /// `MemoryError`; then nothing has changed.
    pub fn push_str(&mut self, cx: &Context<'_>, text: &str) -> PyResult<()> {
        self.bytes.extend_from_slice(cx, text.as_bytes())
    }

    /// Adds a character at the end.
    ///
    /// # Errors
    /// `MemoryError`; then nothing has changed.
    pub fn push(&mut self, cx: &Context<'_>, character: char) -> PyResult<()> {
        self.push_str(cx, character.encode_utf8(&mut [0; 4]))
    }

    /// As [`push_str`](Self::push_str).
    ///
    /// # Errors
    /// [`OutOfMemory`]; then nothing has changed.
    pub fn try_push_str(&mut self, text: &str) -> Result<(), OutOfMemory> {
        self.bytes.try_extend_from_slice(text.as_bytes())
    }

    /// Makes it empty; the memory is kept.
    pub fn clear(&mut self) {
        self.bytes.clear();
    }
}

impl Write for String {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.try_push_str(text).map_err(|OutOfMemory| fmt::Error)
    }
}

impl Deref for String {
    type Target = str;

    fn deref(&self) -> &str {
        // SAFETY: the invariant.
        unsafe { core::str::from_utf8_unchecked(&self.bytes) }
    }
}

impl fmt::Debug for String {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for String {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}
