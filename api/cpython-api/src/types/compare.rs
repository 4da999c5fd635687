//! Comparing objects.

use crate::{Bound, Context, PyResult, raw};
use core::ffi::c_int;
use cpython_sys as sys;

/// An operator that compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `<`
    #[doc(alias = "Py_LT")]
    Lt = sys::Py_LT as isize,
    /// `<=`
    #[doc(alias = "Py_LE")]
    Le = sys::Py_LE as isize,
    /// `==`
    #[doc(alias = "Py_EQ")]
    Eq = sys::Py_EQ as isize,
    /// `!=`
    #[doc(alias = "Py_NE")]
    Ne = sys::Py_NE as isize,
    /// `>`
    #[doc(alias = "Py_GT")]
    Gt = sys::Py_GT as isize,
    /// `>=`
    #[doc(alias = "Py_GE")]
    Ge = sys::Py_GE as isize,
}

impl<'py> Bound<'py> {
    /// What the operator gives, which can be any object.
    ///
    /// # Errors
    /// `TypeError`, if the objects cannot be compared; what their methods raise.
    #[doc(alias = "PyObject_RichCompare")]
    pub fn compare(
        &self,
        cx: &mut Context<'py>,
        operator: Operator,
        other: &Bound<'py>,
    ) -> PyResult<Bound<'py>> {
        raw::rich_compare(cx, self, other, operator as c_int)
    }

    /// Whether what the operator gives is true. An object equals itself without being asked.
    ///
    /// # Errors
    /// As for [`compare`](Self::compare).
    #[doc(alias = "PyObject_RichCompareBool")]
    pub fn compare_bool(
        &self,
        cx: &mut Context<'py>,
        operator: Operator,
        other: &Bound<'py>,
    ) -> PyResult<bool> {
        raw::rich_compare_bool(cx, self, other, operator as c_int)
    }

    /// `self is other or self == other`: what containers mean by "equal".
    ///
    /// # Errors
    /// What their methods raise.
    #[doc(alias = "PyObject_RichCompareBool")]
    pub fn equals(&self, cx: &mut Context<'py>, other: &Bound<'py>) -> PyResult<bool> {
        self.compare_bool(cx, Operator::Eq, other)
    }

    /// `self < other`.
    ///
    /// # Errors
    /// As for [`compare`](Self::compare).
    #[doc(alias = "PyObject_RichCompareBool")]
    pub fn less_than(&self, cx: &mut Context<'py>, other: &Bound<'py>) -> PyResult<bool> {
        self.compare_bool(cx, Operator::Lt, other)
    }
}
