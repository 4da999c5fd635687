//! Exception messages, put together on the stack.

use core::ffi::CStr;
use core::fmt::{self, Write};
use core::mem::MaybeUninit;

// Longer messages are cut, as CPython's own `%.200s` does.
const LONGEST: usize = 512;

/// # Invariants
/// The first `len` bytes of `text` are written, and are UTF-8.
pub(super) struct Message {
    // One more than is ever written: the end of a C string.
    text: [MaybeUninit<u8>; LONGEST + 1],
    len: usize,
}

/// Calls `f` with the text of `arguments`.
#[cold]
pub(crate) fn with_text<R>(arguments: fmt::Arguments<'_>, f: impl FnOnce(&str) -> R) -> R {
    let mut message = Message::new();
    // A `Display` that fails leaves what it has written.
    let _ = message.write_fmt(arguments);
    f(message.as_str())
}

impl Message {
    pub(super) fn new() -> Self {
        Message {
            text: [MaybeUninit::uninit(); LONGEST + 1],
            len: 0,
        }
    }

    pub(super) fn as_str(&self) -> &str {
        let bytes: *const [MaybeUninit<u8>] = &self.text[..self.len];
        // SAFETY: the invariant: these are written.
        let bytes = unsafe { &*(bytes as *const [u8]) };
        // SAFETY: the invariant: they are UTF-8.
        unsafe { core::str::from_utf8_unchecked(bytes) }
    }

    /// The text up to its first null character, if it has one.
    pub(super) fn as_c_str(&mut self) -> &CStr {
        self.text[self.len].write(0);
        let bytes: *const [MaybeUninit<u8>] = &self.text[..=self.len];
        // SAFETY: the invariant, and the null of above: these are written.
        let bytes = unsafe { &*(bytes as *const [u8]) };
        CStr::from_bytes_until_nul(bytes).unwrap_or_default()
    }

    /// Adds the whole characters among the first `most` bytes of UTF-8, as C's `%.100s` does.
    pub(super) fn push_utf8(&mut self, text: &[u8], most: usize) {
        let text = &text[..text.len().min(most)];
        let whole = match core::str::from_utf8(text) {
            Ok(whole) => whole,
            Err(error) => core::str::from_utf8(&text[..error.valid_up_to()]).unwrap_or_default(),
        };
        // Writing here cannot fail.
        let _ = self.write_str(whole);
    }
}

impl Write for Message {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut end = text.len().min(LONGEST - self.len);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        // Whole characters, so what is written stays UTF-8.
        for (place, byte) in self.text[self.len..]
            .iter_mut()
            .zip(&text.as_bytes()[..end])
        {
            place.write(*byte);
        }
        self.len += end;
        Ok(())
    }
}
