//! Exception messages, put together on the stack.

use core::ffi::CStr;
use core::fmt::{self, Write};

// Longer messages are cut, as CPython's own `%.200s` does.
const LONGEST: usize = 512;

pub(super) struct Message {
    text: [u8; LONGEST + 1],
    len: usize,
}

impl Message {
    pub(super) fn new() -> Self {
        Message {
            // One more than is ever written: the end of a C string.
            text: [0; LONGEST + 1],
            len: 0,
        }
    }

    pub(super) fn as_str(&self) -> &str {
        // Only whole characters are ever written.
        core::str::from_utf8(&self.text[..self.len]).unwrap_or_default()
    }

    pub(super) fn as_c_str(&self) -> &CStr {
        CStr::from_bytes_until_nul(&self.text).unwrap_or_default()
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
        self.text[self.len..self.len + end].copy_from_slice(&text.as_bytes()[..end]);
        self.len += end;
        Ok(())
    }
}
