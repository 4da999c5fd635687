//! What an exception is raised with.

use crate::raw;
use core::fmt;

/// The message of an exception: a `&str`, several one after another, or what `format_args!` gives.
///
/// A text that needs no formatting is not formatted. What is formatted is put together on the
/// stack, and cut after 512 bytes.
pub trait Message: sealed::Sealed {
    /// Calls `f` with the text.
    #[doc(hidden)]
    fn with<R>(self, f: impl FnOnce(&str) -> R) -> R;
}

mod sealed {
    /// Keeps `Message` to this crate.
    pub trait Sealed {}
}

impl sealed::Sealed for &str {}

impl Message for &str {
    #[inline]
    fn with<R>(self, f: impl FnOnce(&str) -> R) -> R {
        f(self)
    }
}

impl sealed::Sealed for &[&str] {}

impl Message for &[&str] {
    fn with<R>(self, f: impl FnOnce(&str) -> R) -> R {
        raw::with_texts(self, f)
    }
}

impl sealed::Sealed for fmt::Arguments<'_> {}

impl Message for fmt::Arguments<'_> {
    fn with<R>(self, f: impl FnOnce(&str) -> R) -> R {
        match self.as_str() {
            Some(text) => f(text),
            None => raw::with_text(self, f),
        }
    }
}
