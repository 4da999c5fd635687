//! A panic that nothing contains: the process ends, and says why.
//!
//! Without the feature `std` there is no unwinding, so a panic cannot become an exception.

use crate::raw;
use core::panic::PanicInfo;
use core::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// Ends the process as CPython's fatal errors do: with the panic's message and place, and the
/// traceback of the Python code that was running.
///
/// What a [`panic_handler!`](crate::panic_handler) calls.
#[doc(alias = "Py_FatalError")]
#[cold]
pub fn end_process(info: &PanicInfo<'_>) -> ! {
    static ENDING: AtomicBool = AtomicBool::new(false);
    // The message is made by code that can panic in its turn.
    if ENDING.swap(true, Relaxed) {
        raw::fatal_error(c"Rust code panicked while another panic ended the process")
    }
    raw::fatal_panic(info)
}

/// Makes panics end the process, in a crate that is linked without Rust's standard library.
///
/// The crate that is linked says it, since there can be only one handler in a program and the
/// standard library has one.
#[macro_export]
macro_rules! panic_handler {
    () => {
        #[panic_handler]
        fn panicked(info: &::core::panic::PanicInfo<'_>) -> ! {
            $crate::end_process(info)
        }
    };
}
