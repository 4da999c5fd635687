//! Locks that know of thread states: a thread that waits is detached, so the one that holds the
//! lock can go on, the garbage collector can stop the world, and the GIL is free.
//!
//! Which one?
//!
//! - [`Guarded`]: state of a class or a module. While it is locked no Python code runs and the
//!   thread stays attached, by construction: so it is never held long, and cannot deadlock.
//! - [`Mutex`]: held across Python code or detached work. It can be left locked by a panic, or
//!   locked twice by one thread: those raise.
//! - [`OnceCell`]: a value that is made when first needed.
//! - [`Context::critical_section`](crate::Context::critical_section): the lock of an object, which
//!   CPython's own code takes in free-threaded builds. It is given up while the thread waits for
//!   anything, so it protects single operations, not a state across several.
//!
//! A lock of Rust's own (`std::sync::Mutex`) is fine if no operation that takes a
//! `&mut Context` happens while it is held: such an operation may wait for a thread that
//! waits for the lock. `Guarded` has that rule built in.

mod guarded;
mod mutex;
mod once;
mod section;

pub use guarded::{Guard, Guarded};
pub use mutex::{Mutex, MutexGuard};
pub use once::OnceCell;
