//! Module objects.

use super::{PyModule, PyStr, Text};
use crate::{Bound, Context, PyResult, raw};

impl PyModule {
    /// `import name`. What is in `sys.modules` under that name need not be a module, so it is
    /// any object.
    ///
    /// # Errors
    /// `ImportError`, or what the module raises while it is executed.
    #[doc(alias = "PyImport_Import")]
    #[doc(alias = "PyImport_ImportModule")]
    pub fn import<'py>(cx: &mut Context<'py>, name: impl Text<'py>) -> PyResult<Bound<'py>> {
        name.with(cx, raw::import)
    }

    /// `from module import name`.
    ///
    /// # Errors
    /// `ImportError`, or what the module raises while it is executed; `AttributeError`.
    #[doc(alias = "_PyImport_GetModuleAttr")]
    #[doc(alias = "_PyImport_GetModuleAttrString")]
    pub fn import_from<'py>(
        cx: &mut Context<'py>,
        module: impl Text<'py>,
        name: impl Text<'py>,
    ) -> PyResult<Bound<'py>> {
        let module = Self::import(cx, module)?;
        module.get_attr(cx, name)
    }
}

impl<'py> Bound<'py, PyModule> {
    /// Its `__name__`.
    ///
    /// # Errors
    /// `SystemError`, if it has been deleted.
    #[doc(alias = "PyModule_GetNameObject")]
    #[doc(alias = "PyModule_GetName")]
    pub fn name(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, PyStr>> {
        raw::module_name(cx, self)
    }
}
