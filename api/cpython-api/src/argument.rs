//! From Python's arguments to Rust's.

use crate::args::Surplus;
use crate::context::{Call, Origin};
use crate::{
    Args, Borrowed, Context, FromArgs, FromKwargs, Holdings, Kwargs, ObjectType, PyResult, Raised,
    Signature, SystemError, raw,
};
use core::marker::PhantomData;
use core::ptr::NonNull;
use cpython_sys::PyObject;

/// A type that a parameter of a `#[function]` or a method can have.
#[diagnostic::on_unimplemented(
    message = "a Python object cannot be converted to `{Self}`",
    label = "a parameter cannot have this type",
    note = "take `Borrowed<'py>` for any object, `Borrowed<'py, PyStr>` or the like for one of a \
            type, `Buffer<'py>` for bytes, a number or `bool`, or an `Option` of one of these",
    note = "or implement `FromArgument` for `{Self}`"
)]
pub trait FromArgument<'py>: Sized {
    /// Whether the argument is held until the call returns, as [`Buffer`](crate::Buffer) does.
    ///
    /// Calls whose arguments are not held need not look for what is to be released; in these,
    /// holding one is `SystemError`.
    const HOLDS: bool = true;

    /// Converts the object that was passed.
    ///
    /// # Errors
    /// `TypeError` and the like, as Argument Clinic's converter for the type raises;
    /// anything that the object's own methods raise.
    fn from_argument(cx: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self>;
}

/// What `HOLDS` of a parameter's type is. A type that is none is reported where it is converted,
/// and not here as well: then it is that of [`AnyType`].
#[doc(hidden)]
pub struct Holds<'py, T>(PhantomData<(Call<'py>, T)>);

impl<'py, T: FromArgument<'py>> Holds<'py, T> {
    pub const HOLDS: bool = T::HOLDS;
}

#[doc(hidden)]
pub trait AnyType {
    const HOLDS: bool = true;
}

impl<T> AnyType for Holds<'_, T> {}

/// One argument: the object that was passed, and for which parameter.
#[derive(Clone, Copy)]
pub struct Argument<'py> {
    /// What was passed.
    pub value: Borrowed<'py>,
    pub(crate) holdings: &'py Holdings,
    /// The arguments that are converted after this one.
    pub(crate) later: Later<'py>,
    signature: &'static Signature,
    index: usize,
}

/// Some of the arguments of a call.
///
/// # Invariants
/// `first` points to `len` pointers that are null or objects alive for `'py`.
#[derive(Clone, Copy)]
pub(crate) struct Later<'py> {
    pub(crate) first: *const *mut PyObject,
    pub(crate) len: usize,
    call: PhantomData<Call<'py>>,
}

impl Argument<'_> {
    /// Raises `TypeError`: "f() argument 1 must be `expected`, not int".
    #[doc(alias = "_PyArg_BadArgument")]
    // Inlined, so that the address of what is held does not get around: where nothing can be
    // held, nothing is set aside for it.
    #[inline]
    pub fn wrong_type(&self, cx: &mut Context<'_>, expected: &str) -> Raised {
        let (_, value) = (cx, self.value.pointer());
        // SAFETY: `cx` is attached, and lent until this returns; a live object.
        unsafe { wrong_type(self.signature, self.index, expected, value) }
    }
}

/// Any object, as it is.
impl<'py> FromArgument<'py> for Borrowed<'py> {
    const HOLDS: bool = false;

    #[inline]
    fn from_argument(_: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
        Ok(argument.value)
    }
}

/// An object of one type, or of a subclass of it; `TypeError` for others.
impl<'py, T: ObjectType> FromArgument<'py> for Borrowed<'py, T> {
    const HOLDS: bool = false;

    #[inline]
    fn from_argument(cx: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
        match argument.value.cast(cx) {
            Some(value) => Ok(value),
            None => Err(argument.wrong_type(cx, T::NAME)),
        }
    }
}

/// A parameter that can be left out; Python's `None` counts as given.
impl<'py, T: FromArgument<'py>> FromArgument<'py> for Option<T> {
    const HOLDS: bool = T::HOLDS;

    #[inline]
    fn from_argument(cx: &mut Context<'py>, argument: Argument<'py>) -> PyResult<Self> {
        T::from_argument(cx, argument).map(Some)
    }
}

/// The arguments of one call, by the position of their parameters.
///
/// # Invariants
/// `first` points to `len` pointers that are null or objects alive for `'py`.
#[derive(Clone, Copy)]
pub struct Arguments<'py> {
    first: *const *mut PyObject,
    len: usize,
    signature: &'static Signature,
    holdings: &'py Holdings,
    surplus: Option<&'py Surplus>,
}

impl<'py> Arguments<'py> {
    /// The arguments in an array of CPython's.
    ///
    /// # Safety
    /// `first` points to `len` pointers, each null or an object; the array and the
    /// objects stay for the lifetime of `holdings`, which is a context's call.
    #[inline]
    pub(crate) unsafe fn from_array(
        first: *const *mut PyObject,
        len: usize,
        surplus: Option<&'py Surplus>,
        signature: &'static Signature,
        holdings: &'py Holdings,
    ) -> Self {
        Arguments {
            first,
            len,
            signature,
            holdings,
            surplus,
        }
    }

    /// The argument for parameter `index`, unless it was left out.
    #[inline]
    pub fn get(&self, index: usize) -> Option<Borrowed<'py>> {
        if index >= self.len {
            return None;
        }
        // SAFETY: `index < len`, and the invariant says that `len` pointers are there.
        let entry = unsafe { self.first.add(index) };
        // SAFETY: `entry` lies in the array, which is readable for `'py`.
        let pointer = NonNull::new(unsafe { *entry })?;
        // SAFETY: the invariant says that the object lives for `'py`.
        Some(unsafe { Borrowed::from_borrowed(pointer) })
    }

    #[inline]
    fn argument(&self, value: Borrowed<'py>, index: usize) -> Argument<'py> {
        debug_assert!(index < self.len, "there is a value");
        Argument {
            value,
            holdings: self.holdings,
            later: Later {
                first: self.first.wrapping_add(index + 1),
                len: self.len - 1 - index,
                call: PhantomData,
            },
            signature: self.signature,
            index,
        }
    }

    /// The argument for parameter `index`, which has no default, converted.
    ///
    /// # Errors
    /// What the conversion raises. `SystemError` if it was left out, which the
    /// argument parser has excluded before.
    // Always inlined, like `optional`: the common conversions are a comparison and two loads.
    #[inline(always)]
    pub fn required<T: FromArgument<'py>>(
        &self,
        cx: &mut Context<'py>,
        index: usize,
    ) -> PyResult<T> {
        match self.get(index) {
            Some(value) => T::from_argument(cx, self.argument(value, index)),
            // SAFETY: `cx` is attached, and lent until this returns.
            None => Err(unsafe { missing() }),
        }
    }

    /// Ends the conversion of arguments: from now on their content does not change.
    ///
    /// # Errors
    /// `MemoryError`, if there is none for a copy of what others can write to.
    #[inline(always)]
    pub fn settle(&self, cx: &Context<'py>) -> PyResult<()> {
        if self.holdings.is_empty() {
            return Ok(());
        }
        self.holdings.settle(cx)
    }

    /// The argument for parameter `index` converted, or its default.
    ///
    /// # Errors
    /// What the conversion raises.
    #[inline(always)]
    pub fn optional<T: FromArgument<'py>>(
        &self,
        cx: &mut Context<'py>,
        index: usize,
        default: impl FnOnce() -> T,
    ) -> PyResult<T> {
        match self.get(index) {
            Some(value) => T::from_argument(cx, self.argument(value, index)),
            None => Ok(default()),
        }
    }

    /// What the function's `*args` is: the positional arguments that no parameter has taken.
    #[inline]
    pub fn args<T: FromArgs<'py>>(&self) -> T {
        T::from_args(self.surplus.map_or_else(Args::default, Surplus::args))
    }

    /// What the function's `**kwargs` is: the keywords that no parameter has taken.
    #[inline]
    pub fn kwargs<T: FromKwargs<'py>>(&self) -> T {
        T::from_kwargs(self.surplus.map_or_else(Kwargs::default, Surplus::kwargs))
    }
}

// They need no context but that there is one, and nothing unwinds through a function of C's kind:
// so a short call keeps its own nowhere.

/// # Safety
/// As for [`Context::enter`].
#[cold]
#[inline(never)]
#[allow(improper_ctypes_definitions, reason = "only Rust calls it")]
unsafe extern "C" fn missing() -> Raised {
    // SAFETY: exactly the conditions of this function.
    let cx = unsafe { Context::enter(Origin::Nothing) };
    SystemError::constant(&cx, c"a required argument is missing")
}

/// # Safety
/// As for [`Context::enter`]; `value` is a live object.
#[cold]
#[inline(never)]
#[allow(improper_ctypes_definitions, reason = "only Rust calls it")]
unsafe extern "C" fn wrong_type(
    signature: &'static Signature,
    index: usize,
    expected: &str,
    value: NonNull<PyObject>,
) -> Raised {
    // SAFETY: exactly the conditions of this function.
    let mut cx = unsafe { Context::enter(Origin::Nothing) };
    // SAFETY: exactly the condition of this function.
    let value: Borrowed<'_> = unsafe { Borrowed::from_borrowed(value) };
    raw::bad_argument(&mut cx, signature, index, expected, &value)
}
