//! What C calls for a slot: small functions, each of which names a function of the class and passes
//! it to the one in `enter.rs` or `trampoline.rs` that does the work.
//!
//! C calls each attached, with an instance of `T` (operators: on either side) and live objects.

use super::Comparisons;
use crate::class::call::{Call, Refusal, body, instance, set_or_delete};
use crate::class::enter::{self, NextObject, PackedCall};
use crate::class::operands::CompareOp;
use crate::class::{ModuleClass, find_type};
use crate::context::Origin;
use crate::{Arguments, Borrowed, Bound, Context, PyResult, Returned, raw, trampoline};
use core::ffi::c_int;
use core::ptr::{self, NonNull};
use cpython_sys::{Py_hash_t, Py_ssize_t, PyObject};

/// A slot that gives an object.
///
/// # Safety
/// Called by CPython: attached, with an instance of `T` and live objects.
unsafe fn object<T, F>(receiver: *mut PyObject, arguments: &[*mut PyObject]) -> *mut PyObject
where
    F: for<'py> Call<T, Output<'py> = Returned<'py>>,
{
    let (first, given) = (arguments.as_ptr(), arguments.len());
    // SAFETY: exactly the condition of this function.
    let origin = unsafe { instance(receiver) };
    // SAFETY: exactly the conditions of this function.
    unsafe {
        trampoline::array(
            origin,
            first,
            given,
            None,
            &F::SIGNATURE,
            F::HOLDS,
            body::<T, F>,
        )
    }
}

pub(super) unsafe extern "C" fn unary<T, F>(receiver: *mut PyObject) -> *mut PyObject
where
    F: for<'py> Call<T, Output<'py> = Returned<'py>>,
{
    // SAFETY: what CPython promises of this slot.
    unsafe { object::<T, F>(receiver, &[]) }
}

pub(super) unsafe extern "C" fn binary<T, F>(
    receiver: *mut PyObject,
    other: *mut PyObject,
) -> *mut PyObject
where
    F: for<'py> Call<T, Output<'py> = Returned<'py>>,
{
    // SAFETY: what CPython promises of this slot.
    unsafe { object::<T, F>(receiver, &[other]) }
}

pub(super) unsafe extern "C" fn indexed<T, F>(
    receiver: *mut PyObject,
    index: Py_ssize_t,
) -> *mut PyObject
where
    F: for<'py> Call<T, Output<'py> = Returned<'py>>,
{
    let index = {
        // SAFETY: attached, as CPython promises of this slot.
        let mut cx = unsafe { Context::enter(Origin::Nothing) };
        let index = raw::int_from_isize(&cx, index).map(Bound::into_ptr);
        trampoline::object_or_null(&mut cx, index)
    };
    let Some(owned) = NonNull::new(index) else {
        return ptr::null_mut();
    };
    // SAFETY: what CPython promises of this slot.
    let result = unsafe { object::<T, F>(receiver, &[index]) };
    // SAFETY: attached; the reference of above, to an int, whose end runs no code.
    unsafe { raw::decref(owned) };
    result
}

pub(super) unsafe extern "C" fn describe<T, F>(
    receiver: *mut PyObject,
    object_: *mut PyObject,
    class: *mut PyObject,
) -> *mut PyObject
where
    F: for<'py> Call<T, Output<'py> = Returned<'py>>,
{
    // SAFETY: what CPython promises of this slot; null is an argument that was left out.
    unsafe { object::<T, F>(receiver, &[object_, class]) }
}

pub(super) unsafe extern "C" fn next<T, F>(receiver: *mut PyObject) -> *mut PyObject
where
    F: for<'py> Call<T, Output<'py> = PyResult<NextObject<'py>>>,
{
    // SAFETY: what CPython promises of this slot.
    unsafe { enter::next(receiver, &F::SIGNATURE, body::<T, F>) }
}

pub(super) unsafe extern "C" fn call<T, F>(
    receiver: *mut PyObject,
    arguments: *mut PyObject,
    keywords: *mut PyObject,
) -> *mut PyObject
where
    F: for<'py> Call<T, Output<'py> = Returned<'py>>,
{
    let call = PackedCall {
        // SAFETY: CPython passes an instance.
        origin: unsafe { instance(receiver) },
        arguments,
        keywords,
    };
    // SAFETY: what CPython promises of a `tp_call`.
    unsafe { enter::packed(call, &F::SIGNATURE, F::parser(), body::<T, F>) }
}

pub(super) unsafe extern "C" fn hash<T, F>(receiver: *mut PyObject) -> Py_hash_t
where
    F: for<'py> Call<T, Output<'py> = PyResult<isize>>,
{
    unsafe fn hashed<'py, T, F>(cx: Context<'py>, arguments: Arguments<'py>) -> isize
    where
        F: for<'a> Call<T, Output<'a> = PyResult<isize>>,
    {
        let origin = cx.origin();
        // SAFETY: an instance is the origin.
        let hash = unsafe { body::<T, F>(cx, arguments) };
        let hash = hash.map(|hash| if hash == -1 { -2 } else { hash });
        // SAFETY: attached; the first context is gone.
        unsafe { enter::number(origin, hash) }
    }
    // SAFETY: what CPython promises of this slot.
    unsafe { enter::value(receiver, &[], &F::SIGNATURE, hashed::<T, F>) }
}

pub(super) unsafe extern "C" fn len<T, F>(receiver: *mut PyObject) -> Py_ssize_t
where
    F: for<'py> Call<T, Output<'py> = PyResult<usize>>,
{
    unsafe fn counted<'py, T, F>(cx: Context<'py>, arguments: Arguments<'py>) -> isize
    where
        F: for<'a> Call<T, Output<'a> = PyResult<usize>>,
    {
        let origin = cx.origin();
        // SAFETY: an instance is the origin.
        let len = unsafe { body::<T, F>(cx, arguments) }.and_then(|len| {
            // SAFETY: attached; the first context is gone.
            isize::try_from(len).map_err(|_| too_long(unsafe { Context::enter(origin) }))
        });
        // SAFETY: attached; the first context is gone.
        unsafe { enter::number(origin, len) }
    }
    // SAFETY: what CPython promises of this slot.
    unsafe { enter::value(receiver, &[], &F::SIGNATURE, counted::<T, F>) }
}

#[cold]
#[inline(never)]
fn too_long(mut cx: Context<'_>) -> crate::Raised {
    let text = "cannot fit 'int' into an index-sized integer";
    <crate::OverflowError as crate::ExceptionType>::raise(&mut cx, text)
}

/// # Safety
/// As for [`body`].
unsafe fn yes_or_no<'py, T, F>(cx: Context<'py>, arguments: Arguments<'py>) -> isize
where
    F: for<'a> Call<T, Output<'a> = PyResult<bool>>,
{
    let origin = cx.origin();
    // SAFETY: exactly the condition of this function.
    let answer = unsafe { body::<T, F>(cx, arguments) };
    // SAFETY: attached; the first context is gone.
    unsafe { enter::number(origin, answer.map(isize::from)) }
}

pub(super) unsafe extern "C" fn truth<T, F>(receiver: *mut PyObject) -> c_int
where
    F: for<'py> Call<T, Output<'py> = PyResult<bool>>,
{
    // SAFETY: what CPython promises of this slot.
    let answer = unsafe { enter::value(receiver, &[], &F::SIGNATURE, yes_or_no::<T, F>) };
    // CAST: 1, 0 or -1.
    answer as c_int
}

pub(super) unsafe extern "C" fn contains<T, F>(
    receiver: *mut PyObject,
    other: *mut PyObject,
) -> c_int
where
    F: for<'py> Call<T, Output<'py> = PyResult<bool>>,
{
    // SAFETY: what CPython promises of this slot.
    let answer = unsafe { enter::value(receiver, &[other], &F::SIGNATURE, yes_or_no::<T, F>) };
    // CAST: 1, 0 or -1.
    answer as c_int
}

pub(super) unsafe extern "C" fn assign_item<T, Set, Delete>(
    receiver: *mut PyObject,
    key: *mut PyObject,
    value: *mut PyObject,
) -> c_int
where
    Set: for<'py> Call<T, Output<'py> = PyResult<()>>,
    Delete: for<'py> Call<T, Output<'py> = PyResult<()>>,
{
    // SAFETY: what CPython promises of this slot; no value to delete.
    unsafe { set_or_delete::<T, Set, Delete>(receiver, &[key], value, Refusal::Item) }
}

pub(super) unsafe extern "C" fn assign_attribute<T, Set, Delete>(
    receiver: *mut PyObject,
    name: *mut PyObject,
    value: *mut PyObject,
) -> c_int
where
    Set: for<'py> Call<T, Output<'py> = PyResult<()>>,
    Delete: for<'py> Call<T, Output<'py> = PyResult<()>>,
{
    // SAFETY: what CPython promises of this slot; no value to delete.
    unsafe { set_or_delete::<T, Set, Delete>(receiver, &[name], value, Refusal::Attribute) }
}

pub(super) unsafe extern "C" fn missing_attribute<T, F>(
    receiver: *mut PyObject,
    name: *mut PyObject,
) -> *mut PyObject
where
    F: for<'py> Call<T, Output<'py> = Returned<'py>>,
{
    // SAFETY: attached, with two live objects.
    if let Some(found) = unsafe { raw::generic_get_attribute(receiver, name) } {
        return found;
    }
    // SAFETY: what CPython promises of this slot.
    unsafe { object::<T, F>(receiver, &[name]) }
}

/// Whether `object` is an instance of `T`, with nothing but itself to find `T`'s module by.
///
/// # Safety
/// Attached, and a live object.
unsafe fn is<T: ModuleClass>(object: *mut PyObject) -> bool {
    let Some(object) = NonNull::new(object) else {
        return false;
    };
    let origin = Origin::Instance(object);
    // SAFETY: attached, and a live object. Nobody uses another context meanwhile.
    let cx = unsafe { Context::enter(origin) };
    // SAFETY: a live object, which the caller of this slot keeps alive.
    let object: Borrowed<'_> = unsafe { Borrowed::from_borrowed(object) };
    find_type::<T>(&cx, origin).is_some_and(|class| raw::is_instance_of(&cx, &object, class))
}

/// Calls the operator on the side where there is an instance of `T`; on both, if the first
/// one does not know what to do.
///
/// # Safety
/// Called by CPython: attached, with live objects, one of them an instance of `T`.
unsafe fn either<T, Left, Right>(
    left: *mut PyObject,
    right: *mut PyObject,
    more: &[*mut PyObject],
) -> *mut PyObject
where
    T: ModuleClass,
    Left: for<'py> Call<T, Output<'py> = Returned<'py>>,
    Right: for<'py> Call<T, Output<'py> = Returned<'py>>,
{
    let modulus = more.first().copied().unwrap_or(ptr::null_mut());
    let len = 1 + more.len();
    // SAFETY: attached, and live objects.
    if Left::PRESENT && unsafe { is::<T>(left) } {
        let arguments = [right, modulus];
        // SAFETY: an instance of `T`, and live objects.
        let result = unsafe { object::<T, Left>(left, &arguments[..len]) };
        if !raw::is_not_implemented(result) {
            return result;
        }
        // It is immortal, so the reference to it needs no giving up.
    }
    // SAFETY: as above.
    if Right::PRESENT && unsafe { is::<T>(right) } {
        let arguments = [left, modulus];
        // SAFETY: as above.
        return unsafe { object::<T, Right>(right, &arguments[..len]) };
    }
    // SAFETY: attached.
    let cx = unsafe { Context::enter(Origin::Nothing) };
    raw::not_implemented(&cx).into_ptr()
}

pub(super) unsafe extern "C" fn operator<T, Left, Right>(
    left: *mut PyObject,
    right: *mut PyObject,
) -> *mut PyObject
where
    T: ModuleClass,
    Left: for<'py> Call<T, Output<'py> = Returned<'py>>,
    Right: for<'py> Call<T, Output<'py> = Returned<'py>>,
{
    // SAFETY: what CPython promises of an operator.
    unsafe { either::<T, Left, Right>(left, right, &[]) }
}

pub(super) unsafe extern "C" fn power<T, Left, Right>(
    left: *mut PyObject,
    right: *mut PyObject,
    modulus: *mut PyObject,
) -> *mut PyObject
where
    T: ModuleClass,
    Left: for<'py> Call<T, Output<'py> = Returned<'py>>,
    Right: for<'py> Call<T, Output<'py> = Returned<'py>>,
{
    // CPython asks the type of the modulus as well; for that, nothing is implemented.
    // SAFETY: what CPython promises of an operator.
    unsafe { either::<T, Left, Right>(left, right, &[modulus]) }
}

pub(super) unsafe extern "C" fn inplace_power<T, F>(
    receiver: *mut PyObject,
    exponent: *mut PyObject,
    modulus: *mut PyObject,
) -> *mut PyObject
where
    F: for<'py> Call<T, Output<'py> = Returned<'py>>,
{
    // SAFETY: what CPython promises of this slot.
    unsafe { object::<T, F>(receiver, &[exponent, modulus]) }
}

pub(super) unsafe extern "C" fn compare<T, C: Comparisons<T>>(
    receiver: *mut PyObject,
    other: *mut PyObject,
    op: c_int,
) -> *mut PyObject {
    let op = match op {
        0 => CompareOp::Lt,
        1 => CompareOp::Le,
        2 => CompareOp::Eq,
        3 => CompareOp::Ne,
        4 => CompareOp::Gt,
        _ => CompareOp::Ge,
    };
    let opposite = op == CompareOp::Ne && !C::Ne::PRESENT;
    let compare: unsafe fn(*mut PyObject, &[*mut PyObject]) -> *mut PyObject = match op {
        CompareOp::Lt => object::<T, C::Lt>,
        CompareOp::Le => object::<T, C::Le>,
        CompareOp::Ne if !opposite => object::<T, C::Ne>,
        CompareOp::Eq | CompareOp::Ne => object::<T, C::Eq>,
        CompareOp::Gt => object::<T, C::Gt>,
        CompareOp::Ge => object::<T, C::Ge>,
    };
    // SAFETY: what CPython promises of this slot.
    let result = unsafe { compare(receiver, &[other]) };
    if opposite {
        // SAFETY: attached; what a slot has just returned.
        return unsafe { raw::opposite(result) };
    }
    result
}
