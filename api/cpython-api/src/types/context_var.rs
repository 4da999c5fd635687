//! Context variables.

use super::{PyContextToken, PyContextVar};
use crate::{Bound, Context, PyResult, raw};
use core::ffi::CStr;

impl PyContextVar {
    /// A new variable. Like in Python, make one per module, not one per call.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyContextVar_New")]
    pub fn new<'py>(
        cx: &mut Context<'py>,
        name: &CStr,
        default: Option<&Bound<'py>>,
    ) -> PyResult<Bound<'py, PyContextVar>> {
        raw::context_var_new(cx, name, default)
    }
}

impl<'py> Bound<'py, PyContextVar> {
    /// Its value in the current context, or its default, if it has either.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyContextVar_Get")]
    pub fn get(&self, cx: &mut Context<'py>) -> PyResult<Option<Bound<'py>>> {
        raw::context_var_get(cx, self)
    }

    /// Sets its value in the current context. The token says what it was before.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyContextVar_Set")]
    pub fn set(
        &self,
        cx: &mut Context<'py>,
        value: &Bound<'py>,
    ) -> PyResult<Bound<'py, PyContextToken>> {
        raw::context_var_set(cx, self, value)
    }

    /// Sets its value back to what it was before the `set` that returned the token.
    ///
    /// # Errors
    /// `ValueError`, if the token is of another variable or context; `RuntimeError`, if it was used.
    #[doc(alias = "PyContextVar_Reset")]
    pub fn reset(&self, cx: &mut Context<'py>, token: &Bound<'py, PyContextToken>) -> PyResult<()> {
        raw::context_var_reset(cx, self, token)
    }
}
