//! Where C calls Rust: one function per shape, not one per Python function.
//!
//! Each makes the [`Context`], keeps panics in, and hands result or exception back.

use crate::args::Surplus;
use crate::context::Origin;
use crate::interpreter::release_waiting;
use crate::panic::{contain, contain_call};
use crate::signature::{MOST_PARAMETERS, Names, Parser, Signature};
use crate::{Arguments, Context, Holdings, PyResult, Raised, Returned, raw};
use core::ffi::c_int;
use core::mem::MaybeUninit;
use core::ptr;
use cpython_sys::{Py_ssize_t, PyObject};

/// The Rust side of a Python function. The origin of the context is what it is called on.
pub(crate) type Body = for<'py> unsafe fn(Context<'py>, Arguments<'py>) -> Returned<'py>;

/// Calls a function with arguments that need no sorting.
///
/// # Safety
/// Called by CPython: attached, the object in `origin` is live, and `arguments`
/// points to `given` objects, all of which stay for the time of the call, as does what
/// `surplus` points to. `body` is for such an origin, and only holds anything if it `holds`.
// Inlined, so that the body is called directly: it is what a short call spends its time on.
#[inline(always)]
pub(crate) unsafe fn array(
    origin: Origin,
    arguments: *const *mut PyObject,
    given: usize,
    surplus: Option<&Surplus>,
    signature: &'static Signature,
    holds: bool,
    body: Body,
) -> *mut PyObject {
    let mut holdings = Holdings::new(holds, surplus.is_some());
    let object = {
        // SAFETY: the conditions of this function, since `holdings` goes before it returns.
        let arguments =
            unsafe { Arguments::from_array(arguments, given, surplus, signature, &holdings) };
        // SAFETY: by this function's condition the body is for this origin.
        let body = |cx| unsafe { body(cx, arguments) };
        // SAFETY: attached, a live object, and the caller of this call, if it is Rust,
        // has lent its context to the C function that made it.
        unsafe { contain_call(origin, body) }.into_ptr()
    };
    if holds && given != 0 && !holdings.is_empty() {
        // SAFETY: as above, and the first context is gone; what the call gives is `object`.
        unsafe { finish(origin, &mut holdings, object.is_null()) };
    }
    object
}

/// The same, once for all functions whose calls do more than this before.
///
/// # Safety
/// As for [`array`].
#[inline(never)]
pub(crate) unsafe fn call_array(
    origin: Origin,
    arguments: *const *mut PyObject,
    given: usize,
    surplus: Option<&Surplus>,
    signature: &'static Signature,
    body: Body,
) -> *mut PyObject {
    // SAFETY: exactly the conditions of this function.
    unsafe { array(origin, arguments, given, surplus, signature, true, body) }
}

/// Releases what a call has held and what waits, which can run Python code.
///
/// # Safety
/// As for [`array`]. An exception is set if the call `failed`.
#[cold]
#[inline(never)]
pub(crate) unsafe fn finish(origin: Origin, held: &mut Holdings, failed: bool) {
    // SAFETY: exactly the conditions of this function.
    let mut cx = unsafe { Context::enter(origin) };
    let raised = failed.then(|| Raised::take(&cx));
    held.release(&mut cx);
    release_waiting(&mut cx);
    if let Some(raised) = raised {
        raised.set(&mut cx);
    }
}

/// What a C function returns for a result: an object, or null with the exception set.
#[inline]
pub(crate) fn object_or_null(
    cx: &mut Context<'_>,
    result: PyResult<*mut PyObject>,
) -> *mut PyObject {
    match result {
        Ok(object) => object,
        Err(raised) => {
            raised.set(cx);
            ptr::null_mut()
        }
    }
}

/// Calls a function whose parameters are all positional.
///
/// # Safety
/// As for [`array`].
#[inline(always)]
pub(crate) unsafe fn positional(
    origin: Origin,
    arguments: *const *mut PyObject,
    given: Py_ssize_t,
    signature: &'static Signature,
    holds: bool,
    body: Body,
) -> *mut PyObject {
    let count = given as usize;
    let (least, most) = (
        signature.counts.required_positional,
        signature.most_positional(),
    );
    if !(least..=most).contains(&count) {
        // SAFETY: attached. It raises, since the number does not fit.
        unsafe { raw::check_positional(signature.name, given, least, most) };
        return ptr::null_mut();
    }
    let surplus;
    let (named, surplus) = if signature.counts.args {
        let named = count.min(signature.counts.positional);
        // SAFETY: `count` objects are there, and stay for the time of the call.
        surplus = unsafe { Surplus::positional(arguments, named, count) };
        (named, Some(&surplus))
    } else {
        (count, None)
    };
    // SAFETY: exactly the conditions of this function.
    unsafe { array(origin, arguments, named, surplus, signature, holds, body) }
}

/// What CPython passes to a function that takes keywords.
#[derive(Clone, Copy)]
pub(crate) struct KeywordCall {
    pub(crate) origin: Origin,
    pub(crate) arguments: *const *mut PyObject,
    pub(crate) given: Py_ssize_t,
    pub(crate) names: *mut PyObject,
}

/// Calls a function that takes keywords.
///
/// # Safety
/// As for [`array`], and `call.names` is null or a tuple of the names of the
/// arguments that follow the `given` positional ones.
// Inlined, so that there is one copy of the body for both ways to get the arguments.
#[inline(always)]
pub(crate) unsafe fn keywords(
    call: KeywordCall,
    signature: &'static Signature,
    parser: Option<&'static Parser>,
    holds: bool,
    body: Body,
) -> *mut PyObject {
    let count = call.given as usize;
    let counts = &signature.counts;
    let as_they_are = call.names.is_null()
        && counts.required_keyword == 0
        && (counts.required_positional..=counts.positional).contains(&count);
    let mut room = [const { MaybeUninit::uninit() }; MOST_PARAMETERS];
    let (first, len) = if as_they_are {
        (call.arguments, count)
    } else {
        // SAFETY: exactly the conditions of this function.
        unsafe { sorted(call, signature, parser, &mut room) }
    };
    if first.is_null() && len == UNSORTED {
        return ptr::null_mut();
    }
    // SAFETY: `first` has `len` places, each null or an object that the caller of
    // the function keeps alive.
    unsafe { array(call.origin, first, len, None, signature, holds, body) }
}

/// What [`sorted`] gives as a length if it raises.
const UNSORTED: usize = usize::MAX;

/// What a function has that has no parser, although it takes keywords: it fits none that does.
static NO_NAMES: Parser = Parser::new(c"", const { &Names::<1>::new(&[]) });

/// The arguments in the order of the parameters: where the first is, and how many there are. Null
/// and [`UNSORTED`] if they do not fit, with an exception set.
///
/// # Safety
/// As for [`keywords`].
// Inlined, so that the numbers of parameters are constants here.
#[inline(always)]
unsafe fn sorted(
    call: KeywordCall,
    signature: &'static Signature,
    parser: Option<&'static Parser>,
    room: &mut [MaybeUninit<*mut PyObject>; MOST_PARAMETERS],
) -> (*const *mut PyObject, usize) {
    let counts = &signature.counts;
    let parser = parser.unwrap_or(&NO_NAMES);
    // CPython fills places up to the last argument that was given, and no more.
    for place in &mut room[..counts.parameters] {
        place.write(ptr::null_mut());
    }
    // CAST: a `MaybeUninit` is what it is for.
    let room = room.as_mut_ptr().cast::<*mut PyObject>();
    // SAFETY: attached.
    let parser = unsafe { parser.ready(counts) };
    if parser.is_null() {
        return (ptr::null(), UNSORTED);
    }
    // SAFETY: attached; what the function got, a static parser that fits the signature, and room
    // for the most that these can be.
    let found = unsafe {
        raw::unpack_keywords(call.arguments, call.given, call.names, parser, counts, room)
    };
    if found.is_null() {
        return (ptr::null(), UNSORTED);
    }
    // An empty tuple of names leaves the arguments where they are, without places
    // for the parameters that were left out.
    let len = if ptr::eq(found, room) {
        counts.parameters
    } else {
        call.given as usize
    };
    (found, len)
}

/// Runs a callback that reports by a status: 0, or -1 with an exception set.
///
/// # Safety
/// As for [`array`].
pub(crate) unsafe fn status(
    origin: Origin,
    body: impl FnOnce(&mut Context<'_>) -> PyResult<()>,
) -> c_int {
    // SAFETY: as in `array`.
    let mut cx = unsafe { Context::enter(origin) };
    let result = contain(&mut cx, body);
    release_waiting(&mut cx);
    match result {
        Ok(()) => 0,
        Err(raised) => {
            raised.set(&mut cx);
            -1
        }
    }
}

/// Runs a callback that reports nothing: what it raises is shown through `sys.unraisablehook`. An
/// exception that is set already, as when an object ends because of one, stays set.
///
/// # Safety
/// As for [`array`].
pub(crate) unsafe fn unraisable(
    origin: Origin,
    body: impl FnOnce(&mut Context<'_>) -> PyResult<()>,
) {
    // SAFETY: as in `array`.
    let mut cx = unsafe { Context::enter(origin) };
    let pending = raw::exception_is_set(&cx).then(|| Raised::take(&cx));
    if let Err(raised) = contain(&mut cx, body) {
        raised.write_unraisable(&mut cx, None);
    }
    release_waiting(&mut cx);
    if let Some(pending) = pending {
        pending.set(&mut cx);
    }
}
