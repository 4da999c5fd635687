//! Where C calls Rust: one function per shape, not one per Python function.
//!
//! Each makes the [`Context`], keeps panics in, and hands result or exception back.

use crate::args::Surplus;
use crate::context::Origin;
use crate::interpreter::release_waiting;
use crate::panic::contain;
use crate::signature::{MOST_PARAMETERS, Parser, Signature};
use crate::{Any, Arguments, Bound, Context, Holdings, PyResult, Raised, raw};
use core::ffi::c_int;
use core::ptr;
use cpython_sys::{Py_ssize_t, PyObject};

/// The Rust side of a Python function.
pub(crate) type Body = for<'py> fn(&mut Context<'py>, Arguments<'py>) -> PyResult<Bound<'py, Any>>;

/// Calls a function with arguments that need no sorting.
///
/// # Safety
/// Called by CPython: attached, the object in `origin` is live, and `arguments`
/// points to `given` objects, all of which stay for the time of the call, as does what
/// `surplus` points to.
// Inlined, so that the body is called directly: it is what a short call spends its time on. A
// build without `std` is for small files, so there it exists once.
#[cfg_attr(feature = "std", inline(always))]
#[cfg_attr(not(feature = "std"), inline(never))]
pub(crate) unsafe fn array(
    origin: Origin,
    arguments: *const *mut PyObject,
    given: usize,
    surplus: Option<&Surplus>,
    signature: &'static Signature,
    body: Body,
) -> *mut PyObject {
    let mut holdings = Holdings::new();
    let result = {
        // SAFETY: attached, a live object, and the caller of this call, if it is Rust,
        // has lent its context to the C function that made it.
        let mut cx = unsafe { Context::enter(origin) };
        // SAFETY: the conditions of this function, since `holdings` goes before it returns.
        let arguments =
            unsafe { Arguments::from_array(arguments, given, surplus, signature, &holdings) };
        contain(&mut cx, |cx| body(cx, arguments)).map(Bound::into_ptr)
    };
    // SAFETY: as above, and the first context is gone.
    let mut cx = unsafe { Context::enter(origin) };
    holdings.release(&mut cx);
    release_waiting(&mut cx);
    object_or_null(&mut cx, result)
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
pub(crate) unsafe fn positional(
    origin: Origin,
    arguments: *const *mut PyObject,
    given: Py_ssize_t,
    signature: &'static Signature,
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
    unsafe { array(origin, arguments, named, surplus, signature, body) }
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
pub(crate) unsafe fn keywords(
    call: KeywordCall,
    signature: &'static Signature,
    parser: Option<&'static Parser>,
    body: Body,
) -> *mut PyObject {
    let count = call.given as usize;
    let counts = &signature.counts;
    let as_they_are = call.names.is_null()
        && counts.required_keyword == 0
        && (counts.required_positional..=counts.positional).contains(&count);
    if as_they_are {
        // SAFETY: exactly the conditions of this function.
        return unsafe { array(call.origin, call.arguments, count, None, signature, body) };
    }
    // SAFETY: exactly the conditions of this function.
    unsafe { sorted(call, signature, parser, body) }
}

/// # Safety
/// As for [`keywords`].
#[cold]
unsafe fn sorted(
    call: KeywordCall,
    signature: &'static Signature,
    parser: Option<&'static Parser>,
    body: Body,
) -> *mut PyObject {
    let counts = &signature.counts;
    let Some(parser) = parser.filter(|parser| parser.fits(counts)) else {
        // SAFETY: as in `array`.
        let mut cx = unsafe { Context::enter(call.origin) };
        raw::system_error(&cx, c"a function has no names for its parameters").set(&mut cx);
        return ptr::null_mut();
    };
    let mut room = [ptr::null_mut(); MOST_PARAMETERS];
    // SAFETY: attached; what the function got, a static parser that fits the signature, and room for the most that these can be.
    let found = unsafe {
        raw::unpack_keywords(
            call.arguments,
            call.given,
            call.names,
            parser.as_ptr(),
            counts,
            room.as_mut_ptr(),
        )
    };
    if found.is_null() {
        return ptr::null_mut();
    }
    // An empty tuple of names leaves the arguments where they are, without places
    // for the parameters that were left out.
    let len = if ptr::eq(found, room.as_ptr()) {
        counts.parameters
    } else {
        call.given as usize
    };
    // SAFETY: `found` has `len` places, each null or an object that the caller of
    // the function keeps alive.
    unsafe { array(call.origin, found, len, None, signature, body) }
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
    if let Some(pending) = pending {
        pending.set(&mut cx);
    }
}
