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

/// The same for texts, one after another.
#[cold]
pub(crate) fn with_texts<R>(texts: &[&str], f: impl FnOnce(&str) -> R) -> R {
    let mut message = Message::new();
    message.push_all(texts);
    f(message.as_str())
}

/// A number in decimal.
pub(crate) struct Decimal {
    digits: [u8; 20],
    first: usize,
}

impl Decimal {
    #[inline(never)]
    pub(crate) fn new(number: usize) -> Self {
        let mut digits = [0; 20];
        let mut first = digits.len();
        let mut rest = number;
        for place in digits.iter_mut().rev() {
            *place = b'0' + (rest % 10) as u8;
            first -= 1;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        Decimal { digits, first }
    }

    pub(crate) fn as_str(&self) -> &str {
        let digits = self.digits.get(self.first..).unwrap_or_default();
        // SAFETY: `new` has written ASCII digits there.
        unsafe { core::str::from_utf8_unchecked(digits) }
    }
}

impl Message {
    pub(super) fn new() -> Self {
        Message {
            text: [MaybeUninit::uninit(); LONGEST + 1],
            len: 0,
        }
    }

    pub(super) fn as_str(&self) -> &str {
        let bytes: *const [MaybeUninit<u8>] = self.text.get(..self.len).unwrap_or_default();
        // SAFETY: the invariant: these are written.
        let bytes = unsafe { &*(bytes as *const [u8]) };
        // SAFETY: the invariant: they are UTF-8.
        unsafe { core::str::from_utf8_unchecked(bytes) }
    }

    /// The text up to its first null character, if it has one.
    #[inline(never)]
    pub(super) fn as_c_str(&mut self) -> &CStr {
        let Some(text) = self.text.get_mut(..=self.len) else {
            return c"";
        };
        if let Some(last) = text.last_mut() {
            last.write(0);
        }
        let bytes: *const [MaybeUninit<u8>] = text;
        // SAFETY: the invariant, and the null of above: these are written.
        let bytes = unsafe { &*(bytes as *const [u8]) };
        CStr::from_bytes_until_nul(bytes).unwrap_or_default()
    }

    /// Adds as many whole characters as there is room for, so that it stays UTF-8.
    #[inline(never)]
    pub(super) fn push(&mut self, text: &str) {
        // The last byte is for the end of a C string.
        let room = self.text.get_mut(self.len..LONGEST).unwrap_or_default();
        let mut end = text.len().min(room.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let bytes = text.as_bytes().iter().take(end);
        for (place, byte) in room.iter_mut().zip(bytes) {
            place.write(*byte);
        }
        self.len += end;
    }

    /// Adds all of `texts`. Nothing is formatted, which would take more code than all
    /// messages of this library together.
    #[inline(never)]
    pub(super) fn push_all(&mut self, texts: &[&str]) {
        for text in texts {
            self.push(text);
        }
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
        self.push(text);
        Ok(())
    }
}
