//! Panics that unwind to the trampoline, and no further.

use crate::context::Origin;
use crate::{Context, ExceptionType, PyResult, Raised, Returned, SystemError, raw};
use core::cell::RefCell;
use core::panic::AssertUnwindSafe;
use std::boxed::Box;
use std::panic::PanicHookInfo;
use std::string::{String, ToString};

std::thread_local! {
    /// Where this thread panicked last, in a call from Python.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// From now on a panic in a call from Python is not printed, since it becomes an exception, and
/// its place is remembered. Other panics are reported as before.
pub(crate) fn watch() {
    static WATCHED: std::sync::Once = std::sync::Once::new();
    WATCHED.call_once(|| {
        let previous = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if raw::is_in_call() {
                remember(info);
            } else {
                previous(info);
            }
        }));
    });
}

fn remember(info: &PanicHookInfo<'_>) {
    let place = info.location().map(ToString::to_string);
    // At the end of a thread there may be no such place any more.
    let _ = PLACE.try_with(|last| *last.borrow_mut() = place);
}

/// Runs `body`; a panic becomes `SystemError`.
#[inline]
pub(crate) fn contain<'py, T>(
    cx: &mut Context<'py>,
    body: impl FnOnce(&mut Context<'py>) -> PyResult<T>,
) -> PyResult<T> {
    // What a panic may have left half-changed is behind `cx`, and Python's objects
    // are consistent between any two calls to C.
    match std::panic::catch_unwind(AssertUnwindSafe(|| body(cx))) {
        Ok(result) => result,
        Err(payload) => Err(panicked(cx, payload)),
    }
}

/// Runs the body of a call in a context of its own; a panic becomes `SystemError`.
///
/// # Safety
/// As for [`Context::enter`].
#[inline(always)]
pub(crate) unsafe fn contain_call<'py>(
    origin: Origin,
    body: impl FnOnce(Context<'py>) -> Returned<'py>,
) -> Returned<'py> {
    // SAFETY: exactly the conditions of this function.
    let cx = unsafe { Context::enter(origin) };
    match std::panic::catch_unwind(AssertUnwindSafe(|| body(cx))) {
        Ok(returned) => returned,
        Err(payload) => {
            // SAFETY: as above, and the first context is gone.
            unsafe { end_panicked(origin, payload) }
        }
    }
}

/// # Safety
/// As for [`Context::enter`].
#[cold]
#[inline(never)]
unsafe fn end_panicked<'py>(
    origin: Origin,
    payload: Box<dyn core::any::Any + Send>,
) -> Returned<'py> {
    // SAFETY: exactly the conditions of this function.
    let mut cx = unsafe { Context::enter(origin) };
    let raised = panicked(&mut cx, payload);
    Returned::raised(cx, raised)
}

#[cold]
fn panicked(cx: &mut Context<'_>, payload: Box<dyn core::any::Any + Send>) -> Raised {
    let message = if let Some(text) = payload.downcast_ref::<&'static str>() {
        text
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text.as_str()
    } else {
        "no message"
    };
    let place = PLACE.try_with(|last| last.borrow_mut().take());
    let raised = match place.ok().flatten() {
        Some(place) => {
            SystemError::raise(cx, format_args!("Rust code panicked at {place}: {message}"))
        }
        None => SystemError::raise(cx, format_args!("Rust code panicked: {message}")),
    };
    // Dropping a payload may panic in turn; leaking one does not.
    core::mem::forget(payload);
    raised
}
