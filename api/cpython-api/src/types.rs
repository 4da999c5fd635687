//! The built-in types that a handle can be of.

use crate::handle::sealed::Typed;
use crate::{Bound, Context, ObjectType, raw};

/// Names a built-in type, and says how its instances are known.
macro_rules! types {
    ($($(#[$doc:meta])* $name:ident = $python:literal if $check:path;)*) => {$(
        $(#[$doc])*
        pub enum $name {}

        impl Typed for $name {}

        impl ObjectType for $name {
            const NAME: &'static str = $python;

            #[inline]
            fn is_instance(cx: &Context<'_>, object: &Bound<'_>) -> bool {
                $check(cx, object)
            }
        }
    )*};
}

types! {
    /// Python's `bytes`.
    PyBytes = "bytes" if raw::is_bytes;
    /// Python's `str`.
    PyStr = "str" if raw::is_str;
    /// Python's `tuple`.
    PyTuple = "tuple" if raw::is_tuple;
    /// Python's `type`.
    PyType = "type" if raw::is_type;
}
