//! Functions whose interface has changed since, as CPython 3.13 and 3.14 have them.

pub(crate) mod base64;
pub(crate) mod hex;
