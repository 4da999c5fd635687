//! What a call costs: functions that do next to nothing.
//!
//! `bench/cost/_xxcost.c` has the same ones in C, and `cargo xtask cost` compares them.

use cpython_api::prelude::*;

/// Return zero.
#[function()]
pub(crate) fn nothing<'py>(_: &mut Context<'py>) -> PyResult<u32> {
    Ok(0)
}

/// Return the length of a bytes object.
#[function(data, /)]
pub(crate) fn length<'py>(cx: &mut Context<'py>, data: Borrowed<'py, PyBytes>) -> PyResult<u32> {
    Ok(data.as_bytes(cx).len() as u32)
}

/// Return the sum of two numbers that are not negative.
#[function(a = 0, b = 0)]
pub(crate) fn total<'py>(_: &mut Context<'py>, a: i32, b: i32) -> PyResult<u32> {
    Ok(a.wrapping_add(b) as u32)
}

/// Raise ValueError.
#[function()]
pub(crate) fn refuse<'py>(cx: &mut Context<'py>) -> PyResult<u32> {
    Err(ValueError::raise(cx, "this is always refused"))
}

/// Methods and attributes, of which calls cost something.
#[class]
pub(crate) struct Cost {
    value: u32,
}

#[methods]
impl Cost {
    #[new()]
    fn new() -> PyResult<Cost> {
        Ok(Cost { value: 1 })
    }

    /// Return zero.
    #[method()]
    fn nothing(&self) -> u32 {
        0
    }

    /// Return the length of a bytes object.
    #[method(data, /)]
    fn length<'py>(&self, cx: &Context<'py>, data: Borrowed<'py, PyBytes>) -> u32 {
        data.as_bytes(cx).len() as u32
    }

    /// One.
    #[getter]
    fn value(&self) -> u32 {
        self.value
    }
}
