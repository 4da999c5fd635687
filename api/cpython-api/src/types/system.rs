//! What CPython's modules ask the operating system for through the interpreter.

use crate::{Context, PyResult, raw};

impl<'py> Context<'py> {
    /// Runs the handlers of signals that have come in, if this is the main thread: for loops
    /// that take long and do not run Python code.
    ///
    /// # Errors
    /// What a handler raises, `KeyboardInterrupt` for example.
    #[doc(alias = "PyErr_CheckSignals")]
    pub fn check_signals(&mut self) -> PyResult<()> {
        raw::check_signals(self)
    }

    /// `time.monotonic_ns()`
    ///
    /// # Errors
    /// `OSError`, if the system has no such clock.
    #[doc(alias = "PyTime_Monotonic")]
    #[doc(alias = "PyTime_t")]
    pub fn monotonic_ns(&self) -> PyResult<i64> {
        raw::time_monotonic(self)
    }

    /// `time.time_ns()`
    ///
    /// # Errors
    /// `OSError`, if the system's clock cannot be read.
    #[doc(alias = "PyTime_Time")]
    pub fn time_ns(&self) -> PyResult<i64> {
        raw::time_now(self)
    }

    /// Fills `bytes` with randomness of the operating system. If the system has not gathered
    /// enough yet, weaker randomness is taken instead of waiting: good for seeds, not for secrets.
    ///
    /// # Errors
    /// `OSError`, if there is none.
    #[doc(alias = "_PyOS_URandomNonblock")]
    pub fn random_seed(&mut self, bytes: &mut [u8]) -> PyResult<()> {
        raw::os_random(self, bytes)
    }
}
