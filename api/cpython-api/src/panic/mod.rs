//! What a panic becomes: an exception where it can be caught, the end of the process otherwise.
//!
//! | callback | with `std` (`panic=unwind`) | without |
//! |---|---|---|
//! | function, method, slot, module execution | `SystemError` with message and place | fatal error |
//! | deallocation, clearing, release of a buffer | reported by `sys.unraisablehook` | fatal error |
//! | traversal by the garbage collector | fatal error | fatal error |
//!
//! A fatal error says the message and the place, and shows the traceback of the Python code that
//! was running.

mod abort;
#[cfg(feature = "std")]
mod unwind;

pub use abort::end_process;
#[cfg(feature = "std")]
pub(crate) use unwind::{contain, contain_call, watch};

#[cfg(not(feature = "std"))]
use crate::context::Origin;
#[cfg(not(feature = "std"))]
use crate::{Context, PyResult, Returned};

/// Without unwinding a panic never returns.
#[cfg(not(feature = "std"))]
#[inline]
pub(crate) fn contain<'py, T>(
    cx: &mut Context<'py>,
    body: impl FnOnce(&mut Context<'py>) -> PyResult<T>,
) -> PyResult<T> {
    body(cx)
}

/// Runs the body of a call in a context of its own.
///
/// # Safety
/// As for [`Context::enter`].
#[cfg(not(feature = "std"))]
#[inline(always)]
pub(crate) unsafe fn contain_call<'py>(
    origin: Origin,
    body: impl FnOnce(Context<'py>) -> Returned<'py>,
) -> Returned<'py> {
    // SAFETY: exactly the conditions of this function.
    body(unsafe { Context::enter(origin) })
}

#[cfg(not(feature = "std"))]
pub(crate) fn watch() {}
