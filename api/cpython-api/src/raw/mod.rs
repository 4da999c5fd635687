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
mod bytearray;
mod bytes;
mod call;
mod class;
mod container;
mod exception;
mod interpreter;
mod lock;
mod memory;
mod message;
mod module;
mod number;
mod object;
mod packed;
mod protocol;
mod system;
mod text;
mod verbs;
mod weak;

pub(crate) use argument::*;
pub(crate) use buffer::*;
pub(crate) use bytearray::*;
pub(crate) use bytes::*;
pub(crate) use call::*;
pub(crate) use class::*;
pub(crate) use container::*;
pub(crate) use exception::*;
pub(crate) use interpreter::*;
pub(crate) use lock::*;
pub(crate) use memory::*;
pub(crate) use message::{Decimal, with_text, with_texts};
pub(crate) use module::*;
pub(crate) use number::*;
pub(crate) use object::{
    decref, incref, incref_raw, is_subtype, is_type, release_quietly, type_name,
    type_qualified_name,
};
pub(crate) use packed::*;
pub(crate) use protocol::*;
pub(crate) use system::*;
pub(crate) use text::*;
pub(crate) use weak::*;
