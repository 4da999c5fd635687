//! `complex`.

use super::PyComplex;
use crate::{Bound, Context, PyResult, raw};

impl PyComplex {
    /// A new `complex`.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyComplex_FromDoubles")]
    pub fn new<'py>(cx: &Context<'py>, real: f64, imag: f64) -> PyResult<Bound<'py, PyComplex>> {
        raw::complex_new(cx, real, imag)
    }
}

impl<'py> Bound<'py, PyComplex> {
    /// The real part.
    #[doc(alias = "PyComplex_RealAsDouble")]
    pub fn real(&self, cx: &Context<'py>) -> f64 {
        // It fails only for objects that are not complex.
        raw::complex_real(cx, self).unwrap_or(f64::NAN)
    }

    /// The imaginary part.
    #[doc(alias = "PyComplex_ImagAsDouble")]
    pub fn imag(&self, cx: &Context<'py>) -> f64 {
        // It fails only for objects that are not complex.
        raw::complex_imag(cx, self).unwrap_or(f64::NAN)
    }
}
