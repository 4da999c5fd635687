//! `None`, `NotImplemented` and `Ellipsis`.

use crate::{
    Any, Argument, Borrowed, Bound, Context, FromArgument, IntoPython, PyResult, Returned, raw,
};

macro_rules! constants {
    ($($(#[$doc:meta])* $name:ident, $check:ident = $object:ident;)*) => {
        impl<'py> Context<'py> {
            $(
                $(#[$doc])*
                #[inline]
                pub fn $name(&self) -> Borrowed<'py> {
                    let object = &raw mut cpython_sys::$object;
                    // SAFETY: a static object of CPython, and any object is an `Any`.
                    unsafe { raw::constant(self, object) }
                }
            )*
        }

        impl<T> Bound<'_, T> {
            $(
                $(#[$doc])*
                ///
                /// Whether this is it.
                #[inline]
                pub fn $check(&self) -> bool {
                    self.as_ptr() == &raw mut cpython_sys::$object
                }
            )*
        }
    };
}

constants! {
    /// Python's `None`.
    #[doc(alias = "Py_None")]
    #[doc(alias = "Py_IsNone")]
    #[doc(alias = "Py_RETURN_NONE")]
    none, is_none = _Py_NoneStruct;
    /// Python's `NotImplemented`: what an operator returns that does not know the other operand.
    #[doc(alias = "Py_NotImplemented")]
    #[doc(alias = "Py_RETURN_NOTIMPLEMENTED")]
    not_implemented, is_not_implemented = _Py_NotImplementedStruct;
    /// Python's `...`.
    #[doc(alias = "Py_Ellipsis")]
    ellipsis, is_ellipsis = _Py_EllipsisObject;
}

/// `None`.
impl<'py> IntoPython<'py> for () {
    #[inline]
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        Ok(cx.none().clone_ref(cx))
    }
}

/// The value, or `None`.
impl<'py, T: IntoPython<'py>> IntoPython<'py> for Option<T> {
    #[inline]
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        match self {
            Some(value) => value.into_python(cx),
            None => ().into_python(cx),
        }
    }

    #[inline]
    fn into_returned(self, cx: Context<'py>) -> Returned<'py> {
        match self {
            Some(value) => value.into_returned(cx),
            None => ().into_returned(cx),
        }
    }
}

/// A parameter for which Python's `None` means that there is no value, as Argument Clinic's
/// `accept={int, NoneType}`. (`Option` means a parameter that is left out.)
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrNone<T>(pub Option<T>);

impl<'py, T: FromArgument<'py>> FromArgument<'py> for OrNone<T> {
    const HOLDS: bool = T::HOLDS;

    #[doc(alias = "_Py_convert_optional_to_ssize_t")]
    #[inline]
    fn from_argument(cx: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
        if argument.value.is_none() {
            return Ok(OrNone(None));
        }
        T::from_argument(cx, argument).map(|value| OrNone(Some(value)))
    }
}
