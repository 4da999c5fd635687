//! `int`, as numbers of Rust.

use super::{PyInt, PyStr};
use crate::{
    Any, Argument, Borrowed, Bound, Context, ExceptionType, FromArgument, IntoPython,
    OverflowError, PyResult, Returned, ValueError, raw,
};
use core::num::Wrapping;

impl PyInt {
    /// The number that a text says, in `base` 2 to 36, or 0 to read `0x` and the like: `int(text, base)`.
    ///
    /// # Errors
    /// `ValueError`, if it says none or has too many digits.
    #[doc(alias = "PyLong_FromUnicodeObject")]
    #[doc(alias = "PyLong_FromString")]
    pub fn parse<'py>(
        cx: &mut Context<'py>,
        text: &Bound<'py, PyStr>,
        base: u32,
    ) -> PyResult<Bound<'py, PyInt>> {
        let Some(base) = i32::try_from(base)
            .ok()
            .filter(|base| *base <= 36 && *base != 1)
        else {
            return Err(ValueError::raise(
                cx,
                "int() base must be >= 2 and <= 36, or 0",
            ));
        };
        raw::int_parse(cx, text, base)
    }
}

/// The value as a number of Rust; there is one for each type of number.
macro_rules! getters {
    ($($(#[$doc:meta])* $name:ident -> $type:ty = $get:expr;)*) => {
        impl<'py> Bound<'py, PyInt> {$(
            $(#[$doc])*
            ///
            /// # Errors
            /// `OverflowError`, if the value does not fit.
            #[inline]
            pub fn $name(&self, cx: &Context<'py>) -> PyResult<$type> {
                $get(cx, self)
            }
        )*}
    };
}

getters! {
    /// The value as an `i64`.
    #[doc(alias = "PyLong_AsLongLong")]
    #[doc(alias = "PyLong_AsLong")]
    to_i64 -> i64 = raw::int_as_i64;
    /// The value as a `u64`.
    #[doc(alias = "PyLong_AsUnsignedLongLong")]
    #[doc(alias = "PyLong_AsUnsignedLong")]
    to_u64 -> u64 = raw::int_as_u64;
    /// The value as an `isize`.
    #[doc(alias = "PyLong_AsSsize_t")]
    to_isize -> isize = raw::int_as_isize;
    /// The low 64 bits of the value, whatever its size.
    #[doc(alias = "PyLong_AsUnsignedLongLongMask")]
    #[doc(alias = "PyLong_AsUnsignedLongMask")]
    to_wrapping_u64 -> u64 = raw::int_as_wrapping_u64;
}

impl<'py> Bound<'py> {
    /// The value of an integer, or of what the object's `__index__` returns, cut to the range of
    /// `isize`: for positions, where more than that is the end.
    ///
    /// # Errors
    /// `TypeError`, if the object is no integer; what its `__index__` raises.
    #[doc(alias = "PyNumber_AsSsize_t")]
    pub fn index_clipped(&self, cx: &mut Context<'py>) -> PyResult<isize> {
        raw::index_clipped(cx, self)
    }
}

/// Numbers that Argument Clinic asks for a `long` first, and cuts itself.
macro_rules! small {
    ($($type:ident: $c:literal, $low:literal, $high:literal;)*) => {$(
        #[doc = concat!("C's `", $c, "`: out of range is `OverflowError`.")]
        impl<'py> FromArgument<'py> for $type {
            const HOLDS: bool = false;

            #[doc(alias = "PyLong_AsLong")]
            fn from_argument(cx: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
                let value = raw::index_as_long(cx, &argument.value)?;
                match $type::try_from(value) {
                    Ok(value) => Ok(value),
                    Err(_) if value < 0 => Err(OverflowError::raise(cx, $low)),
                    Err(_) => Err(OverflowError::raise(cx, $high)),
                }
            }
        }
    )*};
}

small! {
    u8: "unsigned char", "unsigned byte integer is less than minimum", "unsigned byte integer is greater than maximum";
    i8: "signed char", "signed byte integer is less than minimum", "signed byte integer is greater than maximum";
    i16: "short", "signed short integer is less than minimum", "signed short integer is greater than maximum";
}

macro_rules! from_argument {
    ($($(#[$doc:meta])* $type:ty = |$cx:ident, $argument:ident| $convert:expr;)*) => {$(
        impl<'py> FromArgument<'py> for $type {
            const HOLDS: bool = false;

            $(#[$doc])*
            #[inline]
            fn from_argument($cx: &mut Context<'py>, $argument: Argument<'py>) -> PyResult<Self> {
                $convert
            }
        }
    )*};
}

from_argument! {
    /// C's `int`: out of range is `OverflowError`.
    #[doc(alias = "PyLong_AsInt")]
    i32 = |cx, argument| raw::index_as_i32(cx, &argument.value);
    /// C's `long long`: out of range is `OverflowError`.
    #[doc(alias = "PyLong_AsLongLong")]
    i64 = |cx, argument| raw::index_as_i64(cx, &argument.value);
    /// C's `Py_ssize_t`: out of range is `OverflowError`.
    #[doc(alias = "PyLong_AsSsize_t")]
    isize = |cx, argument| index_as_isize(cx, argument.value);
    /// C's `unsigned short`: an `int` only; negative is `ValueError`, too large `OverflowError`.
    #[doc(alias = "_PyLong_UnsignedShort_Converter")]
    u16 = |cx, argument| raw::convert_u16(cx, &argument.value);
    /// C's `unsigned int`: an `int` only; negative is `ValueError`, too large `OverflowError`.
    #[doc(alias = "_PyLong_UnsignedInt_Converter")]
    u32 = |cx, argument| raw::convert_u32(cx, &argument.value);
    /// C's `unsigned long long`: an `int` only; negative is `ValueError`, too large `OverflowError`.
    #[doc(alias = "_PyLong_UnsignedLongLong_Converter")]
    #[doc(alias = "PyLong_AsVoidPtr")]
    u64 = |cx, argument| raw::convert_u64(cx, &argument.value);
    /// C's `size_t`: an `int` only; negative is `ValueError`, too large `OverflowError`.
    #[doc(alias = "_PyLong_Size_t_Converter")]
    #[doc(alias = "PyLong_AsSize_t")]
    usize = |cx, argument| raw::convert_usize(cx, &argument.value);
    /// The low 8 bits of any integer: `unsigned_char(bitwise=True)`. Since 3.15 with a
    /// `DeprecationWarning` if others are lost, as the following.
    #[doc(alias = "PyLong_AsUnsignedLongMask")]
    Wrapping<u8> = |cx, argument| low_bits(cx, &argument.value).map(Wrapping);
    /// The low 16 bits of any integer: `unsigned_short(bitwise=True)`.
    #[doc(alias = "PyLong_AsUnsignedLongMask")]
    Wrapping<u16> = |cx, argument| low_bits(cx, &argument.value).map(Wrapping);
    /// The low 32 bits of any integer: `unsigned_int(bitwise=True)`.
    #[doc(alias = "PyLong_AsUnsignedLongMask")]
    Wrapping<u32> = |cx, argument| low_bits(cx, &argument.value).map(Wrapping);
    /// The low 64 bits of an `int`: `unsigned_long_long(bitwise=True)`, which takes nothing else
    /// before 3.15.
    #[doc(alias = "PyLong_AsUnsignedLongLongMask")]
    Wrapping<u64> = |cx, argument| low_64_bits(cx, argument).map(Wrapping);
    /// Any integer that fits: out of range is `OverflowError`.
    #[doc(alias = "PyLong_AsNativeBytes")]
    i128 = |cx, argument| argument.value.index(cx)?.to_i128(cx);
    /// Any integer that fits: out of range is `OverflowError`.
    #[doc(alias = "PyLong_AsNativeBytes")]
    u128 = |cx, argument| argument.value.index(cx)?.to_u128(cx);
}

/// An unsigned number of which an integer has the low bits.
trait LowBits: Sized {
    #[cfg(Py_3_15)]
    fn of(cx: &mut Context<'_>, value: &Bound<'_>) -> PyResult<(Self, bool)>;
    #[cfg(not(Py_3_15))]
    fn of(bits: u32) -> Self;
}

macro_rules! low_bits {
    ($($type:ident)*) => {$(
        impl LowBits for $type {
            /// And whether there are others.
            #[cfg(Py_3_15)]
            #[inline]
            fn of(cx: &mut Context<'_>, value: &Bound<'_>) -> PyResult<(Self, bool)> {
                let (bytes, needed) = raw::index_low_bytes(cx, value)?;
                Ok(($type::from_ne_bytes(bytes), needed > size_of::<$type>()))
            }

            #[cfg(not(Py_3_15))]
            #[inline]
            fn of(bits: u32) -> Self {
                bits as $type
            }
        }
    )*};
}

low_bits!(u8 u16 u32);

#[cfg(not(Py_3_15))]
#[inline]
fn low_bits<T: LowBits>(cx: &mut Context<'_>, value: &Bound<'_>) -> PyResult<T> {
    raw::index_as_wrapping_u32(cx, value).map(T::of)
}

#[cfg(Py_3_15)]
#[inline]
fn low_bits<T: LowBits>(cx: &mut Context<'_>, value: &Bound<'_>) -> PyResult<T> {
    let (bits, has_others) = T::of(cx, value)?;
    if has_others {
        warn_of_lost_bits(cx)?;
    }
    Ok(bits)
}

#[cfg(Py_3_15)]
#[cold]
fn warn_of_lost_bits(cx: &mut Context<'_>) -> PyResult<()> {
    crate::warn::<crate::DeprecationWarning>(cx, "integer value out of range", 1)
}

#[cfg(Py_3_15)]
low_bits!(u64);

#[cfg(Py_3_15)]
fn low_64_bits<'py>(cx: &mut Context<'py>, argument: Argument<'py>) -> PyResult<u64> {
    match argument.value.is_index(cx) {
        true => low_bits(cx, &argument.value),
        false => Err(argument.wrong_type(cx, "int")),
    }
}

#[cfg(not(Py_3_15))]
fn low_64_bits<'py>(cx: &mut Context<'py>, argument: Argument<'py>) -> PyResult<u64> {
    match argument.value.cast::<PyInt>(cx) {
        Some(value) => value.to_wrapping_u64(cx),
        None => Err(argument.wrong_type(cx, "int")),
    }
}

/// Once for all functions with such a parameter.
#[inline(never)]
fn index_as_isize<'py>(cx: &mut Context<'py>, value: Borrowed<'py>) -> PyResult<isize> {
    value.index(cx)?.to_isize(cx)
}

macro_rules! into_python {
    ($($(#[$doc:meta])* $type:ident = |$value:ident| $make:ident, $wide:expr;)*) => {$(
        impl<'py> IntoPython<'py> for $type {
            $(#[$doc])*
            #[inline]
            fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
                let $value = self;
                raw::$make(cx, $wide)
            }

            #[inline]
            fn into_returned(self, cx: Context<'py>) -> Returned<'py> {
                let $value = self;
                raw::returned::$make(cx, $wide)
            }
        }
    )*};
}

into_python! {
    #[doc(alias = "PyLong_FromLong")]
    i8 = |value| int_from_i32, value.into();
    #[doc(alias = "PyLong_FromLong")]
    i16 = |value| int_from_i32, value.into();
    #[doc(alias = "PyLong_FromLong")]
    i32 = |value| int_from_i32, value;
    #[doc(alias = "PyLong_FromUnsignedLong")]
    u8 = |value| int_from_u32, value.into();
    #[doc(alias = "PyLong_FromUnsignedLong")]
    u16 = |value| int_from_u32, value.into();
    #[doc(alias = "PyLong_FromUnsignedLong")]
    u32 = |value| int_from_u32, value;
    #[doc(alias = "PyLong_FromLongLong")]
    i64 = |value| int_from_i64, value;
    #[doc(alias = "PyLong_FromSsize_t")]
    isize = |value| int_from_i64, value as i64;
    #[doc(alias = "PyLong_FromUnsignedLongLong")]
    u64 = |value| int_from_u64, value;
    #[doc(alias = "PyLong_FromSize_t")]
    #[doc(alias = "PyLong_FromVoidPtr")]
    usize = |value| int_from_u64, value as u64;
}

impl<'py, T: IntoPython<'py>> IntoPython<'py> for Wrapping<T> {
    #[inline]
    fn into_python(self, cx: &Context<'py>) -> PyResult<Bound<'py, Any>> {
        self.0.into_python(cx)
    }

    #[inline]
    fn into_returned(self, cx: Context<'py>) -> Returned<'py> {
        self.0.into_returned(cx)
    }
}
