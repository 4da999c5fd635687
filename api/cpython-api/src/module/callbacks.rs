//! Where C executes a module, and where the garbage collector and the module's end come in.

use super::memory::{Layout, Memory, Place};
use super::{Constant, Module, NewException, not_its_time};
use crate::class::{Visitor, add_classes};
use crate::context::Origin;
use crate::interpreter::Interpreter;
use crate::types::{PyModule, PyStr};
use crate::{Borrowed, Bound, Context, PyResult, raw, trampoline};
use core::ffi::{c_int, c_void};
use core::ptr::{self, NonNull};
use core::sync::atomic::Ordering::{AcqRel, Acquire, Release};
use cpython_sys::{PyObject, visitproc};

struct Layouts<M>(M);

impl<M: Module> Layouts<M> {
    const LAYOUT: &'static Layout = &Layout::of::<M>();
}

/// # Safety
/// Called by CPython: attached, with a module of this definition that it has just made.
pub(super) unsafe extern "C" fn exec<M: Module>(module: *mut PyObject) -> c_int {
    let Some(module) = NonNull::new(module) else {
        return -1;
    };
    // SAFETY: attached; a live module of this definition, for the time of this call.
    let memory = unsafe { Memory::of(module, Layouts::<M>::LAYOUT) };
    // SAFETY: CPython executes a module that it has just made, attached.
    unsafe {
        trampoline::status(Origin::Module(module), |cx| {
            let memory = memory.ok_or_else(|| not_its_time(cx))?;
            execute::<M>(cx, module, memory)
        })
    }
}

/// Everything that a module has, in the order in which one can need the other.
fn execute<M: Module>(
    cx: &mut Context<'_>,
    module: NonNull<PyObject>,
    memory: Memory<'_>,
) -> PyResult<()> {
    Interpreter::ensure(cx)?;
    add_exceptions(cx, module, M::EXCEPTIONS, memory.exceptions())?;
    add_classes(cx, module, M::NAME, M::CLASSES, memory.classes())?;
    intern(cx, M::NAMES, memory.names())?;
    add_constants(cx, module, M::CONSTANTS)?;
    let state = memory.state::<M::State>();
    state.ok_or_else(|| not_its_time(cx))?.fill(cx)?;
    match M::EXEC {
        // SAFETY: the module that is being executed, alive for this call.
        Some(exec) => exec(cx, unsafe { Borrowed::<PyModule>::from_borrowed(module) }),
        None => Ok(()),
    }
}

/// Makes the exception types of a module, and adds them to it.
fn add_exceptions(
    cx: &mut Context<'_>,
    module: NonNull<PyObject>,
    exceptions: &'static [NewException],
    places: &[Place],
) -> PyResult<()> {
    for (exception, place) in exceptions.iter().zip(places) {
        // A module that is executed again keeps its types: others may have them borrowed.
        let object = match NonNull::new(place.load(Acquire)) {
            Some(object) => object,
            None => {
                let base = (exception.base)(cx)?.as_ptr();
                // SAFETY: an exception type, by the contract of `base`.
                let object = unsafe { raw::new_exception(cx, exception.qualified_name, base) }?;
                place.store(object.as_ptr(), Release);
                object
            }
        };
        // SAFETY: a live module and a live type.
        unsafe { raw::module_add(cx, module, exception.name, object) }?;
    }
    Ok(())
}

/// Makes the strings that a module always has at hand.
fn intern(cx: &mut Context<'_>, names: &'static [&'static str], places: &[Place]) -> PyResult<()> {
    for (name, place) in names.iter().zip(places) {
        if place.load(Acquire).is_null() {
            place.store(PyStr::intern(cx, name)?.into_ptr(), Release);
        }
    }
    Ok(())
}

fn add_constants(
    cx: &mut Context<'_>,
    module: NonNull<PyObject>,
    constants: &'static [Constant],
) -> PyResult<()> {
    for constant in constants {
        let value = (constant.value)(cx)?;
        // SAFETY: a live module and a live object.
        unsafe { raw::module_add_value(cx, module, constant.name, &value) }?;
    }
    Ok(())
}

// The three functions below are called by the garbage collector, or when a module
// is freed: attached, with a live module of `M`'s definition.

/// # Safety
/// Called by the garbage collector, with a module of this definition.
pub(super) unsafe extern "C" fn traverse<M: Module>(
    module: *mut PyObject,
    visit: visitproc,
    argument: *mut c_void,
) -> c_int {
    let Some(module) = NonNull::new(module) else {
        return 0;
    };
    // SAFETY: attached, and a live module of this definition.
    let Some(memory) = (unsafe { Memory::during_gc(module, Layouts::<M>::LAYOUT) }) else {
        return 0;
    };
    // SAFETY: what CPython passes to a traversal.
    let mut visitor = unsafe { Visitor::new(visit, argument) };
    for place in memory.places() {
        if let Some(object) = NonNull::new(place.load(Acquire)) {
            if visitor.object(object).is_break() {
                return visitor.status();
            }
        }
    }
    if let Some(state) = memory.state::<M::State>() {
        state.traverse(&mut visitor);
    }
    visitor.status()
}

/// # Safety
/// Called by the garbage collector, attached, with a module of this definition.
pub(super) unsafe extern "C" fn clear<M: Module>(module: *mut PyObject) -> c_int {
    let Some(module) = NonNull::new(module) else {
        return 0;
    };
    // SAFETY: attached, and a live module of this definition.
    if let Some(memory) = unsafe { Memory::of(module, Layouts::<M>::LAYOUT) } {
        // SAFETY: called by CPython, attached. Nothing is called that needs an origin.
        unsafe {
            trampoline::unraisable(Origin::Nothing, |cx| {
                empty::<M>(cx, memory);
                Ok(())
            });
        }
    }
    0
}

/// # Safety
/// Called by CPython, attached, at the end of a module of this definition.
pub(super) unsafe extern "C" fn free<M: Module>(module: *mut c_void) {
    let Some(module) = NonNull::new(module.cast::<PyObject>()) else {
        return;
    };
    // SAFETY: attached, and a module of this definition, whose memory is still there.
    if let Some(memory) = unsafe { Memory::of(module, Layouts::<M>::LAYOUT) } {
        let end = |cx: &mut Context<'_>| {
            // What the members hold goes first: here Python code can run, in a drop it cannot.
            empty::<M>(cx, memory);
            if let Some(state) = memory.state::<M::State>() {
                // SAFETY: the module ends, so nobody has or gets a reference to its state.
                unsafe { state.end() };
            }
            Ok(())
        };
        // SAFETY: called by CPython, attached. Nothing is called that needs an origin.
        unsafe { trampoline::unraisable(Origin::Nothing, end) };
    }
}

/// Gives up every reference. The state goes first: from now on nobody gets it.
fn empty<M: Module>(cx: &mut Context<'_>, memory: Memory<'_>) {
    if let Some(state) = memory.state::<M::State>() {
        state.clear(cx);
    }
    for place in memory.places() {
        if let Some(object) = NonNull::new(place.swap(ptr::null_mut(), AcqRel)) {
            // SAFETY: the place owned this reference and is empty now.
            let object: Bound<'_> = unsafe { Bound::from_owned(cx, object) };
            object.release(cx);
        }
    }
}
