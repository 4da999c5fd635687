//! `_xxrust`: what a module in Rust looks like, as `xxlimited` shows it for C.
//!
//! Each file shows one part of the API, and is what that part is tested with: `tests/xxrust/`
//! has a test file for each.
//!
//! ```text
//! def length(data, /) -> int: ...                  # cost: calls that do next to nothing
//! def nothing() -> int: ...
//! def total(a=0, b=0) -> int: ...
//! def refuse() -> NoReturn: ...
//! ```
#![forbid(unsafe_code)]
#![no_std]

mod cost;

use cost::{length, nothing, refuse, total};
use cpython_api::prelude::*;

module! {
    Xxrust = "_xxrust",
    doc: "What a module in Rust looks like, and what its API is tested with.",
    exceptions: [],
    functions: [length, nothing, refuse, total],
}
