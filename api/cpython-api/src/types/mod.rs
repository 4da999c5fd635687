//! Python's built-in types: what a handle can be of, and what each can do. One file per type.
//!
//! An operation takes `&Context` if in no build, with the GIL or without, it can run Python code
//! or detach the thread; otherwise `&mut Context`. That makes a simple rule of thumb: reading what never changes
//! (`int`, `str`, `bytes`, `tuple`, …) and making a new object is `&Context`; everything about a container
//! that can change is `&mut Context`, because a free-threaded build locks it and may have to wait, and
//! because what is taken out of it may end, and with it run Python code. No operation gives a
//! borrowed reference to what is in such a container: another thread could take it out.

mod boolean;
mod bytearray;
mod bytes;
mod bytes_writer;
mod call;
mod capsule;
mod compare;
mod complex;
mod context_var;
mod dict;
mod float;
mod int;
mod int_bytes;
mod iterator;
mod list;
mod module;
mod none;
mod number;
mod object;
mod recursion;
mod set;
mod slice;
#[cfg(doctest)]
mod soundness;
mod string;
mod string_writer;
mod system;
mod tuple;
mod type_object;
mod unconverted;
mod weakref;

pub use bytes::{BuildError, OrRaise};
pub use bytes_writer::BytesWriter;
pub use call::CallArguments;
pub use compare::Operator;
pub use int_bytes::Order;
pub use none::OrNone;
pub use slice::Indices;
pub use string::{StrData, Text};
pub use string_writer::StrWriter;
pub use unconverted::Unconverted;

use crate::handle::sealed::Typed;
use crate::{Borrowed, Bound, Context, ObjectType, raw};

/// Names a built-in type, says how its instances are known, and where CPython keeps it.
macro_rules! types {
    ($($(#[$doc:meta])* $name:ident = $python:literal if $check:path $(, $object:ident)?;)*) => {$(
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

        $(impl $name {
            /// The type itself, as a Python object.
            #[inline]
            pub fn type_object<'py>(cx: &Context<'py>) -> Borrowed<'py, PyType> {
                let object = &raw mut cpython_sys::$object;
                // SAFETY: a static type of CPython.
                unsafe { raw::constant(cx, object.cast()) }
            }

            /// Whether the object is of this very type, and of no subclass.
            #[doc(alias = "Py_IS_TYPE")]
            #[inline]
            pub fn is_exact(cx: &Context<'_>, object: &Bound<'_>) -> bool {
                raw::is_exactly(cx, object, &raw mut cpython_sys::$object)
            }
        })?
    )*};
}

types! {
    /// Python's `bool`.
    #[doc(alias = "PyBool_Check")]
    PyBool = "bool" if raw::is_bool, PyBool_Type;
    /// Python's `bytearray`.
    #[doc(alias = "PyByteArray_Check")]
    PyByteArray = "bytearray" if raw::is_bytearray, PyByteArray_Type;
    /// Python's `bytes`.
    #[doc(alias = "PyBytes_Check")]
    #[doc(alias = "PyBytes_Type")]
    PyBytes = "bytes" if raw::is_bytes, PyBytes_Type;
    /// A Rust value in a Python object.
    #[doc(alias = "PyCapsule_CheckExact")]
    PyCapsule = "PyCapsule" if raw::is_capsule, PyCapsule_Type;
    /// Python's `complex`.
    #[doc(alias = "PyComplex_Check")]
    PyComplex = "complex" if raw::is_complex, PyComplex_Type;
    /// What `ContextVar.set` returns.
    #[doc(alias = "PyContextToken_CheckExact")]
    PyContextToken = "Token" if raw::is_context_token, PyContextToken_Type;
    /// Python's `contextvars.ContextVar`.
    #[doc(alias = "PyContextVar_CheckExact")]
    PyContextVar = "ContextVar" if raw::is_context_var, PyContextVar_Type;
    /// Python's `dict`.
    #[doc(alias = "PyDict_Check")]
    #[doc(alias = "PyDict_CheckExact")]
    #[doc(alias = "PyDict_Type")]
    PyDict = "dict" if raw::is_dict, PyDict_Type;
    /// An instance of `BaseException`, or of a class that derives from it.
    #[doc(alias = "PyExceptionInstance_Check")]
    PyException = "BaseException" if raw::is_exception;
    /// Python's `float`.
    #[doc(alias = "PyFloat_Check")]
    #[doc(alias = "PyFloat_Type")]
    PyFloat = "float" if raw::is_float, PyFloat_Type;
    /// Python's `frozenset`.
    #[doc(alias = "PyFrozenSet_Check")]
    PyFrozenSet = "frozenset" if raw::is_frozenset, PyFrozenSet_Type;
    /// Python's `int`.
    #[doc(alias = "PyLong_Check")]
    #[doc(alias = "PyLong_CheckExact")]
    #[doc(alias = "PyLong_Type")]
    PyInt = "int" if raw::is_int, PyLong_Type;
    /// An object with a `__next__` method.
    #[doc(alias = "PyIter_Check")]
    PyIterator = "iterator" if raw::is_iterator;
    /// Python's `list`.
    #[doc(alias = "PyList_Check")]
    #[doc(alias = "PyList_CheckExact")]
    #[doc(alias = "PyList_Type")]
    PyList = "list" if raw::is_list, PyList_Type;
    /// A module object.
    #[doc(alias = "PyModule_Check")]
    PyModule = "module" if raw::is_module, PyModule_Type;
    /// Python's `set`.
    #[doc(alias = "PySet_Check")]
    PySet = "set" if raw::is_set, PySet_Type;
    /// Python's `slice`.
    #[doc(alias = "PySlice_Check")]
    PySlice = "slice" if raw::is_slice, PySlice_Type;
    /// Python's `str`.
    #[doc(alias = "PyUnicode_Check")]
    #[doc(alias = "PyUnicode_Type")]
    PyStr = "str" if raw::is_str, PyUnicode_Type;
    /// Python's `tuple`.
    #[doc(alias = "PyTuple_Check")]
    #[doc(alias = "PyTuple_Type")]
    PyTuple = "tuple" if raw::is_tuple, PyTuple_Type;
    /// Python's `type`.
    #[doc(alias = "PyType_Check")]
    PyType = "type" if raw::is_type, PyType_Type;
    /// Python's `weakref.ref`.
    #[doc(alias = "PyWeakref_CheckRef")]
    PyWeakref = "weakref" if raw::is_weakref, _PyWeakref_RefType;
}
