//! A number, with operators on either side.

use cpython_api::class::not_implemented;
use cpython_api::memory::String;
use cpython_api::prelude::*;

use super::written;

/// A whole number modulo 97.
#[class]
pub(crate) struct Modular(u32);

const MODULUS: u32 = 97;

impl Modular {
    fn made<'py>(cx: &mut Context<'py>, value: u64) -> PyResult<Bound<'py, Modular>> {
        Modular::create(cx, Modular((value % u64::from(MODULUS)) as u32))
    }
}

/// What an operator takes: another one, or a number.
struct Operand(u32);

impl<'py> cpython_api::FromArgument<'py> for Operand {
    fn from_argument(
        cx: &mut Context<'py>,
        argument: cpython_api::Argument<'py>,
    ) -> PyResult<Self> {
        if let Some(modular) = argument.value.cast::<Modular>(cx) {
            return Ok(Operand(modular.payload(cx).0));
        }
        let value = i64::from_argument(cx, argument)?;
        Ok(Operand(value.rem_euclid(i64::from(MODULUS)) as u32))
    }
}

#[methods]
impl Modular {
    #[new(value, /)]
    fn new(value: Operand) -> PyResult<Modular> {
        Ok(Modular(value.0))
    }

    fn __repr__(&self, cx: &mut Context<'_>) -> PyResult<String> {
        written(cx, format_args!("Modular({})", self.0))
    }

    fn __add__<'py>(&self, cx: &mut Context<'py>, other: Operand) -> PyResult<Bound<'py, Self>> {
        Modular::made(cx, u64::from(self.0) + u64::from(other.0))
    }

    fn __radd__<'py>(&self, cx: &mut Context<'py>, other: Operand) -> PyResult<Bound<'py, Self>> {
        self.__add__(cx, other)
    }

    fn __sub__<'py>(&self, cx: &mut Context<'py>, other: Operand) -> PyResult<Bound<'py, Self>> {
        Modular::made(cx, u64::from(self.0 + MODULUS - other.0))
    }

    fn __rsub__<'py>(&self, cx: &mut Context<'py>, other: Operand) -> PyResult<Bound<'py, Self>> {
        Modular::made(cx, u64::from(other.0 + MODULUS - self.0))
    }

    fn __mul__<'py>(&self, cx: &mut Context<'py>, other: Operand) -> PyResult<Bound<'py, Self>> {
        Modular::made(cx, u64::from(self.0) * u64::from(other.0))
    }

    fn __pow__<'py>(
        &self,
        cx: &mut Context<'py>,
        exponent: i64,
        modulus: Borrowed<'py>,
    ) -> PyResult<Bound<'py>> {
        let _ = modulus;
        if exponent < 0 {
            return Ok(not_implemented(cx));
        }
        let power = (0..exponent).fold(1, |power, _| power * u64::from(self.0) % 97);
        Modular::made(cx, power).map(Bound::into_any)
    }

    /// `+=` need not give the same object.
    fn __iadd__<'py>(&self, cx: &mut Context<'py>, other: Operand) -> PyResult<Bound<'py, Self>> {
        self.__add__(cx, other)
    }

    fn __neg__<'py>(&self, cx: &mut Context<'py>) -> PyResult<Bound<'py, Self>> {
        Modular::made(cx, u64::from(MODULUS - self.0))
    }

    fn __bool__(&self) -> PyResult<bool> {
        Ok(self.0 != 0)
    }

    fn __int__(&self) -> PyResult<u32> {
        Ok(self.0)
    }

    fn __index__(&self) -> PyResult<u32> {
        Ok(self.0)
    }

    fn __eq__(&self, other: Operand) -> PyResult<bool> {
        Ok(self.0 == other.0)
    }

    fn __hash__(&self) -> PyResult<isize> {
        Ok(self.0 as isize)
    }
}
