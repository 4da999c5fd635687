//! `_xxported`: what the chapter "Porting a C module" ends with.
//!
//! Its twin in C is `docs/guide/porting/_xxported.c`, and `tests/porting.py` compares the two.
#![forbid(unsafe_code)]
#![no_std]

// begin module
use core::sync::atomic::{AtomicI64, Ordering::Relaxed};
use cpython_api::prelude::*;

module! {
    Xxported = "_xxported",
    doc: "What a port is shown with.",
    exceptions: [],
    classes: [Tally],
    functions: [fields],
}
// end module

// begin function
/// Return the parts of data between separators, as a list.
#[function(data, /, separator = 44, *, limit = 100)]
fn fields<'py>(
    cx: &mut Context<'py>,
    data: Buffer<'py>,
    separator: i32,
    limit: isize,
) -> PyResult<Bound<'py, PyList>> {
    let Ok(byte) = u8::try_from(separator) else {
        return Err(ValueError::raise(
            cx,
            format_args!("separator must be in range(256), not {separator}"),
        ));
    };
    let list = PyList::new(cx)?;
    for field in data.bytes(cx).split(|&other| other == byte) {
        if list.len(cx) as isize >= limit {
            return Err(ValueError::raise(
                cx,
                format_args!("there are more than {limit} fields"),
            ));
        }
        let field = PyBytes::new(cx, field)?;
        list.append(cx, &field)?;
    }
    Ok(list)
}
// end function

// begin class
/// A count that is told to a callback.
#[class]
struct Tally {
    count: AtomicI64,
    callback: Field,
}
// end class

#[methods]
impl Tally {
    // begin new
    #[new(callback = None)]
    fn new<'py>(cx: &mut Context<'py>, callback: Option<Borrowed<'py>>) -> PyResult<Tally> {
        let tally = Tally {
            count: AtomicI64::new(0),
            callback: Field::new(),
        };
        if let Some(callback) = callback {
            tally.set_callback(cx, callback)?;
        }
        Ok(tally)
    }
    // end new

    // begin method
    /// Add to the count, tell the callback, and return the count.
    #[method(by = 1, /)]
    fn add(&self, cx: &mut Context<'_>, by: i32) -> PyResult<i64> {
        let by = i64::from(by);
        let count = self.count.fetch_add(by, Relaxed).wrapping_add(by);
        if let Some(callback) = self.callback.get(cx) {
            let result = callback.call(cx, (count,))?;
            result.release(cx);
            callback.release(cx);
        }
        Ok(count)
    }
    // end method

    // begin getset
    /// What is called with each new count, if anything.
    #[getter]
    fn callback<'py>(&self, cx: &mut Context<'py>) -> Option<Bound<'py>> {
        self.callback.get(cx)
    }

    #[setter]
    fn set_callback<'py>(&self, cx: &mut Context<'py>, callback: Borrowed<'py>) -> PyResult<()> {
        let callback = (!callback.is_none()).then(|| callback.clone_ref(cx));
        self.callback.set(cx, callback)
    }

    #[deleter]
    fn delete_callback(&self, cx: &mut Context<'_>) -> PyResult<()> {
        self.callback.set(cx, None)
    }
    // end getset
}
