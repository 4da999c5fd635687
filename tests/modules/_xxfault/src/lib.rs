//! `_xxfault`: bugs on purpose, so that the sanitizers' silence about other modules means something.
//!
//! It is built by the same commands as they are, with the same flags. What is done here by
//! `unsafe` is what `cpython-api` keeps modules from doing.
#![no_std]

use core::cell::UnsafeCell;
use cpython_api::prelude::*;

module! {
    Xxfault = "_xxfault",
    doc: "Bugs on purpose.",
    exceptions: [],
    functions: [read_at, count, double],
}

/// Return the byte at an index, which may be beyond the end.
#[function(data, index, /)]
fn read_at<'py>(cx: &mut Context<'py>, data: Borrowed<'py, PyBytes>, index: i32) -> PyResult<u32> {
    let first = data.as_bytes(cx).as_ptr();
    let byte = first.wrapping_add(index.unsigned_abs() as usize);
    // SAFETY: none, if the caller asks for a byte beyond the end. That is the bug.
    Ok(u32::from(unsafe { byte.read_volatile() }))
}

struct Shared(UnsafeCell<u32>);

// SAFETY: none: threads that run at the same time read and write it. That is the bug.
unsafe impl Sync for Shared {}

static COUNTER: Shared = Shared(UnsafeCell::new(0));

/// Count the calls, in a variable that nothing protects.
#[function()]
fn count<'py>(_: &mut Context<'py>) -> PyResult<u32> {
    let counter = COUNTER.0.get();
    // SAFETY: valid, but another thread may write at the same time. That is the bug.
    let next = unsafe { counter.read_volatile() }.wrapping_add(1);
    // SAFETY: as above.
    unsafe { counter.write_volatile(next) };
    Ok(next)
}

/// Return twice the number, which may not be one that there is.
#[function(number, /)]
fn double<'py>(_: &mut Context<'py>, number: i32) -> PyResult<i32> {
    // Without checks this wraps around; with them it is a panic. That is the bug.
    Ok(number * 2)
}
