//! `bool`.

use super::PyBool;
use crate::{Any, Argument, Borrowed, Bound, Context, FromArgument, IntoPython, PyResult, raw};

impl PyBool {
    /// Python's `True` or `False`.
    #[doc(alias = "Py_True")]
    #[doc(alias = "Py_False")]
    #[doc(alias = "PyBool_FromLong")]
    #[inline]
    pub fn new<'py>(cx: &Context<'py>, value: bool) -> Borrowed<'py, PyBool> {
        let object = if value {
            &raw mut cpython_sys::_Py_TrueStruct
        } else {
            &raw mut cpython_sys::_Py_FalseStruct
        };
        // SAFETY: a static object of CPython, a bool.
        unsafe { raw::constant(cx, object.cast()) }
    }
}

impl<'py> Bound<'py, PyBool> {
    /// Whether this is `True`.
    #[doc(alias = "Py_IsTrue")]
    #[inline]
    pub fn value(&self, cx: &Context<'py>) -> bool {
        self.is(&PyBool::new(cx, true))
    }
}

impl<'py> Bound<'py> {
    /// Whether the object is true, as in an `if` statement.
    ///
    /// # Errors
    /// What its `__bool__` or `__len__` raises.
    #[doc(alias = "PyObject_IsTrue")]
    #[inline]
    pub fn is_true(&self, cx: &mut Context<'py>) -> PyResult<bool> {
        raw::is_true(cx, self)
    }
}

/// Whether an object is true, as Argument Clinic's `bool`.
impl<'py> FromArgument<'py> for bool {
    const HOLDS: bool = false;

    #[doc(alias = "PyObject_IsTrue")]
    #[inline]
    fn from_argument(cx: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
        // Nearly always one of the two, which takes no call to tell.
        for truth in [true, false] {
            if argument.value.is(&PyBool::new(cx, truth)) {
                return Ok(truth);
            }
        }
        argument.value.is_true(cx)
    }
}

impl<'py> IntoPython<'py> for bool {
    #[doc(alias = "PyBool_FromLong")]
    #[doc(alias = "Py_RETURN_TRUE")]
    #[doc(alias = "Py_RETURN_FALSE")]
    #[inline]
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        PyBool::new(cx, self).into_python(cx)
    }
}
