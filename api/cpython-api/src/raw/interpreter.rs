//! Interpreters, thread states and forks.

use super::message::{Decimal, Message};
use super::text::str_from_utf8;
use crate::{Context, PyResult, Raised};
use core::ffi::{CStr, c_void};
use core::ptr::{self, NonNull};
use core::sync::atomic::Ordering::Relaxed;
use core::sync::atomic::{AtomicBool, AtomicPtr};
use cpython_sys::{self as sys, PyObject, PyThreadState};

/// A number that no other interpreter of the process has while this one lives.
#[doc(alias = "PyInterpreterState_GetID")]
#[inline]
pub(crate) fn interpreter_id(_cx: &Context<'_>) -> i64 {
    // SAFETY: having a context means being attached.
    unsafe { attached_interpreter_id() }
}

/// The same, for who has no context.
///
/// # Safety
/// Attached.
#[inline]
pub(crate) unsafe fn attached_interpreter_id() -> i64 {
    // SAFETY: attached, so there is a current interpreter.
    let interpreter = unsafe { sys::PyInterpreterState_Get() };
    // SAFETY: the current interpreter is alive.
    unsafe { sys::PyInterpreterState_GetID(interpreter) }
}

/// The id that the main interpreter has.
pub(crate) const MAIN: i64 = 0;

/// Whether the interpreter of `cx` is the main one.
#[inline]
pub(crate) fn is_main(_cx: &Context<'_>) -> bool {
    // Where it is: always the same place, in CPython's own static memory. Null at first.
    static PLACE: AtomicPtr<sys::PyInterpreterState> = AtomicPtr::new(ptr::null_mut());

    #[cold]
    #[inline(never)]
    fn ask(interpreter: *mut sys::PyInterpreterState) -> bool {
        // SAFETY: the current interpreter.
        let is_main = unsafe { sys::PyInterpreterState_GetID(interpreter) } == MAIN;
        if is_main {
            PLACE.store(interpreter, Relaxed);
        }
        is_main
    }

    // SAFETY: having a context means being attached.
    let interpreter = unsafe { sys::PyInterpreterState_Get() };
    interpreter == PLACE.load(Relaxed) || ask(interpreter)
}

/// The same as [`interpreter_id`], if this thread is attached to an interpreter at all.
#[doc(alias = "PyThreadState_GetUnchecked")]
pub(crate) fn interpreter_id_if_attached() -> Option<i64> {
    // SAFETY: the function needs nothing.
    let thread = unsafe { sys::PyThreadState_GetUnchecked() };
    // SAFETY: there is a thread state, which is attached.
    (!thread.is_null()).then(|| unsafe { attached_interpreter_id() })
}

/// Whether this thread is somewhere in a call from Python, attached or detached.
#[cfg(feature = "std")]
pub(crate) fn is_in_call() -> bool {
    interpreter_id_if_attached().is_some() || !detached_from().is_null()
}

/// Detaches the thread: releases the GIL, where there is one.
///
/// # Safety
/// Attached. The thread uses no object until it has given the result to [`attach`].
#[doc(alias = "PyEval_SaveThread")]
pub(crate) unsafe fn detach() -> NonNull<PyThreadState> {
    // SAFETY: exactly the condition of this function.
    let thread = unsafe { sys::PyEval_SaveThread() };
    // SAFETY: the function ends the process rather than returning null.
    unsafe { NonNull::new_unchecked(thread) }
}

/// Attaches the thread again. It does not return if the interpreter is being finalized.
///
/// # Safety
/// `thread` came from [`detach`] on this thread, and was not given here since.
#[doc(alias = "PyEval_RestoreThread")]
pub(crate) unsafe fn attach(thread: NonNull<PyThreadState>) {
    // SAFETY: exactly the condition of this function.
    unsafe { sys::cpython_rust_attach(thread.as_ptr()) }
}

/// What this thread has kept about the interpreter that it detached from.
pub(crate) fn detached_from() -> *mut c_void {
    // SAFETY: the function needs nothing.
    unsafe { sys::cpython_rust_detached_from() }
}

/// Keeps `interpreter` for [`detached_from`].
pub(crate) fn set_detached_from(interpreter: *mut c_void) {
    // SAFETY: the function needs nothing.
    unsafe { sys::cpython_rust_set_detached_from(interpreter) }
}

/// Sees to it that [`forks`] counts.
pub(crate) fn watch_forks() {
    static WATCHED: AtomicBool = AtomicBool::new(false);
    if WATCHED.swap(true, Relaxed) {
        return;
    }
    // If it fails, for want of memory, a lock held across a fork is not told apart from a
    // lock that is held.
    // SAFETY: the function needs nothing.
    unsafe { sys::cpython_rust_watch_forks() };
}

/// A number that is different after a fork, in the child.
#[inline]
pub(crate) fn forks() -> usize {
    // SAFETY: the function needs nothing.
    unsafe { sys::cpython_rust_forks() as usize }
}

const CAPSULE: &CStr = c"cpython_rust.interpreter";

/// What is done at the end of an interpreter, and with what.
struct End {
    value: NonNull<()>,
    call: fn(NonNull<()>),
}

/// Has `call` called with `value` when the interpreter of `cx` ends; false if this library
/// has that already.
#[doc(alias = "PyInterpreterState_GetDict")]
pub(crate) fn add_interpreter_end(
    cx: &mut Context<'_>,
    value: NonNull<()>,
    call: fn(NonNull<()>),
) -> PyResult<bool> {
    // Each library with this crate in it has such a function, and records of its own.
    let address = Decimal::new(destroy as *const () as usize);
    let mut name = Message::new();
    name.push_all(&["cpython_rust.", address.as_str()]);
    let name = str_from_utf8(cx, name.as_str())?;
    let Some(place) = super::raw_alloc::<End>() else {
        return Err(super::no_memory(cx));
    };
    // SAFETY: just allocated, for a value of this type.
    unsafe { place.write(End { value, call }) };
    // SAFETY: attached; a pointer that is not null, and a static name. From here on the
    // capsule owns `place`; its destructor does nothing before `value` has been accepted.
    let capsule = unsafe { sys::PyCapsule_New(place.as_ptr().cast(), CAPSULE.as_ptr(), None) };
    if capsule.is_null() {
        // SAFETY: allocated above, and nobody else knows it.
        unsafe { super::raw_free(place) };
        return Err(Raised::take(cx));
    }
    let added = add_to_interpreter(cx, name.as_ptr(), capsule);
    match added {
        Ok(true) => {
            // SAFETY: attached; a capsule, which the dictionary keeps alive.
            unsafe { sys::PyCapsule_SetDestructor(capsule, Some(destroy)) };
        }
        // SAFETY: allocated above; the capsule, which has no destructor, goes unused.
        _ => unsafe { super::raw_free(place) },
    }
    // SAFETY: attached; the reference that PyCapsule_New gave. No code runs: no destructor, or
    // not the last reference.
    unsafe { sys::Py_DecRef(capsule) };
    added
}

/// Adds `capsule` to the dictionary of the interpreter, unless the name is taken.
fn add_to_interpreter(
    cx: &mut Context<'_>,
    name: *mut PyObject,
    capsule: *mut PyObject,
) -> PyResult<bool> {
    // SAFETY: attached, so there is a current interpreter.
    let interpreter = unsafe { sys::PyInterpreterState_Get() };
    // SAFETY: the current interpreter.
    let dict = unsafe { sys::PyInterpreterState_GetDict(interpreter) };
    if dict.is_null() {
        // The function raises nothing.
        return Err(super::no_memory(cx));
    }
    // SAFETY: attached; a dict, a str and an object, all alive. Strings compare without code.
    match unsafe { sys::PyDict_SetDefaultRef(dict, name, capsule, ptr::null_mut()) } {
        0 => Ok(true),
        1 => Ok(false),
        _ => Err(Raised::take(cx)),
    }
}

unsafe extern "C" fn destroy(capsule: *mut PyObject) {
    // SAFETY: attached: CPython destroys a capsule with this name.
    let place = unsafe { sys::PyCapsule_GetPointer(capsule, CAPSULE.as_ptr()) };
    let Some(place) = NonNull::new(place.cast::<End>()) else {
        return;
    };
    // SAFETY: written by `add_interpreter_end`, and read once.
    let end = unsafe { place.read() };
    // SAFETY: allocated there, and not used again.
    unsafe { super::raw_free(place) };
    (end.call)(end.value);
}
