//! Numbers, through Rust's and back.

use cpython_api::PyComplex;
use cpython_api::prelude::*;
use cpython_api::types::Order;

/// The value as a Rust `i8`.
#[function(value, /)]
pub(crate) fn through_i8(_cx: &mut Context<'_>, value: i8) -> PyResult<i8> {
    Ok(value)
}

/// The value as a Rust `i16`.
#[function(value, /)]
pub(crate) fn through_i16(_cx: &mut Context<'_>, value: i16) -> PyResult<i16> {
    Ok(value)
}

/// The value as a Rust `i32`.
#[function(value, /)]
pub(crate) fn through_i32(_cx: &mut Context<'_>, value: i32) -> PyResult<i32> {
    Ok(value)
}

/// The value as a Rust `i64`.
#[function(value, /)]
pub(crate) fn through_i64(_cx: &mut Context<'_>, value: i64) -> PyResult<i64> {
    Ok(value)
}

/// The value as a Rust `i128`.
#[function(value, /)]
pub(crate) fn through_i128(_cx: &mut Context<'_>, value: i128) -> PyResult<i128> {
    Ok(value)
}

/// The value as a Rust `isize`.
#[function(value, /)]
pub(crate) fn through_isize(_cx: &mut Context<'_>, value: isize) -> PyResult<isize> {
    Ok(value)
}

/// The value as a Rust `u8`.
#[function(value, /)]
pub(crate) fn through_u8(_cx: &mut Context<'_>, value: u8) -> PyResult<u8> {
    Ok(value)
}

/// The value as a Rust `u16`.
#[function(value, /)]
pub(crate) fn through_u16(_cx: &mut Context<'_>, value: u16) -> PyResult<u16> {
    Ok(value)
}

/// The value as a Rust `u32`.
#[function(value, /)]
pub(crate) fn through_u32(_cx: &mut Context<'_>, value: u32) -> PyResult<u32> {
    Ok(value)
}

/// The value as a Rust `u64`.
#[function(value, /)]
pub(crate) fn through_u64(_cx: &mut Context<'_>, value: u64) -> PyResult<u64> {
    Ok(value)
}

/// The value as a Rust `u128`.
#[function(value, /)]
pub(crate) fn through_u128(_cx: &mut Context<'_>, value: u128) -> PyResult<u128> {
    Ok(value)
}

/// The value as a Rust `usize`.
#[function(value, /)]
pub(crate) fn through_usize(_cx: &mut Context<'_>, value: usize) -> PyResult<usize> {
    Ok(value)
}

/// The value as a Rust `f32`.
#[function(value, /)]
pub(crate) fn through_f32(_cx: &mut Context<'_>, value: f32) -> PyResult<f32> {
    Ok(value)
}

/// The value as a Rust `f64`.
#[function(value, /)]
pub(crate) fn through_f64(_cx: &mut Context<'_>, value: f64) -> PyResult<f64> {
    Ok(value)
}

/// The value as a Rust `bool`.
#[function(value, /)]
pub(crate) fn through_bool(_cx: &mut Context<'_>, value: bool) -> PyResult<bool> {
    Ok(value)
}

/// The low bits of the value, as a Rust `u8`.
#[function(value, /)]
pub(crate) fn through_wrapping_u8(
    _cx: &mut Context<'_>,
    value: Wrapping<u8>,
) -> PyResult<Wrapping<u8>> {
    Ok(value)
}

/// The low bits of the value, as a Rust `u16`.
#[function(value, /)]
pub(crate) fn through_wrapping_u16(
    _cx: &mut Context<'_>,
    value: Wrapping<u16>,
) -> PyResult<Wrapping<u16>> {
    Ok(value)
}

/// The low bits of the value, as a Rust `u32`.
#[function(value, /)]
pub(crate) fn through_wrapping_u32(
    _cx: &mut Context<'_>,
    value: Wrapping<u32>,
) -> PyResult<Wrapping<u32>> {
    Ok(value)
}

/// The low bits of the value, as a Rust `u64`.
#[function(value, /)]
pub(crate) fn through_wrapping_u64(
    _cx: &mut Context<'_>,
    value: Wrapping<u64>,
) -> PyResult<Wrapping<u64>> {
    Ok(value)
}

/// None.
#[function()]
pub(crate) fn no_value(_cx: &mut Context<'_>) -> PyResult<()> {
    Ok(())
}

/// None, or the value.
#[function(value, /)]
pub(crate) fn through_option<'py>(
    _cx: &mut Context<'py>,
    value: Borrowed<'py>,
) -> PyResult<Option<Borrowed<'py>>> {
    Ok((!value.is_none()).then_some(value))
}

/// None, NotImplemented or Ellipsis.
#[function(which, /)]
pub(crate) fn constants<'py>(cx: &mut Context<'py>, which: u8) -> PyResult<Borrowed<'py>> {
    Ok(match which {
        0 => cx.none(),
        1 => cx.not_implemented(),
        _ => cx.ellipsis(),
    })
}

/// The value in three types.
#[function(value, /)]
pub(crate) fn int_to<'py>(
    cx: &mut Context<'py>,
    value: Borrowed<'py, PyInt>,
) -> PyResult<(i64, isize, u64)> {
    Ok((
        value.to_i64(cx)?,
        value.to_isize(cx)?,
        value.to_wrapping_u64(cx)?,
    ))
}

/// `bit_length()` and sign.
#[function(value, /)]
pub(crate) fn int_shape<'py>(
    cx: &mut Context<'py>,
    value: Borrowed<'py, PyInt>,
) -> PyResult<(usize, i32)> {
    Ok((value.bit_length(cx)?, value.signum(cx)))
}

/// `value.to_bytes(length, "little", signed=signed)`, for up to 64 bytes.
#[function(value, length, signed, /)]
pub(crate) fn int_to_bytes<'py>(
    cx: &mut Context<'py>,
    value: Borrowed<'py, PyInt>,
    length: usize,
    signed: bool,
) -> PyResult<Bound<'py, PyBytes>> {
    let mut bytes = [0; 64];
    let Some(bytes) = bytes.get_mut(..length) else {
        return Err(ValueError::raise(cx, "at most 64 bytes"));
    };
    if signed {
        value.write_signed(cx, bytes, Order::Little)?;
    } else {
        value.write_unsigned(cx, bytes, Order::Little)?;
    }
    PyBytes::new(cx, bytes)
}

/// `int.from_bytes(data, "little", signed=signed)`
#[function(data, signed, /)]
pub(crate) fn int_from_bytes<'py>(
    cx: &mut Context<'py>,
    data: Borrowed<'py, PyBytes>,
    signed: bool,
) -> PyResult<Bound<'py, PyInt>> {
    let bytes = data.into_bytes(cx);
    if signed {
        PyInt::from_bytes_signed(cx, bytes, Order::Little)
    } else {
        PyInt::from_bytes_unsigned(cx, bytes, Order::Little)
    }
}

/// `int(text, base)`
#[function(text, base, /)]
pub(crate) fn int_parse<'py>(
    cx: &mut Context<'py>,
    text: Borrowed<'py, PyStr>,
    base: u32,
) -> PyResult<Bound<'py, PyInt>> {
    PyInt::parse(cx, &text, base)
}

/// An index, cut to the range of `Py_ssize_t`.
#[function(value, /)]
pub(crate) fn index_clipped<'py>(cx: &mut Context<'py>, value: Borrowed<'py>) -> PyResult<isize> {
    value.index_clipped(cx)
}

/// `float(text)`
#[function(text, /)]
pub(crate) fn float_parse<'py>(
    cx: &mut Context<'py>,
    text: Borrowed<'py, PyStr>,
) -> PyResult<(Bound<'py, PyFloat>, f64)> {
    let number = PyFloat::parse(cx, &text)?;
    let value = number.value(cx);
    Ok((number, value))
}

/// In two, four and eight bytes, and what these are again.
type Packed = ([u8; 2], [u8; 4], [u8; 8], (f64, f64, f64));

/// `struct.pack` with `>e`, `>f`, `>d`, and what unpacking gives.
#[function(value, /)]
pub(crate) fn float_pack<'py>(cx: &mut Context<'py>, value: f64) -> PyResult<Packed> {
    let (two, four, eight) = (
        PyFloat::pack2(cx, value, Order::Big)?,
        PyFloat::pack4(cx, value, Order::Big)?,
        PyFloat::pack8(cx, value, Order::Big)?,
    );
    let again = (
        PyFloat::unpack2(cx, two, Order::Big)?,
        PyFloat::unpack4(cx, four, Order::Big)?,
        PyFloat::unpack8(cx, eight, Order::Big)?,
    );
    Ok((two, four, eight, again))
}

/// A complex number, and its parts.
#[function(real, imag, /)]
pub(crate) fn complex_parts<'py>(
    cx: &mut Context<'py>,
    real: f64,
    imag: f64,
) -> PyResult<(Bound<'py, PyComplex>, f64, f64)> {
    let value = PyComplex::new(cx, real, imag)?;
    let (real, imag) = (value.real(cx), value.imag(cx));
    Ok((value, real, imag))
}

/// Every operator, on two objects.
#[function(a, b, /)]
pub(crate) fn arithmetic<'py>(
    cx: &mut Context<'py>,
    a: Borrowed<'py>,
    b: Borrowed<'py>,
) -> PyResult<Bound<'py, PyTuple>> {
    let results = [
        a.add(cx, &b)?,
        a.subtract(cx, &b)?,
        a.multiply(cx, &b)?,
        a.true_divide(cx, &b)?,
        a.floor_divide(cx, &b)?,
        a.remainder(cx, &b)?,
        a.divmod(cx, &b)?,
        a.power(cx, &b)?,
        a.shift_left(cx, &b)?,
        a.shift_right(cx, &b)?,
        a.bit_and(cx, &b)?,
        a.bit_or(cx, &b)?,
        a.bit_xor(cx, &b)?,
        a.in_place_add(cx, &b)?,
        a.negative(cx)?,
        a.absolute(cx)?,
        a.invert(cx)?,
        a.index(cx)?.into_any(),
        a.to_int(cx)?.into_any(),
        a.to_float(cx)?.into_any(),
    ];
    PyTuple::new(cx, results)
}
