//! What outlives a call, and what threads share. (`buffers` shows how to let others run.)
//!
//! A static is the same in all interpreters of the process; an object is one interpreter's. So
//! a static holds numbers, or an object as `Stored`, which is refused elsewhere.

use cpython_api::prelude::*;

static KEPT: Mutex<Option<Stored>> = Mutex::new(None);
static ONCE: OnceCell<i64> = OnceCell::new();

/// Keep an object, and return the one that was kept before.
#[function(object, /)]
pub(crate) fn keep<'py>(
    cx: &mut Context<'py>,
    object: Borrowed<'py>,
) -> PyResult<Option<Bound<'py>>> {
    let object = object.clone_ref(cx).store(cx)?;
    // While the lock is taken another thread may need to run, so a `Mutex` detaches.
    let former = KEPT.lock(cx)?.replace(object);
    // In another interpreter than its own, this raises.
    former.map(|former| former.into_bound(cx)).transpose()
}

/// Return what the first call's callable() was, in whatever thread.
#[function(callable, /)]
pub(crate) fn once<'py>(cx: &mut Context<'py>, callable: Borrowed<'py>) -> PyResult<i64> {
    let init = |cx: &mut Context<'py>| callable.call(cx, ())?.index(cx)?.to_i64(cx);
    ONCE.get_or_try_init(cx, init).copied()
}

/// Exchange the first items of two lists, so that no other thread sees but one of them changed.
#[function(first, second, /)]
pub(crate) fn exchange<'py>(
    cx: &mut Context<'py>,
    first: Borrowed<'py, PyList>,
    second: Borrowed<'py, PyList>,
) -> PyResult<()> {
    cx.critical_section2(&first, &second, |cx| {
        let (one, other) = (first.get(cx, 0)?, second.get(cx, 0)?);
        first.set(cx, 0, other)?;
        second.set(cx, 0, one)
    })
}

/// Panic: SystemError, or the end of the process if it was built with --panic abort.
#[function]
pub(crate) fn panic() -> u32 {
    panic!("as it was told to")
}
