//! `_xxrust`: what a module in Rust looks like, as `xxlimited` shows it for C.
//!
//! One or two small examples of each part of the API, to be read from top to bottom:
//!
//! - `signatures`: parameters of every kind, and an exception type of the module's own
//! - `objects`: handles of the built-in types, calls, and exceptions that are caught
//! - `buffers`: memory that is read, written to and made
//! - `classes`: a number, a sequence with its iterator, a mapping, memory that is lent, an awaitable
//! - `state`: what the module keeps for itself
//! - `threads`: detaching, references that outlive a call, locks, panics
//!
//! What tests need besides is in `_testrust`.
#![forbid(unsafe_code)]
#![no_std]

mod buffers;
mod classes;
mod objects;
mod signatures;
mod state;
mod threads;

use cpython_api::prelude::*;

use buffers::*;
use classes::{Names, Point, Ready, Room, Shelf, ShelfIterator};
use objects::*;
use signatures::*;
use state::*;
use threads::*;

module! {
    Xxrust = "_xxrust",
    doc: "What a module in Rust looks like.",
    state: State,
    exceptions: [Error(ValueError)],
    classes: [Names, Point, Ready, Room, Shelf, ShelfIterator],
    constants: [ANSWER = 42, LARGE = u64::MAX, NAME = "text", RATIO = 0.5, ENABLED = true],
    names: [append],
    exec: finish,
    functions: [
        // signatures
        clamp, collect,
        // objects
        tally, initials, look_up,
        // buffers
        sum, write_into, first_eight, backwards,
        // state
        append_to, last,
        // threads
        keep, once, exchange, panic,
    ],
}
