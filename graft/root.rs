//! The root of the one static library: the init functions of the modules that configure chose.
//!
//! A module crate exports no symbol of its own; giving it one is left to the crate
//! that is linked, so that the same module can be built in or be a shared file.
//! What to do about panics is its affair, too, where they do not unwind.
#![cfg_attr(panic = "abort", no_std)]

#[cfg(panic = "abort")]
cpython_api::panic_handler!();
@@RUST_EXPORTS@@
