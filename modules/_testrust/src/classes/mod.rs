//! Classes: each kind of special method, in classes as short as they can be.
// Fields are emptied by the garbage collector, so a class takes an empty one in its stride.

mod attributes;
mod counter;
mod iteration;
mod lending;
mod node;
mod number;
mod panicky;
mod series;

pub(crate) use attributes::{Record, Token, Typed};
pub(crate) use counter::Counter;
pub(crate) use iteration::{Countdown, Ready, Ticker};
pub(crate) use lending::{Blob, Room};
pub(crate) use node::Node;
pub(crate) use number::Modular;
pub(crate) use panicky::Panicky;
pub(crate) use series::Series;

use core::fmt::Write;
use cpython_api::memory::String;
use cpython_api::prelude::*;

/// The text, in Python's memory.
fn written(cx: &mut Context<'_>, text: core::fmt::Arguments<'_>) -> PyResult<String> {
    let mut string = String::new();
    match string.write_fmt(text) {
        Ok(()) => Ok(string),
        Err(_) => Err(MemoryError::none(cx)),
    }
}
