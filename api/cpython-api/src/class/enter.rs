//! Where C calls the methods and slots of a class: one function per shape.
//!
//! They are what `trampoline.rs` is for functions of modules, and call it.

use crate::class::Next;
use crate::class::call::instance;
use crate::context::Origin;
use crate::interpreter::release_waiting;
pub(super) use crate::panic::contain;
use crate::signature::{MOST_PARAMETERS, Parser, Signature};
use crate::trampoline::{self, Body};
use crate::{Any, Arguments, Bound, Context, Holdings, PyResult, Returned, bind, raw};
use core::ptr::{self, NonNull};
use cpython_sys::{Py_ssize_t, PyObject};

/// The Rust side of a slot that returns a number: -1 with an exception set for an error.
pub(super) type Value = for<'py> unsafe fn(Context<'py>, Arguments<'py>) -> isize;

/// Calls a slot that returns a number, -1 with an exception set for an error.
///
/// # Safety
/// As for [`trampoline::array`], with an instance as the receiver.
pub(super) unsafe fn value(
    receiver: *mut PyObject,
    arguments: &[*mut PyObject],
    signature: &'static Signature,
    body: Value,
) -> isize {
    // SAFETY: CPython passes an instance.
    let origin = unsafe { instance(receiver) };
    let mut holdings = Holdings::new(true, false);
    let value = {
        let (first, given) = (arguments.as_ptr(), arguments.len());
        // SAFETY: the conditions of this function, since `holdings` goes before it returns.
        let arguments = unsafe { Arguments::from_array(first, given, None, signature, &holdings) };
        // SAFETY: as in `trampoline::array`.
        let mut cx = unsafe { Context::enter(origin) };
        let result = contain(&mut cx, |_| {
            // SAFETY: as above; `cx` is lent meanwhile.
            let cx = unsafe { Context::enter(origin) };
            // SAFETY: by this function's condition it is for such a receiver.
            Ok(unsafe { body(cx, arguments) })
        });
        // SAFETY: as above; `cx` is not used any more.
        unsafe { number(origin, result) }
    };
    if !holdings.is_empty() {
        // SAFETY: as above, and the contexts are gone.
        unsafe { trampoline::finish(origin, &mut holdings, value == -1) };
    } else if value != -1 {
        // SAFETY: as above.
        release_waiting(&mut unsafe { Context::enter(origin) });
    }
    value
}

/// A result for C: -1 with the exception set if it raises.
///
/// # Safety
/// As for [`Context::enter`].
#[inline]
pub(super) unsafe fn number(origin: Origin, result: PyResult<isize>) -> isize {
    match result {
        Ok(value) => value,
        Err(raised) => {
            // SAFETY: exactly the condition of this function.
            let _null = Returned::raised(unsafe { Context::enter(origin) }, raised).into_ptr();
            -1
        }
    }
}

/// What CPython passes to a `tp_new`, `tp_init` or `tp_call`.
#[derive(Clone, Copy)]
pub(super) struct PackedCall {
    pub(super) origin: Origin,
    /// A tuple.
    pub(super) arguments: *mut PyObject,
    /// A dict, or null.
    pub(super) keywords: *mut PyObject,
}

/// Sorts the arguments of a `tp_new`, `tp_init` or `tp_call`, and calls `then` with them; none if
/// an exception is set.
///
/// # Safety
/// Called by CPython: attached, and what it has passed.
unsafe fn unpacked<R>(
    call: PackedCall,
    signature: &'static Signature,
    parser: Option<&'static Parser>,
    then: impl FnOnce(*const *mut PyObject, usize) -> R,
) -> Option<R> {
    let tuple = NonNull::new(call.arguments)?;
    // SAFETY: attached, and CPython has passed a tuple.
    let (first, given) = unsafe { raw::tuple_items(tuple.as_ptr()) };
    let given = given as Py_ssize_t;
    let counts = &signature.counts;
    let fits = (counts.required_positional..=counts.positional).contains(&(given as usize));
    // SAFETY: attached; a dict that CPython has made for this call, or null.
    let keywords = unsafe { raw::has_keywords(call.keywords) };
    if fits && !keywords && counts.required_keyword == 0 {
        return Some(then(first, given as usize));
    }
    let Some(parser) = parser.filter(|parser| parser.fits(counts)) else {
        // All parameters are positional.
        if keywords {
            // SAFETY: attached, and a dict that is not empty.
            unsafe { raw::no_keywords(signature.name, call.keywords) };
        } else {
            let (least, most) = (counts.required_positional, counts.positional);
            // SAFETY: attached. It raises, since the number does not fit.
            unsafe { raw::check_positional(signature.name, given, least, most) };
        }
        return None;
    };
    // SAFETY: attached.
    let parser = unsafe { parser.ready(counts) };
    if parser.is_null() {
        return None;
    }
    let mut room = [ptr::null_mut(); MOST_PARAMETERS];
    // SAFETY: attached; items of a tuple, a dict or null, a static parser with as many names as
    // the signature has parameters, and room for the most that these can be.
    let found = unsafe {
        raw::unpack_packed(
            first,
            given,
            call.keywords,
            parser,
            counts,
            room.as_mut_ptr(),
        )
    };
    if found.is_null() {
        return None;
    }
    let len = if ptr::eq(found, room.as_ptr()) {
        counts.parameters
    } else {
        given as usize
    };
    Some(then(found, len))
}

/// Calls a `tp_new` or `tp_call`.
///
/// # Safety
/// Called by CPython: attached, and what it has passed.
pub(super) unsafe fn packed(
    call: PackedCall,
    signature: &'static Signature,
    parser: Option<&'static Parser>,
    body: Body,
) -> *mut PyObject {
    if signature.counts.args || signature.counts.kwargs {
        // SAFETY: exactly the conditions of this function.
        return unsafe { spread(call, signature, parser, body) };
    }
    let then = |first: *const *mut PyObject, len: usize| {
        // SAFETY: attached; `len` places, each null or an object that the tuple or the dict owns,
        // which the caller keeps alive.
        unsafe { trampoline::array(call.origin, first, len, None, signature, true, body) }
    };
    // SAFETY: exactly the conditions of this function.
    unsafe { unpacked(call, signature, parser, then) }.unwrap_or(ptr::null_mut())
}

/// What a `__next__` gives, as objects.
pub(super) type NextObject<'py> = Next<Bound<'py, Any>, Option<Bound<'py, Any>>>;

/// Calls a `tp_iternext`: null without an exception is an end without a value.
///
/// # Safety
/// As for [`trampoline::array`].
pub(super) unsafe fn next(
    receiver: *mut PyObject,
    signature: &'static Signature,
    body: for<'py> unsafe fn(Context<'py>, Arguments<'py>) -> PyResult<NextObject<'py>>,
) -> *mut PyObject {
    // SAFETY: CPython passes an instance.
    let origin = unsafe { instance(receiver) };
    let holdings = Holdings::new(false, false);
    // SAFETY: as in `trampoline::array`.
    let mut cx = unsafe { Context::enter(origin) };
    // SAFETY: no arguments; a lifetime that `holdings` has. Nothing is held, for nothing is converted.
    let arguments = unsafe { Arguments::from_array(ptr::null(), 0, None, signature, &holdings) };
    // SAFETY: as above; `cx` is lent meanwhile.
    let enter = || unsafe { Context::enter(origin) };
    // SAFETY: by this function's condition it is for such a receiver.
    let call = || unsafe { body(enter(), arguments) };
    let result = contain(&mut cx, |cx| match call()? {
        Next::Yield(value) => Ok(value.into_ptr()),
        Next::Return(None) => Ok(ptr::null_mut()),
        Next::Return(Some(value)) => Err(raw::stop_iteration(cx, &value)),
    });
    release_waiting(&mut cx);
    trampoline::object_or_null(&mut cx, result)
}

/// Calls a `tp_new` or `tp_call` that takes `*args` or `**kwargs`, as a function is called.
///
/// # Safety
/// As for [`packed`].
#[cold]
unsafe fn spread(
    call: PackedCall,
    signature: &'static Signature,
    parser: Option<&'static Parser>,
    body: Body,
) -> *mut PyObject {
    let Some(tuple) = NonNull::new(call.arguments) else {
        return ptr::null_mut();
    };
    // SAFETY: attached, and CPython has passed a tuple.
    let (first, given) = unsafe { raw::tuple_items(tuple.as_ptr()) };
    let mut function = trampoline::KeywordCall {
        origin: call.origin,
        arguments: first,
        given: given as Py_ssize_t,
        names: ptr::null_mut(),
    };
    // SAFETY: attached; a dict that CPython has made for this call, or null.
    if unsafe { !raw::has_keywords(call.keywords) } {
        // SAFETY: attached; objects that the tuple keeps alive, and no keywords.
        return unsafe { bind::variadic(function, signature, parser, body) };
    }
    // SAFETY: attached; a tuple and a dict that is not empty.
    let Some(spread) = (unsafe { raw::Spread::new(tuple, call.keywords) }) else {
        return ptr::null_mut();
    };
    function.arguments = spread.objects();
    function.names = spread.names();
    // SAFETY: attached; objects that the tuple and the dict keep alive, and the tuple of names,
    // which lives as long as `spread`.
    let result = unsafe { bind::variadic(function, signature, parser, body) };
    // SAFETY: attached, and not used any more.
    unsafe { spread.release() };
    result
}
