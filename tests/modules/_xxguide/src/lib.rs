//! `_xxguide`: the module that `docs/guide/README.md` writes, from its first line on.
// begin module
#![forbid(unsafe_code)]
#![no_std]

use cpython_api::prelude::*;

module! {
    Xxguide = "_xxguide",
    doc: "What the guide writes.",
    exceptions: [RangeError(ValueError)],
    classes: [Meter],
    functions: [answer, clamp, inverted, longest, checksum, remember, remembered],
}

/// Return the answer.
#[function]
fn answer() -> u32 {
    42
}
// end module

// begin arguments
/// Return value, or the bound that it exceeds.
#[function(value, /, low = 0, high = 100)]
fn clamp<'py>(cx: &mut Context<'py>, value: i64, low: i64, high: i64) -> PyResult<i64> {
    if low > high {
        return Err(RangeError::raise(
            cx,
            format_args!("{low} is greater than {high}"),
        ));
    }
    Ok(value.clamp(low, high))
}
// end arguments

// begin buffers
/// Return the bytes of data, each inverted.
#[function(data, /)]
fn inverted<'py>(cx: &mut Context<'py>, data: Buffer<'py>) -> PyResult<Bound<'py, PyBytes>> {
    let data = data.bytes(cx);
    PyBytes::build(cx, data.len(), |out| {
        data.iter().try_for_each(|byte| out.push(!byte))
    })
    .or_raise::<SystemError>(cx)
}
// end buffers

// begin objects
/// Return the longest of the objects, or None.
#[function(*objects)]
fn longest<'py>(cx: &mut Context<'py>, objects: Args<'py>) -> PyResult<Option<Borrowed<'py>>> {
    let mut longest = (0, None);
    for object in objects.iter() {
        // This calls `__len__`, which can be Python code: it takes the context exclusively.
        let len = object.len(cx)?;
        if len >= longest.0 {
            longest = (len, Some(*object));
        }
    }
    Ok(longest.1)
}
// end objects

// begin class
/// Counts readings, and knows their mean.
#[class]
struct Meter {
    readings: Guarded<(u32, f64)>,
}

#[methods]
impl Meter {
    #[new()]
    fn new() -> PyResult<Meter> {
        Ok(Meter {
            readings: Guarded::new((0, 0.0)),
        })
    }

    /// Add a reading.
    #[method(value, /)]
    fn add(&self, cx: &mut Context<'_>, value: f64) -> PyResult<()> {
        let (mut readings, _cx) = self.readings.lock(cx);
        readings.0 = readings.0.saturating_add(1);
        readings.1 += value;
        Ok(())
    }

    /// The mean of all readings, or None.
    #[getter]
    fn mean(&self, cx: &mut Context<'_>) -> PyResult<Option<f64>> {
        let (readings, _cx) = self.readings.lock(cx);
        let (count, sum) = *readings;
        Ok((count > 0).then(|| sum / f64::from(count)))
    }
}
// end class

// begin detach
/// Return the sum of the bytes, while other threads run.
#[function(data, /)]
fn checksum<'py>(cx: &mut Context<'py>, data: Buffer<'py>) -> u64 {
    let data = data.bytes(cx);
    cx.detach(|_| data.iter().map(|&byte| u64::from(byte)).sum())
}
// end detach

// begin stored
static REMEMBERED: Mutex<Option<Stored>> = Mutex::new(None);

/// Remember an object.
#[function(object, /)]
fn remember<'py>(cx: &mut Context<'py>, object: Borrowed<'py>) -> PyResult<()> {
    let object = object.clone_ref(cx).store(cx)?;
    *REMEMBERED.lock(cx)? = Some(object);
    Ok(())
}

/// Return what was remembered, or None.
#[function]
fn remembered<'py>(cx: &mut Context<'py>) -> PyResult<Option<Bound<'py>>> {
    match &*REMEMBERED.lock(cx)? {
        Some(object) => object.get(cx).map(Some),
        None => Ok(None),
    }
}
// end stored
