//! The end of an object, and what the garbage collector calls.

use super::instance::{Instance, payload};
use crate::class::enter::contain;
use crate::class::{Class, Members, Visitor};
use crate::context::Origin;
use crate::interpreter::release_waiting;
use crate::{Context, PyResult, raw};
use core::ffi::{c_int, c_void};
use core::ptr::{self, NonNull};
use cpython_sys::{PyObject, visitproc};

/// Whether instances of `T` can be part of a cycle.
pub(super) const fn is_collected<T: Class>() -> bool {
    T::Members::REFERENCES || T::SPEC.dict
}

/// `tp_traverse`. Nothing in it is a module's code.
///
/// # Safety
/// Called by the garbage collector, with an instance of `T`.
pub(super) unsafe extern "C" fn traverse<T: Class>(
    object: *mut PyObject,
    visit: visitproc,
    argument: *mut c_void,
) -> c_int {
    let Some(object) = NonNull::new(object) else {
        return 0;
    };
    // SAFETY: what CPython passes to a `tp_traverse`.
    let mut visitor = unsafe { Visitor::new(visit, argument) };
    // SAFETY: a live object; its type is set, and owned by each instance of a heap type.
    let object_type = unsafe { (*object.as_ptr()).ob_type }.cast::<PyObject>();
    if let Some(object_type) = NonNull::new(object_type) {
        if visitor.object(object_type).is_break() {
            return visitor.status();
        }
    }
    if T::SPEC.dict {
        // SAFETY: called by the collector, and the type has a managed dict.
        let status = unsafe { raw::visit_dict(object, visit, argument) };
        if status != 0 {
            return status;
        }
    }
    // SAFETY: a live instance of `T`.
    let payload: &T = unsafe { payload(object.as_ptr()) };
    // SAFETY: `create` has checked where the members are before it gave out the object.
    let _ =
        unsafe { T::Members::traverse(ptr::from_ref(payload).cast(), T::OFFSETS, &mut visitor) };
    visitor.status()
}

/// `tp_clear`: gives up what could be part of a cycle. It can be called twice.
///
/// # Safety
/// Called by the garbage collector, attached, with an instance of `T`.
pub(super) unsafe extern "C" fn clear<T: Class>(object: *mut PyObject) -> c_int {
    let Some(object) = NonNull::new(object) else {
        return 0;
    };
    let body = |cx: &mut Context<'_>| {
        // SAFETY: a live instance of `T`, whose members are where `create` has found them.
        unsafe { clear_members::<T>(object, cx) };
        if T::SPEC.dict {
            // SAFETY: a live object with a managed dict.
            unsafe { raw::clear_dict(cx, object) };
        }
    };
    // SAFETY: attached, and a live object.
    unsafe { quietly(object, body) };
    0
}

/// # Safety
/// A live instance of `T`, whose members `create` has checked.
unsafe fn clear_members<T: Class>(object: NonNull<PyObject>, cx: &mut Context<'_>) {
    // SAFETY: by this function's condition.
    let payload: &T = unsafe { payload(object.as_ptr()) };
    // SAFETY: as above.
    unsafe { T::Members::clear(ptr::from_ref(payload).cast(), T::OFFSETS, cx) };
}

/// `tp_dealloc`.
///
/// # Safety
/// Called by CPython, attached, with an instance of `T` that nobody refers to any more.
pub(super) unsafe extern "C" fn dealloc<T: Class>(object: *mut PyObject) {
    let Some(dying) = NonNull::new(object) else {
        return;
    };
    if is_collected::<T>() {
        // SAFETY: attached, and an object of a collected type.
        unsafe { raw::gc_untrack(dying) };
        // SAFETY: this is its `tp_dealloc`, or that of a base of its type; it is not tracked.
        unsafe { raw::dealloc_in_turn(dying, dealloc::<T>, finish::<T>) };
    } else {
        // SAFETY: as for this function.
        unsafe { finish::<T>(object) };
    }
}

/// What is left to do for an object that is not tracked any more.
///
/// # Safety
/// As for `dealloc`; called once.
unsafe extern "C" fn finish<T: Class>(object: *mut PyObject) {
    let Some(object) = NonNull::new(object) else {
        return;
    };
    let body = |cx: &mut Context<'_>| {
        if T::SPEC.weakref {
            // SAFETY: the object is being deallocated, and its type has room for them.
            unsafe { raw::clear_weak_references(cx, object) };
        }
        if T::SPEC.dict {
            // SAFETY: the object is being deallocated, and its type has a managed dict.
            unsafe { raw::clear_dict(cx, object) };
        }
        // What the members hold goes first: here Python code can run, in a drop it cannot.
        // SAFETY: a live instance of `T`, whose members are where `create` has found them.
        unsafe { clear_members::<T>(object, cx) };
        // SAFETY: in bounds, as in `payload`.
        let payload = unsafe { object.byte_add(Instance::<T>::OFFSET) }.cast::<T>();
        // SAFETY: `create` has written it, and nobody else can reach it any more. If the drop
        // panics, the rest of the payload is leaked.
        unsafe { payload.drop_in_place() };
    };
    // SAFETY: attached, and a live object.
    unsafe { quietly(object, body) };
    // SAFETY: attached, and the last use of the object.
    unsafe { raw::instance_free(object) };
}

/// Runs a callback that cannot raise: a panic is reported as unraisable. An exception that is
/// pending meanwhile stays.
///
/// # Safety
/// Called by CPython: attached, and the type of `object` is alive.
unsafe fn quietly(object: NonNull<PyObject>, body: impl FnOnce(&mut Context<'_>)) {
    // SAFETY: attached; whoever caused this callback has lent its context to do so.
    let mut cx = unsafe { Context::enter(Origin::Nothing) };
    let cx = &mut cx;
    let pending = raw::set_pending_aside(cx);
    let result: PyResult<()> = contain(cx, |cx| {
        body(cx);
        Ok(())
    });
    if let Err(raised) = result {
        // SAFETY: a live object's type is set.
        let object_type = unsafe { (*object.as_ptr()).ob_type };
        raw::write_unraisable_in(cx, raised, object_type);
    }
    release_waiting(cx);
    // SAFETY: what was set aside above; `write_unraisable` leaves no exception.
    unsafe { raw::put_pending_back(cx, pending) };
}
