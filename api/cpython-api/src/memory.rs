//! A `Vec` and a `String` whose memory is Python's, and whose growth can fail.
//!
//! Rust's own end the process when there is no memory left, and tracemalloc does not see them.
//! These raise `MemoryError`. They use the allocator that needs no thread state
//! (`PyMem_RawMalloc`), so they can be filled and dropped while the thread is detached.

mod string;
mod vec;

pub use string::String;
pub use vec::Vec;

use crate::{Context, MemoryError, Raised};
use core::fmt;

/// There was no memory; nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfMemory;

impl OutOfMemory {
    /// Raises `MemoryError`.
    #[doc(alias = "PyErr_NoMemory")]
    pub fn raise(self, cx: &Context<'_>) -> Raised {
        MemoryError::none(cx)
    }
}

impl fmt::Display for OutOfMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("out of memory")
    }
}

impl core::error::Error for OutOfMemory {}
