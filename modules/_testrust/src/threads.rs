//! Detaching, references that outlive a call, and locks: `test_threads.py` tries to break them.
//!
//! `len()` of an object stands for "Python code runs": its `__len__` can do anything.

use cpython_api::prelude::*;

static KEPT: Mutex<Option<Stored>> = Mutex::new(None);
static HITS: Guarded<u32> = Guarded::new(0);
static LENGTH: Mutex<u32> = Mutex::new(0);
static FIRST: OnceCell<u32> = OnceCell::new();

fn length<'py>(cx: &mut Context<'py>, object: &Bound<'py>) -> PyResult<u32> {
    let length = object.len(cx)?;
    u32::try_from(length).map_err(|_| ValueError::raise(cx, "that is too long"))
}

/// The length of a sequence, asked for by a thread that has detached, twice over.
#[function(sequence, /)]
pub(crate) fn length_detached<'py>(
    cx: &mut Context<'py>,
    sequence: Borrowed<'py>,
) -> PyResult<u32> {
    let sequence = sequence.clone_ref(cx).store(cx)?;
    cx.detach(|detached| {
        detached.attach(|cx| {
            let inner = sequence.get(cx)?.store(cx)?;
            cx.detach(|detached| {
                detached.attach(|cx| {
                    let inner = inner.get(cx)?;
                    length(cx, &inner)
                })
            })
        })
    })
}

/// Panics while the thread is detached.
#[function]
pub(crate) fn panic_detached(cx: &mut Context<'_>) -> u32 {
    cx.detach(|_| panic!("detached"))
}

/// Panics in a thread that has detached and attached again.
#[function]
pub(crate) fn panic_attached(cx: &mut Context<'_>) -> u32 {
    cx.detach(|detached| detached.attach(|_| panic!("attached")))
}

/// Gives references up while the thread is detached: one of the call, and one that is stored.
#[function(object, /)]
pub(crate) fn drop_detached<'py>(cx: &mut Context<'py>, object: Borrowed<'py>) -> PyResult<u32> {
    let bound = object.clone_ref(cx);
    let stored = object.clone_ref(cx).store(cx)?;
    cx.detach(move |_| {
        drop(bound);
        drop(stored);
    });
    Ok(0)
}

/// Keeps an object, for all interpreters to see.
#[function(object, /)]
pub(crate) fn keep<'py>(cx: &mut Context<'py>, object: Borrowed<'py>) -> PyResult<u32> {
    let object = object.clone_ref(cx).store(cx)?;
    let former = KEPT.lock(cx)?.replace(object);
    drop(former);
    Ok(0)
}

/// The object that was kept.
#[function]
pub(crate) fn kept<'py>(cx: &mut Context<'py>) -> PyResult<Bound<'py>> {
    let kept = KEPT.lock(cx)?;
    match &*kept {
        Some(object) => object.get(cx),
        None => Err(ValueError::raise(cx, "nothing was kept")),
    }
}

/// Gives up what was kept, in whatever interpreter this is; whether there was something.
#[function]
pub(crate) fn forget(cx: &mut Context<'_>) -> PyResult<u32> {
    let former = KEPT.lock(cx)?.take();
    Ok(former.is_some().into())
}

/// Counts its calls, in all threads and interpreters.
#[function]
pub(crate) fn hit(cx: &mut Context<'_>) -> u32 {
    let (mut hits, _cx) = HITS.lock(cx);
    *hits = hits.wrapping_add(1);
    *hits
}

/// The length of a sequence, under a lock that is held while it is found out.
#[function(sequence, /)]
pub(crate) fn length_locked<'py>(cx: &mut Context<'py>, sequence: Borrowed<'py>) -> PyResult<u32> {
    let mut last = LENGTH.lock(cx)?;
    *last = length(cx, &sequence)?;
    Ok(*last)
}

/// The length of the first sequence that this function was called with, in any interpreter.
#[function(sequence, /)]
pub(crate) fn length_of_first<'py>(
    cx: &mut Context<'py>,
    sequence: Borrowed<'py>,
) -> PyResult<u32> {
    FIRST
        .get_or_try_init(cx, |cx| length(cx, &sequence))
        .copied()
}

/// The same number, or the one given, which it is from then on; `None` while another call finds out.
#[function(number, /)]
pub(crate) fn length_of_first_now(cx: &mut Context<'_>, number: u32) -> Option<u32> {
    FIRST.get_or_init_now(cx, || number).copied()
}

/// The length of a sequence, in critical sections of two objects.
#[function(first, second, /)]
pub(crate) fn length_in_section<'py>(
    cx: &mut Context<'py>,
    first: Borrowed<'py>,
    second: Borrowed<'py>,
) -> PyResult<u32> {
    cx.critical_section2(&first, &second, |cx| {
        cx.critical_section(&first, |cx| length(cx, &first))
    })
}

/// Panics.
#[function]
pub(crate) fn panic() -> u32 {
    panic!("as it was told to")
}
