//! Streams of zlib-rs that safe code can run.
//!
//! zlib-rs has zlib's own interface: a struct with pointers to what is lent to it, and functions that
//! allocate. Here that becomes slices that are read, an [`Out`](outbuf::Out) that is written, and
//! [`Memory`]; an error is a [`Code`], with zlib's numbers and messages. Nothing aborts when there is no
//! memory.
//!
//! What is `unsafe` in here relies on zlib-rs for two things: it reads and writes no more than it
//! was lent, and it counts right what it has written.
#![no_std]

mod code;
mod deflate;
mod header;
mod inflate;
mod lent;
mod level;
mod memory;

#[cfg(test)]
mod tests;

pub use code::{Code, Failure};
pub use deflate::{Deflate, Parameters, compress_bound};
pub use inflate::{Inflate, UNKNOWN};
pub use lent::MOST;
pub use memory::{Memory, Python};

/// The version of zlib whose interface and format this has.
pub const ZLIB_VERSION: &str = "1.3.1";

/// What is underneath.
pub const IMPLEMENTATION: &str = "zlib-rs 0.6.8";

/// How much of what was written a call gives out: zlib's numbers.
pub mod flush {
    /// What is ready.
    pub const NONE: i32 = 0;
    /// All of it, and the last byte may be begun.
    pub const PARTIAL: i32 = 1;
    /// All of it, to a whole byte.
    pub const SYNC: i32 = 2;
    /// All of it, so that a reader can begin here.
    pub const FULL: i32 = 3;
    /// All of it; this is the end.
    pub const FINISH: i32 = 4;
    /// To the end of a block.
    pub const BLOCK: i32 = 5;
    /// To the end of a block or of a header, when reading.
    pub const TREES: i32 = 6;
}
