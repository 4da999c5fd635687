//! The only calls to C, one wrapper each.
//!
//! A wrapper is safe when a [`Context`](crate::Context) and the invariants of the handles it takes
//! are all that the C function needs; `&Context` says that it runs no Python code,
//! `&mut Context` that it may. Otherwise it is `unsafe` and lists what it needs.
//!
//! "Attached" below means: the calling thread has an attached thread state. Having
//! a `Context` implies it.

mod argument;
mod buffer;
mod bytes;
mod exception;
mod interpreter;
mod lock;
mod memory;
mod message;
mod module;
mod number;
mod object;
mod text;
mod tuple;

pub(crate) use argument::*;
pub(crate) use buffer::*;
pub(crate) use bytes::*;
pub(crate) use exception::*;
pub(crate) use interpreter::*;
pub(crate) use lock::*;
pub(crate) use memory::*;
pub(crate) use module::*;
pub(crate) use number::*;
pub(crate) use object::{decref, incref, incref_raw, is_type, release_quietly};
pub(crate) use text::*;
pub(crate) use tuple::*;
