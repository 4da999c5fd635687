//! The shapes that calls to C have: what goes in, and how a result or an exception comes out.
//!
//! Most functions of the C API take objects and small values and report in one of a few ways.
//! [`calls!`] makes a wrapper for such a function from one line, which says everything that
//! a reviewer has to compare with CPython's documentation: whether Python code can run (`&mut Context`),
//! which types the arguments must have (the types of the handles), and what comes back (the
//! result type).

use super::exception_is_set;
use crate::{Bound, Context, PyResult, Raised};
use core::ffi::{CStr, c_char, c_int};
use cpython_sys::{Py_ssize_t, PyObject};

/// What a wrapper takes, as C takes it.
pub(super) trait ToC {
    type C;
    fn to_c(self) -> Self::C;
}

impl<T> ToC for &Bound<'_, T> {
    type C = *mut PyObject;
    #[inline]
    fn to_c(self) -> *mut PyObject {
        self.as_ptr()
    }
}

impl ToC for &CStr {
    type C = *const c_char;
    #[inline]
    fn to_c(self) -> *const c_char {
        self.as_ptr()
    }
}

macro_rules! as_it_is {
    ($($type:ty),*) => {$(
        impl ToC for $type {
            type C = $type;
            #[inline]
            fn to_c(self) -> $type {
                self
            }
        }
    )*};
}

as_it_is!(Py_ssize_t, c_int, f64, u32);

/// What a wrapper gives back.
pub(super) trait FromC<'py>: Sized {
    type C;

    /// # Safety
    /// `value` is what a C function has just returned that reports like this type: see each
    /// implementation.
    unsafe fn from_c(cx: &Context<'py>, value: Self::C) -> Self;
}

/// A new reference to an object of the type `T`, or null with an exception.
impl<'py, T> FromC<'py> for PyResult<Bound<'py, T>> {
    type C = *mut PyObject;
    #[inline]
    unsafe fn from_c(cx: &Context<'py>, value: *mut PyObject) -> Self {
        // SAFETY: exactly the condition of this function.
        unsafe { Bound::from_owned_or_err(cx, value) }
    }
}

/// Zero, or negative with an exception.
impl<'py> FromC<'py> for PyResult<()> {
    type C = c_int;
    #[inline]
    unsafe fn from_c(cx: &Context<'py>, value: c_int) -> Self {
        if value < 0 {
            return Err(Raised::take(cx));
        }
        Ok(())
    }
}

/// One or zero, or negative with an exception.
impl<'py> FromC<'py> for PyResult<bool> {
    type C = c_int;
    #[inline]
    unsafe fn from_c(cx: &Context<'py>, value: c_int) -> Self {
        if value < 0 {
            return Err(Raised::take(cx));
        }
        Ok(value != 0)
    }
}

/// A length, or -1 with an exception.
impl<'py> FromC<'py> for PyResult<usize> {
    type C = Py_ssize_t;
    #[inline]
    unsafe fn from_c(cx: &Context<'py>, value: Py_ssize_t) -> Self {
        usize::try_from(value).map_err(|_| Raised::take(cx))
    }
}

/// Any other number, or -1, possibly with an exception.
macro_rules! number_or_err {
    ($($type:ty = $minus_one:expr),*) => {$(
        impl<'py> FromC<'py> for PyResult<$type> {
            type C = $type;
            #[inline]
            unsafe fn from_c(cx: &Context<'py>, value: $type) -> Self {
                if value == $minus_one && exception_is_set(cx) {
                    return Err(Raised::take(cx));
                }
                Ok(value)
            }
        }
    )*};
}

number_or_err!(isize = -1, i32 = -1, i64 = -1, u64 = u64::MAX, f64 = -1.0);

/// A C function that cannot fail: not zero is yes.
impl<'py> FromC<'py> for bool {
    type C = c_int;
    #[inline]
    unsafe fn from_c(_cx: &Context<'py>, value: c_int) -> Self {
        value != 0
    }
}

/// Declares wrappers: `fn name(context, arguments) -> result = CFunction;`.
///
/// Each line states, and a reviewer compares with CPython's documentation:
/// - the context is `&mut` unless the function can in no build run Python code or detach;
/// - the function accepts any live objects of the types that the handles say, and takes no
///   reference away;
/// - it reports in the way of the result type (see [`FromC`]), and a handle in the result
///   says the object's type.
macro_rules! calls {
    ($(
        $(#[$attribute:meta])*
        fn $name:ident<$py:lifetime>($context:ty $(, $argument:ident: $type:ty)*)
            -> $result:ty = $function:ident;
    )*) => {$(
        $(#[$attribute])*
        #[inline]
        pub(crate) fn $name<$py>(cx: $context $(, $argument: $type)*) -> $result {
            // SAFETY: attached, as the context shows. The handles are live objects, and the line
            // that declares this wrapper says why their types suffice.
            let result = unsafe { cpython_sys::$function($($crate::raw::verbs::ToC::to_c($argument)),*) };
            // SAFETY: just returned, and the line that declares this wrapper says how to read it.
            unsafe { $crate::raw::verbs::FromC::from_c(cx, result) }
        }
    )*};
}
pub(super) use calls;
