//! `float`.

use super::{Order, PyFloat, PyStr};
use crate::{Any, Argument, Bound, Context, FromArgument, IntoPython, PyResult, raw};

impl PyFloat {
    /// A new `float`.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyFloat_FromDouble")]
    #[inline]
    pub fn new<'py>(cx: &Context<'py>, value: f64) -> PyResult<Bound<'py, PyFloat>> {
        raw::float_new(cx, value)
    }

    /// The number that a text says: `float(text)`.
    ///
    /// # Errors
    /// `ValueError`, if it says none.
    #[doc(alias = "PyFloat_FromString")]
    pub fn parse<'py>(
        cx: &mut Context<'py>,
        text: &Bound<'py, PyStr>,
    ) -> PyResult<Bound<'py, PyFloat>> {
        raw::float_parse(cx, text)
    }

    /// The two bytes of the number in IEEE 754's half precision, as `struct` packs `e`.
    ///
    /// # Errors
    /// `OverflowError`, if it is too large.
    #[doc(alias = "PyFloat_Pack2")]
    pub fn pack2(cx: &Context<'_>, value: f64, order: Order) -> PyResult<[u8; 2]> {
        raw::float_pack2(cx, value, is_little(order))
    }

    /// The four bytes of the number in single precision, as `struct` packs `f`.
    ///
    /// # Errors
    /// `OverflowError`, if it is too large.
    #[doc(alias = "PyFloat_Pack4")]
    pub fn pack4(cx: &Context<'_>, value: f64, order: Order) -> PyResult<[u8; 4]> {
        raw::float_pack4(cx, value, is_little(order))
    }

    /// The eight bytes of the number in double precision, as `struct` packs `d`.
    ///
    /// # Errors
    /// None on machines with IEEE 754 numbers.
    #[doc(alias = "PyFloat_Pack8")]
    pub fn pack8(cx: &Context<'_>, value: f64, order: Order) -> PyResult<[u8; 8]> {
        raw::float_pack8(cx, value, is_little(order))
    }

    /// The number that two bytes are.
    ///
    /// # Errors
    /// None on machines with IEEE 754 numbers.
    #[doc(alias = "PyFloat_Unpack2")]
    pub fn unpack2(cx: &Context<'_>, bytes: [u8; 2], order: Order) -> PyResult<f64> {
        raw::float_unpack2(cx, bytes, is_little(order))
    }

    /// The number that four bytes are.
    ///
    /// # Errors
    /// None on machines with IEEE 754 numbers.
    #[doc(alias = "PyFloat_Unpack4")]
    pub fn unpack4(cx: &Context<'_>, bytes: [u8; 4], order: Order) -> PyResult<f64> {
        raw::float_unpack4(cx, bytes, is_little(order))
    }

    /// The number that eight bytes are.
    ///
    /// # Errors
    /// None on machines with IEEE 754 numbers.
    #[doc(alias = "PyFloat_Unpack8")]
    pub fn unpack8(cx: &Context<'_>, bytes: [u8; 8], order: Order) -> PyResult<f64> {
        raw::float_unpack8(cx, bytes, is_little(order))
    }
}

fn is_little(order: Order) -> bool {
    match order {
        Order::Little => true,
        Order::Big => false,
        Order::Native => cfg!(target_endian = "little"),
    }
}

impl<'py> Bound<'py, PyFloat> {
    /// The number.
    #[doc(alias = "PyFloat_AS_DOUBLE")]
    #[inline]
    pub fn value(&self, _cx: &Context<'py>) -> f64 {
        // SAFETY: a handle of a float is one.
        unsafe { raw::float_value(self.as_ptr()) }
    }
}

impl<'py> Bound<'py> {
    /// The number that the object is, or that its `__float__` or `__index__` gives.
    ///
    /// # Errors
    /// `TypeError`, if it is none; what its methods raise.
    #[doc(alias = "PyFloat_AsDouble")]
    #[inline]
    pub fn to_f64(&self, cx: &mut Context<'py>) -> PyResult<f64> {
        if PyFloat::is_exact(cx, self) {
            // SAFETY: a float, as was just seen.
            return Ok(unsafe { raw::float_value(self.as_ptr()) });
        }
        raw::number_as_f64(cx, self)
    }
}

/// C's `double`.
impl<'py> FromArgument<'py> for f64 {
    const HOLDS: bool = false;

    #[doc(alias = "PyFloat_AsDouble")]
    #[inline]
    fn from_argument(cx: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
        argument.value.to_f64(cx)
    }
}

/// C's `float`: a number that is too large becomes infinite.
impl<'py> FromArgument<'py> for f32 {
    const HOLDS: bool = false;

    #[doc(alias = "PyFloat_AsDouble")]
    #[inline]
    fn from_argument(cx: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
        argument.value.to_f64(cx).map(|value| value as f32)
    }
}

impl<'py> IntoPython<'py> for f64 {
    #[doc(alias = "PyFloat_FromDouble")]
    #[inline]
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        PyFloat::new(cx, self).map(Bound::into_any)
    }
}

impl<'py> IntoPython<'py> for f32 {
    #[doc(alias = "PyFloat_FromDouble")]
    #[inline]
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        f64::from(self).into_python(cx)
    }
}
