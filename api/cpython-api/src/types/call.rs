//! Calling objects.

use super::{PyStr, PyTuple, Text};
use crate::{Bound, Context, ExceptionType, IntoPython, PyResult, TypeError, raw};

/// Positional arguments for a call: a tuple of what can be [made into objects](IntoPython), such as
/// `(1u32, "two", &three)`, `()` for none, or a slice of handles.
pub trait CallArguments<'py>: sealed::Sealed {
    /// Calls `f` with the arguments as objects.
    #[doc(hidden)]
    fn with<R>(
        self,
        cx: &mut Context<'py>,
        f: impl FnOnce(&mut Context<'py>, &[Bound<'py>]) -> PyResult<R>,
    ) -> PyResult<R>;
}

mod sealed {
    /// Keeps `CallArguments` to this crate.
    pub trait Sealed {}
}

impl sealed::Sealed for &[Bound<'_>] {}

impl<'py> CallArguments<'py> for &[Bound<'py>] {
    #[inline]
    fn with<R>(
        self,
        cx: &mut Context<'py>,
        f: impl FnOnce(&mut Context<'py>, &[Bound<'py>]) -> PyResult<R>,
    ) -> PyResult<R> {
        f(cx, self)
    }
}

macro_rules! arguments {
    ($(($($name:ident),*);)*) => {$(
        impl<$($name),*> sealed::Sealed for ($($name,)*) {}

        impl<'py, $($name: IntoPython<'py>),*> CallArguments<'py> for ($($name,)*) {
            #[inline]
            #[allow(non_snake_case, reason = "a value has the name of its type")]
            fn with<R>(
                self,
                cx: &mut Context<'py>,
                f: impl FnOnce(&mut Context<'py>, &[Bound<'py>]) -> PyResult<R>,
            ) -> PyResult<R> {
                let ($($name,)*) = self;
                let arguments = [$($name.into_python(cx)?),*];
                f(cx, &arguments)
            }
        }
    )*};
}

arguments! {
    ();
    (A);
    (A, B);
    (A, B, C);
    (A, B, C, D);
    (A, B, C, D, E);
    (A, B, C, D, E, F);
}

impl<'py> Bound<'py> {
    /// Calls the object.
    ///
    /// Up to eight arguments are passed without an allocation besides those of the arguments.
    ///
    /// # Errors
    /// `TypeError`, if it cannot be called, or not with these arguments; what it raises.
    #[doc(alias = "PyObject_Vectorcall")]
    #[doc(alias = "PyObject_CallNoArgs")]
    #[doc(alias = "PyObject_CallOneArg")]
    #[doc(alias = "PyObject_CallFunction")]
    #[doc(alias = "PyObject_CallFunctionObjArgs")]
    #[doc(alias = "PyObject_CallObject")]
    #[doc(alias = "PyObject_Call")]
    pub fn call(
        &self,
        cx: &mut Context<'py>,
        arguments: impl CallArguments<'py>,
    ) -> PyResult<Bound<'py>> {
        arguments.with(cx, |cx, arguments| {
            // SAFETY: no names.
            unsafe { raw::vectorcall(cx, self, arguments, None) }
        })
    }

    /// Calls the object; the last arguments are passed by keyword, under `names`.
    ///
    /// # Errors
    /// As for [`call`](Self::call). `TypeError`, if there are more names than arguments, or one of them
    /// is no `str`.
    #[doc(alias = "PyObject_Vectorcall")]
    #[doc(alias = "PyObject_VectorcallDict")]
    pub fn call_with_names(
        &self,
        cx: &mut Context<'py>,
        arguments: impl CallArguments<'py>,
        names: &Bound<'py, PyTuple>,
    ) -> PyResult<Bound<'py>> {
        arguments.with(cx, |cx, arguments| {
            let all = names.as_slice(cx);
            if all.len() > arguments.len() {
                return Err(TypeError::raise(cx, "there are more names than arguments"));
            }
            if !all.iter().all(|name| raw::is_str(cx, name)) {
                return Err(TypeError::raise(cx, "keywords must be strings"));
            }
            // SAFETY: a tuple of `str`, not more than there are arguments.
            unsafe { raw::vectorcall(cx, self, arguments, Some(names)) }
        })
    }

    /// Calls the method `name` of the object.
    ///
    /// # Errors
    /// `AttributeError`, if there is none; otherwise as for [`call`](Self::call).
    #[doc(alias = "PyObject_VectorcallMethod")]
    #[doc(alias = "PyObject_CallMethod")]
    #[doc(alias = "PyObject_CallMethodNoArgs")]
    #[doc(alias = "PyObject_CallMethodOneArg")]
    #[doc(alias = "PyObject_CallMethodObjArgs")]
    #[doc(alias = "_PyObject_CallMethod")]
    pub fn call_method(
        &self,
        cx: &mut Context<'py>,
        name: impl Text<'py>,
        arguments: impl CallArguments<'py>,
    ) -> PyResult<Bound<'py>> {
        arguments.with(cx, |cx, arguments| {
            name.with(cx, |cx, name| self.call_method_with(cx, name, arguments))
        })
    }

    fn call_method_with(
        &self,
        cx: &mut Context<'py>,
        name: &Bound<'py, PyStr>,
        arguments: &[Bound<'py>],
    ) -> PyResult<Bound<'py>> {
        if arguments.len() < raw::ON_STACK {
            return raw::vectorcall_method(cx, self, name, arguments);
        }
        let method = raw::get_attr(cx, self, name)?;
        // SAFETY: no names.
        unsafe { raw::vectorcall(cx, &method, arguments, None) }
    }
}
