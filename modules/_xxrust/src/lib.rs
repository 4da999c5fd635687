//! `_xxrust`: what a module in Rust looks like, as `xxlimited` shows it for C.
//!
//! Each file shows one part of the API, and is what that part is tested with: `tests/xxrust/`
//! has a test file for each.
//!
//! - `cost`: functions that do next to nothing, whose calls are measured
//! - `signatures`: every kind of parameter
//! - `buffers`: memory that is read, written to and made
//! - `threads`: detaching, references that outlive a call, locks, panics
#![forbid(unsafe_code)]
#![no_std]

mod buffers;
mod cost;
mod signatures;
mod threads;

use cpython_api::prelude::*;

use buffers::*;
use cost::{length, nothing, refuse, total};
use signatures::*;
use threads::*;

module! {
    Xxrust = "_xxrust",
    doc: "What a module in Rust looks like, and what its API is tested with.",
    exceptions: [],
    functions: [
        // cost
        length, nothing, refuse, total,
        // signatures
        answer, no_answer, one, kinds, args_only, positional_args, posonly_vararg, vararg, vararg_kwonly_req_opt, kwargs_only, positional_kwargs, named_kwargs, everything, keyword_value, r#match, with_another_name, defaults, unrepresentable, documented, documented_in_stars,
        // buffers
        sum, write_into, first_eight, decimals,
        // threads
        length_detached, panic_detached, panic_attached, drop_detached,
        keep, kept, forget, hit, length_locked, length_of_first, length_in_section, panic,
    ],
}
