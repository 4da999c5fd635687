//! The built-in types: one function for each thing that a handle can do.

pub(crate) mod containers;
pub(crate) mod exceptions;
pub(crate) mod numbers;
pub(crate) mod objects;
pub(crate) mod texts;
