//! What Python calls by itself: operators, iteration, attribute access.
//!
//! A [`Slot`] is made for one class and one kind of function, and C calls it through one of
//! the small functions below.

mod shims;

use super::buffer;
use super::call::Call;
use super::enter::NextObject;
use crate::class::{Export, ModuleClass};
use crate::{PyResult, Returned};
use core::ffi::{c_int, c_void};
use core::marker::PhantomData;
use cpython_sys as sys;

/// One slot of the class `T`.
#[repr(transparent)]
pub struct Slot<T> {
    slot: RawSlot,
    class: PhantomData<fn(T)>,
}

/// The same, of some class.
pub(super) struct RawSlot {
    pub(super) number: c_int,
    pub(super) function: *mut c_void,
    /// Whether only sequences have it.
    pub(super) of_sequence: bool,
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
            slot: RawSlot {
                number,
                function,
                of_sequence: matches!(number, sys::Py_sq_item | sys::Py_sq_length),
            },
            class: PhantomData,
        }
    }

    /// The slots without saying of which class.
    pub(super) const fn raw(slots: &'static [Self]) -> &'static [RawSlot] {
        // SAFETY: a slot is transparent over a raw one.
        unsafe { core::slice::from_raw_parts(slots.as_ptr().cast(), slots.len()) }
    }

    /// A slot that takes nothing and gives an object.
    #[doc(alias = "unaryfunc")]
    pub const fn unary<F>(slot: Unary) -> Self
    where
        F: for<'py> Call<T, Output<'py> = Returned<'py>>,
    {
        Self::new(slot.number(), shims::unary::<T, F> as *mut c_void)
    }

    /// `__next__`.
    #[doc(alias = "iternextfunc")]
    pub const fn next<F>() -> Self
    where
        F: for<'py> Call<T, Output<'py> = PyResult<NextObject<'py>>>,
    {
        Self::new(sys::Py_tp_iternext, shims::next::<T, F> as *mut c_void)
    }

    /// A slot that takes an object and gives one.
    #[doc(alias = "binaryfunc")]
    pub const fn binary<F>(slot: Binary) -> Self
    where
        F: for<'py> Call<T, Output<'py> = Returned<'py>>,
    {
        Self::new(slot.number(), shims::binary::<T, F> as *mut c_void)
    }

    /// A slot that takes an index, or a number of repetitions, and gives an object.
    #[doc(alias = "ssizeargfunc")]
    pub const fn indexed<F>(slot: Indexed) -> Self
    where
        F: for<'py> Call<T, Output<'py> = Returned<'py>>,
    {
        Self::new(slot.number(), shims::indexed::<T, F> as *mut c_void)
    }

    /// An operator, as `__add__`, and its reflection, as `__radd__`. Either can be [`Absent`](crate::class::Absent).
    #[doc(alias = "nb_add")]
    pub const fn number<Left, Right>(slot: Number) -> Self
    where
        Left: for<'py> Call<T, Output<'py> = Returned<'py>>,
        Right: for<'py> Call<T, Output<'py> = Returned<'py>>,
    {
        Self::new(
            slot.number(),
            shims::operator::<T, Left, Right> as *mut c_void,
        )
    }

    /// `__pow__` and `__rpow__`, which get the modulus, or `None`.
    #[doc(alias = "nb_power")]
    pub const fn power<Left, Right>() -> Self
    where
        Left: for<'py> Call<T, Output<'py> = Returned<'py>>,
        Right: for<'py> Call<T, Output<'py> = Returned<'py>>,
    {
        Self::new(
            sys::Py_nb_power,
            shims::power::<T, Left, Right> as *mut c_void,
        )
    }

    /// `__ipow__`.
    #[doc(alias = "nb_inplace_power")]
    pub const fn inplace_power<F>() -> Self
    where
        F: for<'py> Call<T, Output<'py> = Returned<'py>>,
    {
        Self::new(
            sys::Py_nb_inplace_power,
            shims::inplace_power::<T, F> as *mut c_void,
        )
    }

    /// The comparisons, each of which can be [`Absent`](crate::class::Absent).
    #[doc(alias = "tp_richcompare")]
    pub const fn compare<C: Comparisons<T>>() -> Self {
        Self::new(
            sys::Py_tp_richcompare,
            shims::compare::<T, C> as *mut c_void,
        )
    }

    /// `__hash__`. -1, which would be an error in C, is taken for -2, as for Python's own classes.
    #[doc(alias = "tp_hash")]
    pub const fn hash<F>() -> Self
    where
        F: for<'py> Call<T, Output<'py> = PyResult<isize>>,
    {
        Self::new(sys::Py_tp_hash, shims::hash::<T, F> as *mut c_void)
    }

    /// `__len__`, of a mapping.
    #[doc(alias = "mp_length")]
    pub const fn len<F>() -> Self
    where
        F: for<'py> Call<T, Output<'py> = PyResult<usize>>,
    {
        Self::new(sys::Py_mp_length, shims::len::<T, F> as *mut c_void)
    }

    /// `__len__`, of a sequence: CPython then adds it to negative indices.
    #[doc(alias = "sq_length")]
    pub const fn sequence_len<F>() -> Self
    where
        F: for<'py> Call<T, Output<'py> = PyResult<usize>>,
    {
        Self::new(sys::Py_sq_length, shims::len::<T, F> as *mut c_void)
    }

    /// `__bool__`.
    #[doc(alias = "nb_bool")]
    pub const fn truth<F>() -> Self
    where
        F: for<'py> Call<T, Output<'py> = PyResult<bool>>,
    {
        Self::new(sys::Py_nb_bool, shims::truth::<T, F> as *mut c_void)
    }

    /// `__contains__`.
    #[doc(alias = "sq_contains")]
    pub const fn contains<F>() -> Self
    where
        F: for<'py> Call<T, Output<'py> = PyResult<bool>>,
    {
        Self::new(sys::Py_sq_contains, shims::contains::<T, F> as *mut c_void)
    }

    /// `__setitem__` and `__delitem__` and their like; either can be [`Absent`](crate::class::Absent).
    #[doc(alias = "mp_ass_subscript")]
    pub const fn assign<Set, Delete>(slot: Assign) -> Self
    where
        Set: for<'py> Call<T, Output<'py> = PyResult<()>>,
        Delete: for<'py> Call<T, Output<'py> = PyResult<()>>,
    {
        let function = match slot {
            Assign::Item => shims::assign_item::<T, Set, Delete> as *mut c_void,
            Assign::Attribute | Assign::Descriptor => {
                shims::assign_attribute::<T, Set, Delete> as *mut c_void
            }
        };
        Self::new(slot.number(), function)
    }

    /// `__getattr__`: asked for what the object does not have otherwise.
    #[doc(alias = "tp_getattro")]
    pub const fn missing_attribute<F>() -> Self
    where
        F: for<'py> Call<T, Output<'py> = Returned<'py>>,
    {
        Self::new(
            sys::Py_tp_getattro,
            shims::missing_attribute::<T, F> as *mut c_void,
        )
    }

    /// `__get__`, with the instance and the class, either of which can be left out.
    #[doc(alias = "tp_descr_get")]
    pub const fn describe<F>() -> Self
    where
        F: for<'py> Call<T, Output<'py> = Returned<'py>>,
    {
        Self::new(sys::Py_tp_descr_get, shims::describe::<T, F> as *mut c_void)
    }

    /// `__call__`.
    #[doc(alias = "tp_call")]
    pub const fn call<F>() -> Self
    where
        F: for<'py> Call<T, Output<'py> = Returned<'py>>,
    {
        Self::new(sys::Py_tp_call, shims::call::<T, F> as *mut c_void)
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
    type Lt: for<'py> Call<T, Output<'py> = Returned<'py>>;
    /// `__le__`
    type Le: for<'py> Call<T, Output<'py> = Returned<'py>>;
    /// `__eq__`
    type Eq: for<'py> Call<T, Output<'py> = Returned<'py>>;
    /// `__ne__`: the opposite of `__eq__` if it is absent.
    type Ne: for<'py> Call<T, Output<'py> = Returned<'py>>;
    /// `__gt__`
    type Gt: for<'py> Call<T, Output<'py> = Returned<'py>>;
    /// `__ge__`
    type Ge: for<'py> Call<T, Output<'py> = Returned<'py>>;
}
