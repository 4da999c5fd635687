//! Functions as CPython sees them.

use crate::context::Origin;
use crate::signature::{Convention, Parser, Signature};
use crate::{Arguments, Context, Returned, bind, trampoline};
use core::marker::PhantomData;
use core::mem::transmute;
use core::ptr::{self, NonNull};
use cpython_sys::{
    METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, Py_ssize_t, PyCFunction, PyCFunctionFast,
    PyCFunctionFastWithKeywords, PyMethodDef, PyObject,
};

/// A Rust function that Python can call. `#[function]` implements it.
pub trait Function: 'static {
    /// Its name, documentation and numbers of parameters.
    const SIGNATURE: Signature;

    /// Whether one of its arguments may be held until it returns.
    const HOLDS: bool = true;

    /// Its keywords, if it takes any.
    fn parser() -> Option<&'static Parser> {
        None
    }

    /// Converts the arguments, calls the function and converts the result.
    fn call<'py>(cx: Context<'py>, arguments: Arguments<'py>) -> Returned<'py>;
}

/// One entry of a module's table of functions.
#[doc(alias = "PyMethodDef")]
#[repr(transparent)]
pub struct MethodDef(pub(crate) PyMethodDef);

// SAFETY: the pointers are to constant C strings and to functions, and CPython
// only reads the entry.
unsafe impl Sync for MethodDef {}

impl MethodDef {
    /// What every table ends with.
    pub const END: MethodDef = MethodDef(PyMethodDef {
        ml_name: ptr::null(),
        ml_meth: None,
        ml_flags: 0,
        ml_doc: ptr::null(),
    });

    /// The entry for `F`.
    pub const fn of<F: Function>() -> MethodDef {
        MethodDef(entry::<OfModule<F>>())
    }
}

/// Something that C can call: a function, with what its hidden first argument means.
pub(crate) trait Callable: 'static {
    const SIGNATURE: Signature;
    const HOLDS: bool;

    fn parser() -> Option<&'static Parser>;

    /// What was called, from the hidden first argument.
    ///
    /// # Safety
    /// `receiver` is what CPython passes to such a function: a live object, not null.
    unsafe fn origin(receiver: *mut PyObject) -> Origin;

    /// # Safety
    /// The context's origin is that of this function.
    unsafe fn call<'py>(cx: Context<'py>, arguments: Arguments<'py>) -> Returned<'py>;
}

/// A module's function.
struct OfModule<F>(PhantomData<F>);

impl<F: Function> Callable for OfModule<F> {
    const SIGNATURE: Signature = F::SIGNATURE;
    const HOLDS: bool = F::HOLDS;

    #[inline]
    fn parser() -> Option<&'static Parser> {
        F::parser()
    }

    #[inline]
    unsafe fn origin(module: *mut PyObject) -> Origin {
        // SAFETY: exactly the condition of this function.
        Origin::Module(unsafe { NonNull::new_unchecked(module) })
    }

    #[inline]
    unsafe fn call<'py>(cx: Context<'py>, arguments: Arguments<'py>) -> Returned<'py> {
        F::call(cx, arguments)
    }
}

/// The entry of a table for `F`.
pub(crate) const fn entry<F: Callable>() -> PyMethodDef {
    // CAST: CPython stores every calling convention under one function type and
    // casts back according to the flags.
    let (ml_meth, ml_flags) = match F::SIGNATURE.convention() {
        Convention::NoArguments => (Some(no_arguments::<F> as CFunction), METH_NOARGS),
        Convention::OneArgument => (Some(one_argument::<F> as CFunction), METH_O),
        Convention::Positional => {
            let function: PyCFunctionFast = Some(positional::<F>);
            // SAFETY: function pointers of any type have the same representation;
            // METH_FASTCALL makes CPython call it as what it is.
            let stored = unsafe { transmute::<PyCFunctionFast, PyCFunction>(function) };
            (stored, METH_FASTCALL)
        }
        Convention::Keywords => {
            let function: PyCFunctionFastWithKeywords = Some(keywords::<F>);
            // SAFETY: as above, with METH_FASTCALL | METH_KEYWORDS.
            let stored = unsafe { transmute::<PyCFunctionFastWithKeywords, PyCFunction>(function) };
            (stored, METH_FASTCALL | METH_KEYWORDS)
        }
        Convention::Variadic => {
            let function: PyCFunctionFastWithKeywords = Some(variadic::<F>);
            // SAFETY: as above, with METH_FASTCALL | METH_KEYWORDS.
            let stored = unsafe { transmute::<PyCFunctionFastWithKeywords, PyCFunction>(function) };
            (stored, METH_FASTCALL | METH_KEYWORDS)
        }
    };
    PyMethodDef {
        ml_name: F::SIGNATURE.name.as_ptr(),
        ml_meth,
        ml_flags,
        ml_doc: F::SIGNATURE.doc.as_ptr(),
    }
}

type CFunction = unsafe extern "C" fn(*mut PyObject, *mut PyObject) -> *mut PyObject;

// One small shim per function and convention; the work is in `trampoline`, once.
// CPython calls each with an attached thread state, the module as first argument
// and what the convention promises.

unsafe extern "C" fn no_arguments<F: Callable>(
    receiver: *mut PyObject,
    _none: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: CPython passes what the function belongs to.
    let origin = unsafe { F::origin(receiver) };
    // SAFETY: what CPython promises of METH_NOARGS.
    unsafe {
        trampoline::array(
            origin,
            ptr::null(),
            0,
            None,
            &F::SIGNATURE,
            F::HOLDS,
            F::call,
        )
    }
}

unsafe extern "C" fn one_argument<F: Callable>(
    receiver: *mut PyObject,
    argument: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: CPython passes what the function belongs to.
    let origin = unsafe { F::origin(receiver) };
    // SAFETY: CPython passes an object.
    unsafe { core::hint::assert_unchecked(!argument.is_null()) };
    let arguments = &raw const argument;
    // SAFETY: what CPython promises of METH_O: an object, which the caller keeps alive.
    unsafe { trampoline::array(origin, arguments, 1, None, &F::SIGNATURE, F::HOLDS, F::call) }
}

unsafe extern "C" fn positional<F: Callable>(
    receiver: *mut PyObject,
    arguments: *const *mut PyObject,
    given: Py_ssize_t,
) -> *mut PyObject {
    // SAFETY: CPython passes what the function belongs to.
    let origin = unsafe { F::origin(receiver) };
    // SAFETY: what CPython promises of METH_FASTCALL.
    unsafe { trampoline::positional(origin, arguments, given, &F::SIGNATURE, F::HOLDS, F::call) }
}

unsafe extern "C" fn keywords<F: Callable>(
    receiver: *mut PyObject,
    arguments: *const *mut PyObject,
    given: Py_ssize_t,
    names: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: CPython passes what the function belongs to.
    let origin = unsafe { F::origin(receiver) };
    let call = trampoline::KeywordCall {
        origin,
        arguments,
        given,
        names,
    };
    // SAFETY: what CPython promises of METH_FASTCALL | METH_KEYWORDS.
    unsafe { trampoline::keywords(call, &F::SIGNATURE, F::parser(), F::HOLDS, F::call) }
}

unsafe extern "C" fn variadic<F: Callable>(
    receiver: *mut PyObject,
    arguments: *const *mut PyObject,
    given: Py_ssize_t,
    names: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: CPython passes what the function belongs to.
    let origin = unsafe { F::origin(receiver) };
    let call = trampoline::KeywordCall {
        origin,
        arguments,
        given,
        names,
    };
    // SAFETY: what CPython promises of METH_FASTCALL | METH_KEYWORDS.
    unsafe { bind::variadic(call, &F::SIGNATURE, F::parser(), F::call) }
}
