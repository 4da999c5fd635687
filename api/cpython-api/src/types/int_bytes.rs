//! `int` of any size, as bytes.

use super::PyInt;
use crate::{Any, Bound, Context, IntoPython, OverflowError, PyResult, Raised, raw};
use core::ffi::c_int;
use cpython_sys::{
    Py_ASNATIVEBYTES_NATIVE_ENDIAN, Py_ASNATIVEBYTES_REJECT_NEGATIVE,
    Py_ASNATIVEBYTES_UNSIGNED_BUFFER,
};

/// Which byte of a number comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The most significant one.
    Big,
    /// The least significant one.
    Little,
    /// That which the machine has first.
    Native,
}

impl Order {
    fn flag(self) -> c_int {
        match self {
            Order::Big => 0,
            Order::Little => 1,
            Order::Native => Py_ASNATIVEBYTES_NATIVE_ENDIAN,
        }
    }
}

impl PyInt {
    /// The number that these bytes are in two's complement.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyLong_FromNativeBytes")]
    #[doc(alias = "_PyLong_FromByteArray")]
    pub fn from_bytes_signed<'py>(
        cx: &Context<'py>,
        bytes: &[u8],
        order: Order,
    ) -> PyResult<Bound<'py, PyInt>> {
        raw::int_from_bytes(cx, bytes, true, order.flag())
    }

    /// The number, not negative, that these bytes are.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyLong_FromUnsignedNativeBytes")]
    #[doc(alias = "_PyLong_FromByteArray")]
    pub fn from_bytes_unsigned<'py>(
        cx: &Context<'py>,
        bytes: &[u8],
        order: Order,
    ) -> PyResult<Bound<'py, PyInt>> {
        raw::int_from_bytes(cx, bytes, false, order.flag())
    }
}

impl<'py> Bound<'py, PyInt> {
    /// Writes the value to all of `bytes`, in two's complement.
    ///
    /// # Errors
    /// `OverflowError`, if it does not fit; then `bytes` holds something else.
    #[doc(alias = "PyLong_AsNativeBytes")]
    #[doc(alias = "_PyLong_AsByteArray")]
    pub fn write_signed(&self, cx: &Context<'py>, bytes: &mut [u8], order: Order) -> PyResult<()> {
        let needed = raw::int_to_bytes(cx, self, bytes, order.flag())?;
        if needed > bytes.len() {
            return Err(too_big(cx));
        }
        Ok(())
    }

    /// Writes the value to all of `bytes`, which have no sign.
    ///
    /// # Errors
    /// `OverflowError`, if it does not fit; `ValueError`, if it is negative. In both cases
    /// `bytes` may hold something else.
    #[doc(alias = "PyLong_AsNativeBytes")]
    #[doc(alias = "_PyLong_AsByteArray")]
    pub fn write_unsigned(
        &self,
        cx: &Context<'py>,
        bytes: &mut [u8],
        order: Order,
    ) -> PyResult<()> {
        let flags =
            order.flag() | Py_ASNATIVEBYTES_UNSIGNED_BUFFER | Py_ASNATIVEBYTES_REJECT_NEGATIVE;
        let needed = raw::int_to_bytes(cx, self, bytes, flags)?;
        if needed > bytes.len() {
            return Err(too_big(cx));
        }
        Ok(())
    }

    /// Writes as many low bytes of the value as there are in `bytes`, whatever its size, in two's
    /// complement.
    ///
    /// # Errors
    /// None is known of.
    #[doc(alias = "PyLong_AsNativeBytes")]
    pub fn write_wrapping(
        &self,
        cx: &Context<'py>,
        bytes: &mut [u8],
        order: Order,
    ) -> PyResult<()> {
        raw::int_to_bytes(cx, self, bytes, order.flag()).map(drop)
    }

    /// How many bits the absolute value has: `abs(value).bit_length()`.
    ///
    /// # Errors
    /// `OverflowError`, if they are more than a `usize` counts.
    #[doc(alias = "_PyLong_NumBits")]
    pub fn bit_length(&self, cx: &Context<'py>) -> PyResult<usize> {
        raw::int_bits(cx, self)
    }

    /// -1, 0 or 1.
    #[doc(alias = "_PyLong_Sign")]
    pub fn signum(&self, cx: &Context<'py>) -> i32 {
        raw::int_sign(cx, self)
    }

    /// The value as an `i128`.
    ///
    /// # Errors
    /// `OverflowError`, if it does not fit.
    #[doc(alias = "PyLong_AsNativeBytes")]
    pub fn to_i128(&self, cx: &Context<'py>) -> PyResult<i128> {
        let mut bytes = [0; size_of::<i128>()];
        self.write_signed(cx, &mut bytes, Order::Native)?;
        Ok(i128::from_ne_bytes(bytes))
    }

    /// The value as a `u128`.
    ///
    /// # Errors
    /// `OverflowError`, if it does not fit.
    #[doc(alias = "PyLong_AsNativeBytes")]
    pub fn to_u128(&self, cx: &Context<'py>) -> PyResult<u128> {
        if self.signum(cx) < 0 {
            return Err(raw::raise_constant::<OverflowError>(
                cx,
                c"can't convert negative int to unsigned",
            ));
        }
        let mut bytes = [0; size_of::<u128>()];
        self.write_unsigned(cx, &mut bytes, Order::Native)?;
        Ok(u128::from_ne_bytes(bytes))
    }
}

#[cold]
fn too_big(cx: &Context<'_>) -> Raised {
    raw::raise_constant::<OverflowError>(cx, c"int too big to convert")
}

impl<'py> IntoPython<'py> for i128 {
    #[doc(alias = "PyLong_FromNativeBytes")]
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        PyInt::from_bytes_signed(cx, &self.to_ne_bytes(), Order::Native).map(Bound::into_any)
    }
}

impl<'py> IntoPython<'py> for u128 {
    #[doc(alias = "PyLong_FromUnsignedNativeBytes")]
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        PyInt::from_bytes_unsigned(cx, &self.to_ne_bytes(), Order::Native).map(Bound::into_any)
    }
}
