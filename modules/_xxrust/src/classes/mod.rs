//! Classes: a struct, its payload, under `#[class]`, and an `impl` block under `#[methods]`.
//!
//! Threads share a payload, and a method can be called while another one runs; so it is lent as
//! `&self`. What changes is an atomic, an object in a `Field`, or behind a lock.

mod lending;
mod names;
mod point;
mod shelf;

pub(crate) use lending::{Ready, Room};
pub(crate) use names::Names;
pub(crate) use point::Point;
pub(crate) use shelf::{Shelf, ShelfIterator};
