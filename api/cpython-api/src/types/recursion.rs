//! How deep calls of C and Rust code may be nested.

use crate::{Context, PyResult, raw};
use core::ffi::CStr;

impl<'py> Context<'py> {
    /// Runs `f`, unless calls are nested too deeply already: for functions that call themselves,
    /// or objects' methods that may call them.
    ///
    /// # Errors
    /// `RecursionError`: "maximum recursion depth exceeded" and `place`, for example
    /// `c" while encoding a JSON object"`; or what `f` returns.
    #[doc(alias = "Py_EnterRecursiveCall")]
    #[doc(alias = "Py_LeaveRecursiveCall")]
    #[doc(alias = "_Py_EnterRecursiveCall")]
    #[doc(alias = "_Py_LeaveRecursiveCall")]
    pub fn nested<R>(
        &mut self,
        place: &CStr,
        f: impl FnOnce(&mut Context<'py>) -> PyResult<R>,
    ) -> PyResult<R> {
        raw::enter_recursion(self, place)?;
        let _level = Level;
        f(self)
    }
}

/// One level of nesting, which ends when this is dropped, by a panic too.
struct Level;

impl Drop for Level {
    fn drop(&mut self) {
        // SAFETY: made after a successful `enter_recursion`, by a function that has had the
        // context lent, so the thread is attached (again).
        unsafe { raw::leave_recursion() }
    }
}
