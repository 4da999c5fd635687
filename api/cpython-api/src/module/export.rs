//! The function that CPython's import system looks for, in a built-in module or a shared file.
//!
//! | | built in | shared file |
//! |---|---|---|
//! | before 3.15 | `PyInit_name` | `PyInit_name` |
//! | since 3.15 | `PyInit_name` | `PyModExport_name` (PEP 793) or `PyInit_name` |
//!
//! Since 3.15 both give CPython the same array of slots (`slots`).

use super::ModuleDef;
use core::ffi::{CStr, c_void};

/// Which function it is.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub enum Hook {
    /// `PyInit_name`, which returns the `PyModuleDef`.
    Init,
    /// `PyModExport_name`, which returns an array of `PySlot`.
    #[cfg(Py_3_15)]
    Export,
}

impl Hook {
    /// What a function with this name does for a module with that one. Stops the build if it is
    /// not a name that CPython looks for.
    ///
    /// # Panics
    /// While it is compiled, if the name is another one.
    pub const fn of(function: &str, module: &CStr) -> Hook {
        let (function, module) = (function.as_bytes(), module.to_bytes());
        if is_joined(function, b"PyInit_", module) {
            return Hook::Init;
        }
        #[cfg(Py_3_15)]
        if is_joined(function, b"PyModExport_", module) {
            return Hook::Export;
        }
        panic!(
            "the function that exports a module is called PyInit_ and the module's name; since \
             CPython 3.15 that of a module in a file of its own can be called PyModExport_ and the name"
        )
    }
}

/// Whether `text` is `first` and then `second`.
const fn is_joined(text: &[u8], first: &[u8], second: &[u8]) -> bool {
    if text.len() != first.len() + second.len() {
        return false;
    }
    let mut i = 0;
    while i < text.len() {
        let wanted = if i < first.len() {
            first[i]
        } else {
            second[i - first.len()]
        };
        if text[i] != wanted {
            return false;
        }
        i += 1;
    }
    true
}

/// What the function returns.
///
/// # Safety
/// Called by CPython, attached, while it imports the module.
#[doc(hidden)]
pub unsafe fn enter_hook(hook: Hook, definition: &'static ModuleDef) -> *mut c_void {
    match hook {
        // SAFETY: exactly the condition of this function.
        Hook::Init => unsafe { definition.init() }.cast(),
        #[cfg(Py_3_15)]
        // SAFETY: exactly the condition of this function.
        Hook::Export => unsafe { super::slots::export(definition) }.cast(),
    }
}
