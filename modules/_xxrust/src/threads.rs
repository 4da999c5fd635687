//! What outlives a call, and what threads share. (`buffers` shows how to let others run.)
//!
//! A static is the same in all interpreters of the process; an object is one interpreter's. So
//! a static holds numbers, or an object as `Stored`, which is refused elsewhere.

use cpython_api::prelude::*;

static KEPT: Mutex<Option<Stored>> = Mutex::new(None);
static HITS: Guarded<u32> = Guarded::new(0);
static ONCE: OnceCell<i64> = OnceCell::new();

/// Keep an object.
#[function(object, /)]
pub(crate) fn keep<'py>(cx: &mut Context<'py>, object: Borrowed<'py>) -> PyResult<()> {
    let object = object.clone_ref(cx).store(cx)?;
    // While the lock is taken another thread may need to run, so a `Mutex` detaches.
    let former = KEPT.lock(cx)?.replace(object);
    // The end of an object can call this very function: the lock is free by now.
    drop(former);
    Ok(())
}

/// Return the object that was kept, and keep it no longer.
#[function]
pub(crate) fn kept<'py>(cx: &mut Context<'py>) -> PyResult<Option<Bound<'py>>> {
    let object = KEPT.lock(cx)?.take();
    object.map(|object| object.into_bound(cx)).transpose()
}

/// Count the calls of this function.
#[function]
pub(crate) fn hit(cx: &mut Context<'_>) -> u32 {
    // While a `Guarded` is held there is only a `&Context`: no Python code can run, so that it
    // costs nothing where there is a GIL.
    let (mut hits, _cx) = HITS.lock(cx);
    *hits += 1;
    *hits
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
