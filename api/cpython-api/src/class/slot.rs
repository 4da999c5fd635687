//! What Python calls by itself: operators, iteration, attribute access.
//!
//! A [`Slot`] is made for one class and one kind of function, and C calls it through one of
//! the small functions below.

use super::buffer;
use super::call::{Call, Refusal, body, instance, set_or_delete};
use super::enter::{self, PackedCall};
use super::operands::{CompareOp, Next};
use crate::class::{Export, ModuleClass, find_type};
use crate::context::Origin;
use crate::{Any, Arguments, Borrowed, Bound, Context, PyResult, raw, trampoline};
use core::ffi::{c_int, c_void};
use core::marker::PhantomData;
use core::ptr::{self, NonNull};
use cpython_sys::{self as sys, Py_hash_t, Py_ssize_t, PyObject};

/// One slot of the class `T`.
pub struct Slot<T> {
    pub(super) number: c_int,
    pub(super) function: *mut c_void,
    /// Whether only sequences have it.
    pub(super) of_sequence: bool,
    class: PhantomData<fn(T)>,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident { $($(#[$each:meta])* $name:ident = $number:ident,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub enum $kind {
            $($(#[$each])* #[doc = concat!("`", stringify!($number), "`")] $name,)*
        }

        impl $kind {
            const fn number(self) -> c_int {
                match self {
                    $($kind::$name => sys::$number,)*
                }
            }
        }
    )*};
}

kinds! {
    /// Slots that take nothing and give an object.
    Unary {
        Repr = Py_tp_repr,
        Str = Py_tp_str,
        Iter = Py_tp_iter,
        Await = Py_am_await,
        AsyncIter = Py_am_aiter,
        AsyncNext = Py_am_anext,
        Negative = Py_nb_negative,
        Positive = Py_nb_positive,
        Absolute = Py_nb_absolute,
        Invert = Py_nb_invert,
        Int = Py_nb_int,
        Float = Py_nb_float,
        Index = Py_nb_index,
    }
    /// Slots that take an object and give one.
    Binary {
        Subscript = Py_mp_subscript,
        Concat = Py_sq_concat,
        InplaceConcat = Py_sq_inplace_concat,
        GetAttribute = Py_tp_getattro,
        InplaceAdd = Py_nb_inplace_add,
        InplaceSubtract = Py_nb_inplace_subtract,
        InplaceMultiply = Py_nb_inplace_multiply,
        InplaceMatrixMultiply = Py_nb_inplace_matrix_multiply,
        InplaceTrueDivide = Py_nb_inplace_true_divide,
        InplaceFloorDivide = Py_nb_inplace_floor_divide,
        InplaceRemainder = Py_nb_inplace_remainder,
        InplaceLshift = Py_nb_inplace_lshift,
        InplaceRshift = Py_nb_inplace_rshift,
        InplaceAnd = Py_nb_inplace_and,
        InplaceOr = Py_nb_inplace_or,
        InplaceXor = Py_nb_inplace_xor,
    }
    /// Slots that take an index and give an object.
    Indexed {
        Item = Py_sq_item,
        Repeat = Py_sq_repeat,
        InplaceRepeat = Py_sq_inplace_repeat,
    }
    /// Operators, whose other operand can be on either side.
    Number {
        Add = Py_nb_add,
        Subtract = Py_nb_subtract,
        Multiply = Py_nb_multiply,
        MatrixMultiply = Py_nb_matrix_multiply,
        TrueDivide = Py_nb_true_divide,
        FloorDivide = Py_nb_floor_divide,
        Remainder = Py_nb_remainder,
        Divmod = Py_nb_divmod,
        Lshift = Py_nb_lshift,
        Rshift = Py_nb_rshift,
        And = Py_nb_and,
        Or = Py_nb_or,
        Xor = Py_nb_xor,
    }
    /// Slots that set something, or delete it.
    Assign {
        Item = Py_mp_ass_subscript,
        Attribute = Py_tp_setattro,
        Descriptor = Py_tp_descr_set,
    }
}

// Each constructor names the number of a slot and the function of the type that CPython
// calls for it. Types are not checked further: that is why they are together here.
// CPython calls each attached, with an instance of the class that the slot is for as the first
// argument (which one of the two, operators find out), and live objects.

impl<T: ModuleClass> Slot<T> {
    const fn new(number: c_int, function: *mut c_void) -> Self {
        Slot {
            number,
            function,
            of_sequence: matches!(number, sys::Py_sq_item | sys::Py_sq_length),
            class: PhantomData,
        }
    }

    /// A slot that takes nothing and gives an object.
    #[doc(alias = "unaryfunc")]
    pub const fn unary<F>(slot: Unary) -> Self
    where
        F: for<'py> Call<T, Output<'py> = Bound<'py, Any>>,
    {
        Self::new(slot.number(), unary::<T, F> as *mut c_void)
    }

    /// `__next__`.
    #[doc(alias = "iternextfunc")]
    pub const fn next<F>() -> Self
    where
        F: for<'py> Call<T, Output<'py> = Next<Bound<'py, Any>, Option<Bound<'py, Any>>>>,
    {
        Self::new(sys::Py_tp_iternext, next::<T, F> as *mut c_void)
    }

    /// A slot that takes an object and gives one.
    #[doc(alias = "binaryfunc")]
    pub const fn binary<F>(slot: Binary) -> Self
    where
        F: for<'py> Call<T, Output<'py> = Bound<'py, Any>>,
    {
        Self::new(slot.number(), binary::<T, F> as *mut c_void)
    }

    /// A slot that takes an index, or a number of repetitions, and gives an object.
    #[doc(alias = "ssizeargfunc")]
    pub const fn indexed<F>(slot: Indexed) -> Self
    where
        F: for<'py> Call<T, Output<'py> = Bound<'py, Any>>,
    {
        Self::new(slot.number(), indexed::<T, F> as *mut c_void)
    }

    /// An operator, as `__add__`, and its reflection, as `__radd__`. Either can be [`Absent`](crate::class::Absent).
    #[doc(alias = "nb_add")]
    pub const fn number<Left, Right>(slot: Number) -> Self
    where
        Left: for<'py> Call<T, Output<'py> = Bound<'py, Any>>,
        Right: for<'py> Call<T, Output<'py> = Bound<'py, Any>>,
    {
        Self::new(slot.number(), operator::<T, Left, Right> as *mut c_void)
    }

    /// `__pow__` and `__rpow__`, which get the modulus, or `None`.
    #[doc(alias = "nb_power")]
    pub const fn power<Left, Right>() -> Self
    where
        Left: for<'py> Call<T, Output<'py> = Bound<'py, Any>>,
        Right: for<'py> Call<T, Output<'py> = Bound<'py, Any>>,
    {
        Self::new(sys::Py_nb_power, power::<T, Left, Right> as *mut c_void)
    }

    /// `__ipow__`.
    #[doc(alias = "nb_inplace_power")]
    pub const fn inplace_power<F>() -> Self
    where
        F: for<'py> Call<T, Output<'py> = Bound<'py, Any>>,
    {
        Self::new(
            sys::Py_nb_inplace_power,
            inplace_power::<T, F> as *mut c_void,
        )
    }

    /// The comparisons, each of which can be [`Absent`](crate::class::Absent).
    #[doc(alias = "tp_richcompare")]
    pub const fn compare<C: Comparisons<T>>() -> Self {
        Self::new(sys::Py_tp_richcompare, compare::<T, C> as *mut c_void)
    }

    /// `__hash__`. -1, which would be an error in C, is taken for -2, as for Python's own classes.
    #[doc(alias = "tp_hash")]
    pub const fn hash<F>() -> Self
    where
        F: for<'py> Call<T, Output<'py> = isize>,
    {
        Self::new(sys::Py_tp_hash, hash::<T, F> as *mut c_void)
    }

    /// `__len__`, of a mapping.
    #[doc(alias = "mp_length")]
    pub const fn len<F>() -> Self
    where
        F: for<'py> Call<T, Output<'py> = usize>,
    {
        Self::new(sys::Py_mp_length, len::<T, F> as *mut c_void)
    }

    /// `__len__`, of a sequence: CPython then adds it to negative indices.
    #[doc(alias = "sq_length")]
    pub const fn sequence_len<F>() -> Self
    where
        F: for<'py> Call<T, Output<'py> = usize>,
    {
        Self::new(sys::Py_sq_length, len::<T, F> as *mut c_void)
    }

    /// `__bool__`.
    #[doc(alias = "nb_bool")]
    pub const fn truth<F>() -> Self
    where
        F: for<'py> Call<T, Output<'py> = bool>,
    {
        Self::new(sys::Py_nb_bool, truth::<T, F> as *mut c_void)
    }

    /// `__contains__`.
    #[doc(alias = "sq_contains")]
    pub const fn contains<F>() -> Self
    where
        F: for<'py> Call<T, Output<'py> = bool>,
    {
        Self::new(sys::Py_sq_contains, contains::<T, F> as *mut c_void)
    }

    /// `__setitem__` and `__delitem__` and their like; either can be [`Absent`](crate::class::Absent).
    #[doc(alias = "mp_ass_subscript")]
    pub const fn assign<Set, Delete>(slot: Assign) -> Self
    where
        Set: for<'py> Call<T, Output<'py> = ()>,
        Delete: for<'py> Call<T, Output<'py> = ()>,
    {
        let function = match slot {
            Assign::Item => assign_item::<T, Set, Delete> as *mut c_void,
            Assign::Attribute | Assign::Descriptor => {
                assign_attribute::<T, Set, Delete> as *mut c_void
            }
        };
        Self::new(slot.number(), function)
    }

    /// `__getattr__`: asked for what the object does not have otherwise.
    #[doc(alias = "tp_getattro")]
    pub const fn missing_attribute<F>() -> Self
    where
        F: for<'py> Call<T, Output<'py> = Bound<'py, Any>>,
    {
        Self::new(
            sys::Py_tp_getattro,
            missing_attribute::<T, F> as *mut c_void,
        )
    }

    /// `__get__`, with the instance and the class, either of which can be left out.
    #[doc(alias = "tp_descr_get")]
    pub const fn describe<F>() -> Self
    where
        F: for<'py> Call<T, Output<'py> = Bound<'py, Any>>,
    {
        Self::new(sys::Py_tp_descr_get, describe::<T, F> as *mut c_void)
    }

    /// `__call__`.
    #[doc(alias = "tp_call")]
    pub const fn call<F>() -> Self
    where
        F: for<'py> Call<T, Output<'py> = Bound<'py, Any>>,
    {
        Self::new(sys::Py_tp_call, call::<T, F> as *mut c_void)
    }
}

/// The two slots of the buffer protocol.
impl<T: ModuleClass> Slot<T> {
    /// `__buffer__`.
    #[doc(alias = "bf_getbuffer")]
    pub const fn buffer<F: Export<T>>() -> Self {
        Self::new(sys::Py_bf_getbuffer, buffer::get::<T, F> as *mut c_void)
    }

    /// What goes with it.
    #[doc(alias = "bf_releasebuffer")]
    pub const fn release_buffer() -> Self {
        Self::new(sys::Py_bf_releasebuffer, buffer::release as *mut c_void)
    }
}

/// The comparisons of a class. `#[methods]` implements it.
pub trait Comparisons<T>: 'static {
    /// `__lt__`
    type Lt: for<'py> Call<T, Output<'py> = Bound<'py, Any>>;
    /// `__le__`
    type Le: for<'py> Call<T, Output<'py> = Bound<'py, Any>>;
    /// `__eq__`
    type Eq: for<'py> Call<T, Output<'py> = Bound<'py, Any>>;
    /// `__ne__`: the opposite of `__eq__` if it is absent.
    type Ne: for<'py> Call<T, Output<'py> = Bound<'py, Any>>;
    /// `__gt__`
    type Gt: for<'py> Call<T, Output<'py> = Bound<'py, Any>>;
    /// `__ge__`
    type Ge: for<'py> Call<T, Output<'py> = Bound<'py, Any>>;
}

/// A slot that gives an object.
///
/// # Safety
/// Called by CPython: attached, with an instance of `T` and live objects.
unsafe fn object<T, F>(receiver: *mut PyObject, arguments: &[*mut PyObject]) -> *mut PyObject
where
    F: for<'py> Call<T, Output<'py> = Bound<'py, Any>>,
{
    let (first, given) = (arguments.as_ptr(), arguments.len());
    // SAFETY: exactly the conditions of this function.
    unsafe {
        trampoline::array(
            instance(receiver),
            first,
            given,
            None,
            &F::SIGNATURE,
            body::<T, F>,
        )
    }
}

unsafe extern "C" fn unary<T, F>(receiver: *mut PyObject) -> *mut PyObject
where
    F: for<'py> Call<T, Output<'py> = Bound<'py, Any>>,
{
    // SAFETY: what CPython promises of this slot.
    unsafe { object::<T, F>(receiver, &[]) }
}

unsafe extern "C" fn binary<T, F>(receiver: *mut PyObject, other: *mut PyObject) -> *mut PyObject
where
    F: for<'py> Call<T, Output<'py> = Bound<'py, Any>>,
{
    // SAFETY: what CPython promises of this slot.
    unsafe { object::<T, F>(receiver, &[other]) }
}

unsafe extern "C" fn indexed<T, F>(receiver: *mut PyObject, index: Py_ssize_t) -> *mut PyObject
where
    F: for<'py> Call<T, Output<'py> = Bound<'py, Any>>,
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

unsafe extern "C" fn describe<T, F>(
    receiver: *mut PyObject,
    object_: *mut PyObject,
    class: *mut PyObject,
) -> *mut PyObject
where
    F: for<'py> Call<T, Output<'py> = Bound<'py, Any>>,
{
    // SAFETY: what CPython promises of this slot; null is an argument that was left out.
    unsafe { object::<T, F>(receiver, &[object_, class]) }
}

unsafe extern "C" fn next<T, F>(receiver: *mut PyObject) -> *mut PyObject
where
    F: for<'py> Call<T, Output<'py> = Next<Bound<'py, Any>, Option<Bound<'py, Any>>>>,
{
    // SAFETY: what CPython promises of this slot.
    unsafe { enter::next(instance(receiver), &F::SIGNATURE, body::<T, F>) }
}

unsafe extern "C" fn call<T, F>(
    receiver: *mut PyObject,
    arguments: *mut PyObject,
    keywords: *mut PyObject,
) -> *mut PyObject
where
    F: for<'py> Call<T, Output<'py> = Bound<'py, Any>>,
{
    let call = PackedCall {
        origin: instance(receiver),
        arguments,
        keywords,
    };
    // SAFETY: what CPython promises of a `tp_call`.
    unsafe { enter::packed(call, &F::SIGNATURE, F::parser(), body::<T, F>) }
}

unsafe extern "C" fn hash<T, F>(receiver: *mut PyObject) -> Py_hash_t
where
    F: for<'py> Call<T, Output<'py> = isize>,
{
    fn hashed<'py, T, F>(cx: &mut Context<'py>, arguments: Arguments<'py>) -> PyResult<isize>
    where
        F: for<'a> Call<T, Output<'a> = isize>,
    {
        body::<T, F>(cx, arguments).map(|hash| if hash == -1 { -2 } else { hash })
    }
    // SAFETY: what CPython promises of this slot.
    unsafe { enter::value(instance(receiver), &[], &F::SIGNATURE, hashed::<T, F>) }
}

unsafe extern "C" fn len<T, F>(receiver: *mut PyObject) -> Py_ssize_t
where
    F: for<'py> Call<T, Output<'py> = usize>,
{
    fn counted<'py, T, F>(cx: &mut Context<'py>, arguments: Arguments<'py>) -> PyResult<isize>
    where
        F: for<'a> Call<T, Output<'a> = usize>,
    {
        let len = body::<T, F>(cx, arguments)?;
        isize::try_from(len).map_err(|_| too_long(cx))
    }
    // SAFETY: what CPython promises of this slot.
    unsafe { enter::value(instance(receiver), &[], &F::SIGNATURE, counted::<T, F>) }
}

#[cold]
fn too_long(cx: &mut Context<'_>) -> crate::Raised {
    let text = "cannot fit 'int' into an index-sized integer";
    <crate::OverflowError as crate::ExceptionType>::raise(cx, text)
}

fn yes_or_no<'py, T, F>(cx: &mut Context<'py>, arguments: Arguments<'py>) -> PyResult<c_int>
where
    F: for<'a> Call<T, Output<'a> = bool>,
{
    body::<T, F>(cx, arguments).map(c_int::from)
}

unsafe extern "C" fn truth<T, F>(receiver: *mut PyObject) -> c_int
where
    F: for<'py> Call<T, Output<'py> = bool>,
{
    // SAFETY: what CPython promises of this slot.
    unsafe { enter::value(instance(receiver), &[], &F::SIGNATURE, yes_or_no::<T, F>) }
}

unsafe extern "C" fn contains<T, F>(receiver: *mut PyObject, other: *mut PyObject) -> c_int
where
    F: for<'py> Call<T, Output<'py> = bool>,
{
    // SAFETY: what CPython promises of this slot.
    unsafe {
        enter::value(
            instance(receiver),
            &[other],
            &F::SIGNATURE,
            yes_or_no::<T, F>,
        )
    }
}

unsafe extern "C" fn assign_item<T, Set, Delete>(
    receiver: *mut PyObject,
    key: *mut PyObject,
    value: *mut PyObject,
) -> c_int
where
    Set: for<'py> Call<T, Output<'py> = ()>,
    Delete: for<'py> Call<T, Output<'py> = ()>,
{
    // SAFETY: what CPython promises of this slot; no value to delete.
    unsafe { set_or_delete::<T, Set, Delete>(receiver, &[key], value, Refusal::Item) }
}

unsafe extern "C" fn assign_attribute<T, Set, Delete>(
    receiver: *mut PyObject,
    name: *mut PyObject,
    value: *mut PyObject,
) -> c_int
where
    Set: for<'py> Call<T, Output<'py> = ()>,
    Delete: for<'py> Call<T, Output<'py> = ()>,
{
    // SAFETY: what CPython promises of this slot; no value to delete.
    unsafe { set_or_delete::<T, Set, Delete>(receiver, &[name], value, Refusal::Attribute) }
}

unsafe extern "C" fn missing_attribute<T, F>(
    receiver: *mut PyObject,
    name: *mut PyObject,
) -> *mut PyObject
where
    F: for<'py> Call<T, Output<'py> = Bound<'py, Any>>,
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
    let origin = instance(object);
    let Some(object) = NonNull::new(object) else {
        return false;
    };
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
    Left: for<'py> Call<T, Output<'py> = Bound<'py, Any>>,
    Right: for<'py> Call<T, Output<'py> = Bound<'py, Any>>,
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

unsafe extern "C" fn operator<T, Left, Right>(
    left: *mut PyObject,
    right: *mut PyObject,
) -> *mut PyObject
where
    T: ModuleClass,
    Left: for<'py> Call<T, Output<'py> = Bound<'py, Any>>,
    Right: for<'py> Call<T, Output<'py> = Bound<'py, Any>>,
{
    // SAFETY: what CPython promises of an operator.
    unsafe { either::<T, Left, Right>(left, right, &[]) }
}

unsafe extern "C" fn power<T, Left, Right>(
    left: *mut PyObject,
    right: *mut PyObject,
    modulus: *mut PyObject,
) -> *mut PyObject
where
    T: ModuleClass,
    Left: for<'py> Call<T, Output<'py> = Bound<'py, Any>>,
    Right: for<'py> Call<T, Output<'py> = Bound<'py, Any>>,
{
    // CPython asks the type of the modulus as well; for that, nothing is implemented.
    // SAFETY: what CPython promises of an operator.
    unsafe { either::<T, Left, Right>(left, right, &[modulus]) }
}

unsafe extern "C" fn inplace_power<T, F>(
    receiver: *mut PyObject,
    exponent: *mut PyObject,
    modulus: *mut PyObject,
) -> *mut PyObject
where
    F: for<'py> Call<T, Output<'py> = Bound<'py, Any>>,
{
    // SAFETY: what CPython promises of this slot.
    unsafe { object::<T, F>(receiver, &[exponent, modulus]) }
}

unsafe extern "C" fn compare<T, C: Comparisons<T>>(
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
