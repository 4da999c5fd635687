//! `type`: classes as objects.

use super::{PyStr, PyType};
use crate::{Bound, Context, PyResult, raw};

impl<'py> Bound<'py, PyType> {
    /// Its `__name__`.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyType_GetName")]
    #[doc(alias = "_PyType_Name")]
    pub fn name(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, PyStr>> {
        raw::type_name(cx, self)
    }

    /// Its `__qualname__`.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyType_GetQualName")]
    pub fn qualified_name(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, PyStr>> {
        raw::type_qualified_name(cx, self)
    }

    /// Whether it is `other` or derives from it; an `__subclasscheck__` is not asked.
    #[doc(alias = "PyType_IsSubtype")]
    #[doc(alias = "PyObject_TypeCheck")]
    pub fn is_subtype(&self, cx: &Context<'py>, other: &Bound<'py, PyType>) -> bool {
        raw::is_subtype(cx, self, other)
    }

    /// `types.GenericAlias(self, arguments)`: what `__class_getitem__` returns.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "Py_GenericAlias")]
    pub fn generic_alias(
        &self,
        cx: &mut Context<'py>,
        arguments: &Bound<'py>,
    ) -> PyResult<Bound<'py>> {
        raw::generic_alias(cx, self, arguments)
    }
}
