//! Time, randomness and the depth of recursion.

use super::verbs::calls;
use crate::{Context, PyResult, Raised};
use core::ffi::CStr;
use cpython_sys::{self as sys, Py_ssize_t};

// It counts; going too deep raises RecursionError, of an immutable type.
calls! {
    fn enter_recursion<'py>(&Context<'py>, place: &CStr) -> PyResult<()> = Py_EnterRecursiveCall;
}

/// Ends what `enter_recursion` began.
///
/// # Safety
/// Attached, and called once for each time that `enter_recursion` succeeded.
#[doc(alias = "Py_LeaveRecursiveCall")]
pub(crate) unsafe fn leave_recursion() {
    // SAFETY: exactly the conditions of this function.
    unsafe { sys::Py_LeaveRecursiveCall() }
}

macro_rules! clocks {
    ($($(#[$doc:meta])* $name:ident = $function:ident;)*) => {$(
        $(#[$doc])*
        pub(crate) fn $name(cx: &Context<'_>) -> PyResult<i64> {
            let mut nanoseconds = 0;
            // SAFETY: attached, and a place for the result.
            let status = unsafe { sys::$function(&raw mut nanoseconds) };
            if status < 0 {
                return Err(Raised::take(cx));
            }
            Ok(nanoseconds)
        }
    )*};
}

clocks! {
    #[doc(alias = "PyTime_Monotonic")] time_monotonic = PyTime_Monotonic;
    #[doc(alias = "PyTime_Time")] time_now = PyTime_Time;
}

/// Fills `bytes` with randomness of the operating system, if it has any without waiting.
#[doc(alias = "_PyOS_URandomNonblock")]
pub(crate) fn os_random(cx: &mut Context<'_>, bytes: &mut [u8]) -> PyResult<()> {
    let len = bytes.len() as Py_ssize_t;
    // SAFETY: attached, and memory of that length.
    let status = unsafe { sys::_PyOS_URandomNonblock(bytes.as_mut_ptr().cast(), len) };
    if status < 0 {
        return Err(Raised::take(cx));
    }
    Ok(())
}
