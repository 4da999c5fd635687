//! `int`, `float`, `complex`, and what has a truth value or a length.

use super::exception_is_set;
use super::verbs::calls;
use crate::types::{PyComplex, PyFloat, PyInt, PyStr};
use crate::{Any, Bound, Context, PyResult, Raised};
use core::ffi::{c_char, c_int, c_long};
use cpython_sys::{self as sys, Py_ssize_t, PyObject};

calls! {
    fn is_true<'py>(&mut Context<'py>, value: &Bound<'_>) -> PyResult<bool> = PyObject_IsTrue;
    fn length<'py>(&mut Context<'py>, value: &Bound<'_>) -> PyResult<usize> = PyObject_Length;
}

// These call `__index__` of what is no int; of an int they read the value, and raise an instance
// of an immutable type at most. The first group takes anything, the second an int.
calls! {
    fn index_as_i32<'py>(&mut Context<'py>, value: &Bound<'_>) -> PyResult<i32> = PyLong_AsInt;
    fn index_as_long<'py>(&mut Context<'py>, value: &Bound<'_>) -> PyResult<c_long> = PyLong_AsLong;
    fn index_as_i64<'py>(&mut Context<'py>, value: &Bound<'_>) -> PyResult<i64> = PyLong_AsLongLong;

    fn int_as_i64<'py>(&Context<'py>, value: &Bound<'py, PyInt>) -> PyResult<i64> = PyLong_AsLongLong;
    fn int_as_isize<'py>(&Context<'py>, value: &Bound<'py, PyInt>) -> PyResult<isize> = PyLong_AsSsize_t;
    fn int_as_u64<'py>(&Context<'py>, value: &Bound<'py, PyInt>) -> PyResult<u64> = PyLong_AsUnsignedLongLong;
    fn int_as_wrapping_u64<'py>(&Context<'py>, value: &Bound<'py, PyInt>) -> PyResult<u64> = PyLong_AsUnsignedLongLongMask;
    fn int_parse<'py>(&mut Context<'py>, text: &Bound<'py, PyStr>, base: c_int) -> PyResult<Bound<'py, PyInt>> = PyLong_FromUnicodeObject;
}

// An int's own type makes it, and a float's.
calls! {
    fn float_new<'py>(&Context<'py>, value: f64) -> PyResult<Bound<'py, PyFloat>> = PyFloat_FromDouble;
    fn float_parse<'py>(&mut Context<'py>, text: &Bound<'py, PyStr>) -> PyResult<Bound<'py, PyFloat>> = PyFloat_FromString;
    fn number_as_f64<'py>(&mut Context<'py>, value: &Bound<'_>) -> PyResult<f64> = PyFloat_AsDouble;
    fn complex_new<'py>(&Context<'py>, real: f64, imag: f64) -> PyResult<Bound<'py, PyComplex>> = PyComplex_FromDoubles;
    fn complex_real<'py>(&Context<'py>, value: &Bound<'py, PyComplex>) -> PyResult<f64> = PyComplex_RealAsDouble;
    fn complex_imag<'py>(&Context<'py>, value: &Bound<'py, PyComplex>) -> PyResult<f64> = PyComplex_ImagAsDouble;
}

macro_rules! int_from {
    ($($name:ident($type:ty) = $function:ident;)*) => {$(
        #[inline]
        pub(crate) fn $name<'py>(cx: &Context<'py>, value: $type) -> PyResult<Bound<'py, Any>> {
            // SAFETY: attached.
            let object = unsafe { sys::$function(value.into()) };
            // SAFETY: a new reference to an exact int, or null with `MemoryError`.
            unsafe { Bound::from_owned_or_err(cx, object) }
        }
    )*};
}

/// The same, for what a call returns.
pub(crate) mod returned {
    use crate::{Context, Returned};
    use cpython_sys as sys;

    macro_rules! int_from {
        ($($name:ident($type:ty) = $function:ident;)*) => {$(
            #[inline]
            pub(crate) fn $name<'py>(cx: Context<'py>, value: $type) -> Returned<'py> {
                // SAFETY: attached.
                let object = unsafe { sys::$function(value.into()) };
                // SAFETY: a new reference to an exact int, or null with `MemoryError`.
                unsafe { Returned::from_c(cx, object) }
            }
        )*};
    }

    int_from! {
        int_from_i32(i32) = PyLong_FromLong;
        int_from_u32(u32) = PyLong_FromUnsignedLong;
        int_from_i64(i64) = PyLong_FromLongLong;
        int_from_u64(u64) = PyLong_FromUnsignedLongLong;
    }
}

int_from! {
    int_from_i32(i32) = PyLong_FromLong;
    int_from_u32(u32) = PyLong_FromUnsignedLong;
    int_from_i64(i64) = PyLong_FromLongLong;
    int_from_u64(u64) = PyLong_FromUnsignedLongLong;
}

/// An int from its bytes, in the machine's order, in two's complement if it is `signed`.
#[doc(alias = "PyLong_FromNativeBytes")]
#[doc(alias = "PyLong_FromUnsignedNativeBytes")]
pub(crate) fn int_from_bytes<'py>(
    cx: &Context<'py>,
    bytes: &[u8],
    signed: bool,
    order: c_int,
) -> PyResult<Bound<'py, PyInt>> {
    let first = bytes.as_ptr().cast();
    let object = if signed {
        // SAFETY: attached, and as many bytes as are said.
        unsafe { sys::PyLong_FromNativeBytes(first, bytes.len(), order) }
    } else {
        // SAFETY: as above.
        unsafe { sys::PyLong_FromUnsignedNativeBytes(first, bytes.len(), order) }
    };
    // SAFETY: a new reference to an exact int, or null with an exception.
    unsafe { Bound::from_owned_or_err(cx, object) }
}

/// Writes an int to `bytes`, and gives how many it needs: more than there are if it was cut.
#[doc(alias = "PyLong_AsNativeBytes")]
pub(crate) fn int_to_bytes<'py>(
    cx: &Context<'py>,
    value: &Bound<'py, PyInt>,
    bytes: &mut [u8],
    flags: c_int,
) -> PyResult<usize> {
    // A slice is never longer than isize::MAX bytes.
    let len = bytes.len() as Py_ssize_t;
    let first = bytes.as_mut_ptr().cast();
    // SAFETY: attached, an int (hence no `__index__` is called), and memory of that length.
    let needed = unsafe { sys::PyLong_AsNativeBytes(value.as_ptr(), first, len, flags) };
    usize::try_from(needed).map_err(|_| Raised::take(cx))
}

/// How many bits the absolute value of an int has.
#[doc(alias = "_PyLong_NumBits")]
pub(crate) fn int_bits<'py>(cx: &Context<'py>, value: &Bound<'py, PyInt>) -> PyResult<usize> {
    // SAFETY: attached, and an int.
    let bits = unsafe { sys::_PyLong_NumBits(value.as_ptr()) };
    bits_of(bits).ok_or_else(|| Raised::take(cx))
}

/// The number that `_PyLong_NumBits` reports, if it is no error.
#[cfg(Py_3_14)]
fn bits_of(bits: i64) -> Option<usize> {
    usize::try_from(bits).ok()
}

/// The number that `_PyLong_NumBits` reports, if it is no error.
#[cfg(not(Py_3_14))]
fn bits_of(bits: usize) -> Option<usize> {
    (bits != usize::MAX).then_some(bits)
}

/// -1, 0 or 1.
#[doc(alias = "_PyLong_Sign")]
pub(crate) fn int_sign<'py>(_cx: &Context<'py>, value: &Bound<'py, PyInt>) -> i32 {
    // SAFETY: attached, and an int.
    unsafe { sys::_PyLong_Sign(value.as_ptr()) }
}

macro_rules! converters {
    ($($(#[$doc:meta])* $name:ident -> $type:ty = $function:ident;)*) => {$(
        $(#[$doc])*
        pub(crate) fn $name(cx: &mut Context<'_>, value: &Bound<'_>) -> PyResult<$type> {
            let mut result: $type = 0;
            // SAFETY: attached, a live object, and a place of the size that the function writes.
            let done = unsafe { sys::$function(value.as_ptr(), (&raw mut result).cast()) };
            if done == 0 {
                return Err(Raised::take(cx));
            }
            Ok(result)
        }
    )*};
}

converters! {
    #[doc(alias = "_PyLong_UnsignedShort_Converter")]
    convert_u16 -> u16 = _PyLong_UnsignedShort_Converter;
    #[doc(alias = "_PyLong_UnsignedInt_Converter")]
    convert_u32 -> u32 = _PyLong_UnsignedInt_Converter;
    #[doc(alias = "_PyLong_UnsignedLongLong_Converter")]
    convert_u64 -> u64 = _PyLong_UnsignedLongLong_Converter;
    #[doc(alias = "_PyLong_Size_t_Converter")]
    convert_usize -> usize = _PyLong_Size_t_Converter;
}

/// The low bytes of an integer (or of what `__index__` gives), and how many it needs: more than
/// `N` if that is not all of it.
#[cfg(Py_3_15)]
#[doc(alias = "PyLong_AsNativeBytes")]
pub(crate) fn index_low_bytes<const N: usize>(
    cx: &mut Context<'_>,
    value: &Bound<'_>,
) -> PyResult<([u8; N], usize)> {
    let mut bytes = [0; N];
    let (first, len) = (bytes.as_mut_ptr().cast(), N as Py_ssize_t);
    let flags = sys::Py_ASNATIVEBYTES_NATIVE_ENDIAN
        | sys::Py_ASNATIVEBYTES_UNSIGNED_BUFFER
        | sys::Py_ASNATIVEBYTES_ALLOW_INDEX;
    // SAFETY: attached, a live object, and memory of that length.
    let needed = unsafe { sys::PyLong_AsNativeBytes(value.as_ptr(), first, len, flags) };
    let needed = usize::try_from(needed).map_err(|_| Raised::take(cx))?;
    Ok((bytes, needed))
}

/// The low 32 bits of an integer (or of what `__index__` gives).
#[cfg(not(Py_3_15))]
#[doc(alias = "PyLong_AsUnsignedLongMask")]
pub(crate) fn index_as_wrapping_u32(cx: &mut Context<'_>, value: &Bound<'_>) -> PyResult<u32> {
    // SAFETY: attached, and a live object.
    let result = unsafe { sys::PyLong_AsUnsignedLongMask(value.as_ptr()) };
    if result == core::ffi::c_ulong::MAX && exception_is_set(cx) {
        return Err(Raised::take(cx));
    }
    // The low bits are what is asked for.
    Ok(result as u32)
}

/// The value of a float (or of an instance of a subclass).
///
/// # Safety
/// `value` is such an object, as `is_float` says.
#[doc(alias = "PyFloat_AS_DOUBLE")]
#[inline]
pub(crate) unsafe fn float_value(value: *mut PyObject) -> f64 {
    // SAFETY: a live `PyFloatObject`, whose value never changes.
    unsafe { (*value.cast::<sys::PyFloatObject>()).ob_fval }
}

macro_rules! packing {
    ($($pack:ident, $unpack:ident: $size:literal = $c_pack:ident, $c_unpack:ident;)*) => {$(
        /// A float as so many bytes.
        pub(crate) fn $pack(cx: &Context<'_>, value: f64, little: bool) -> PyResult<[u8; $size]> {
            let mut bytes = [0u8; $size];
            // SAFETY: attached, and as many bytes as the function writes.
            let status = unsafe {
                sys::$c_pack(value, bytes.as_mut_ptr().cast::<c_char>(), little.into())
            };
            if status < 0 {
                return Err(Raised::take(cx));
            }
            Ok(bytes)
        }

        /// A float from so many bytes.
        pub(crate) fn $unpack(cx: &Context<'_>, bytes: [u8; $size], little: bool) -> PyResult<f64> {
            // SAFETY: attached, and as many bytes as the function reads.
            let value = unsafe {
                sys::$c_unpack(bytes.as_ptr().cast::<c_char>(), little.into())
            };
            if value == -1.0 && exception_is_set(cx) {
                return Err(Raised::take(cx));
            }
            Ok(value)
        }
    )*};
}

packing! {
    float_pack2, float_unpack2: 2 = PyFloat_Pack2, PyFloat_Unpack2;
    float_pack4, float_unpack4: 4 = PyFloat_Pack4, PyFloat_Unpack4;
    float_pack8, float_unpack8: 8 = PyFloat_Pack8, PyFloat_Unpack8;
}

/// `value ** exponent`, without a modulus.
#[doc(alias = "PyNumber_Power")]
pub(crate) fn power_plain<'py>(
    cx: &mut Context<'py>,
    value: &Bound<'py>,
    exponent: &Bound<'py>,
) -> PyResult<Bound<'py>> {
    let none = &raw mut sys::_Py_NoneStruct;
    // SAFETY: attached; live objects, and None as "no modulus".
    let result = unsafe { sys::PyNumber_Power(value.as_ptr(), exponent.as_ptr(), none) };
    // SAFETY: a new reference, or null with an exception.
    unsafe { Bound::from_owned_or_err(cx, result) }
}
