//! `*args` and `**kwargs`.

use crate::types::{PyStr, PyTuple};
use crate::{Borrowed, Bound, Context, PyResult, raw};
use core::ops::Deref;
use core::slice;
use cpython_sys::PyObject;

/// The type of `*args`: the positional arguments that no parameter has taken, as a slice.
///
/// Nothing is copied: the slice is CPython's own.
#[derive(Clone, Copy, Debug, Default)]
pub struct Args<'py>(&'py [Borrowed<'py>]);

impl<'py> Args<'py> {
    /// The same, for as long as the call: what dereferencing lends for less.
    #[inline]
    pub fn as_slice(self) -> &'py [Borrowed<'py>] {
        self.0
    }

    /// A new tuple of the arguments, which is what a Python function gets.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyTuple_New")]
    pub fn to_tuple(self, cx: &Context<'py>) -> PyResult<Bound<'py, PyTuple>> {
        raw::tuple_from_iter(cx, self.len(), self.0.iter().map(|item| &**item))
    }
}

impl PyTuple {
    /// A new tuple of these objects.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyTuple_Pack")]
    pub fn of<'py>(cx: &Context<'py>, items: &[&Bound<'py>]) -> PyResult<Bound<'py, PyTuple>> {
        raw::tuple_from_iter(cx, items.len(), items.iter().copied())
    }
}

impl<'py> Deref for Args<'py> {
    type Target = [Borrowed<'py>];

    #[inline]
    fn deref(&self) -> &Self::Target {
        self.0
    }
}

impl<'py> IntoIterator for Args<'py> {
    type Item = Borrowed<'py>;
    type IntoIter = core::iter::Copied<slice::Iter<'py, Borrowed<'py>>>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().copied()
    }
}

/// The type of `**kwargs`: the keywords that no parameter has taken, in the order of the call.
///
/// Nothing is copied, and no `dict` is made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Kwargs<'py> {
    names: &'py [Borrowed<'py, PyStr>],
    /// One for each name.
    values: &'py [Borrowed<'py>],
    /// Which of them parameters have taken.
    taken: &'py [usize],
}

impl<'py> Kwargs<'py> {
    /// How many there are.
    #[inline]
    pub fn len(self) -> usize {
        self.names.len() - self.taken.len()
    }

    /// Whether there is none.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The value of the keyword `name`.
    #[doc(alias = "PyUnicode_EqualToUTF8AndSize")]
    pub fn get(self, cx: &Context<'py>, name: &str) -> Option<Borrowed<'py>> {
        self.into_iter()
            // SAFETY: a handle of a `str` is one.
            .find(|(own, _)| unsafe { raw::str_equals(cx, own.as_ptr(), name.as_bytes()) })
            .map(|(_, value)| value)
    }

    /// Names and values.
    #[inline]
    pub fn iter(self) -> KwargsIter<'py> {
        KwargsIter {
            kwargs: self,
            next: 0,
        }
    }
}

impl<'py> IntoIterator for Kwargs<'py> {
    type Item = (Borrowed<'py, PyStr>, Borrowed<'py>);
    type IntoIter = KwargsIter<'py>;

    #[inline]
    fn into_iter(self) -> KwargsIter<'py> {
        self.iter()
    }
}

/// The names and values of a [`Kwargs`].
#[derive(Clone, Debug)]
pub struct KwargsIter<'py> {
    kwargs: Kwargs<'py>,
    next: usize,
}

impl<'py> Iterator for KwargsIter<'py> {
    type Item = (Borrowed<'py, PyStr>, Borrowed<'py>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        while self.kwargs.taken.contains(&self.next) {
            self.next += 1;
        }
        let index = self.next;
        self.next += 1;
        Some((
            *self.kwargs.names.get(index)?,
            *self.kwargs.values.get(index)?,
        ))
    }
}

/// A type that `*args` can have: [`Args`], or what a module makes of it.
#[diagnostic::on_unimplemented(
    message = "`*args` cannot have the type `{Self}`",
    label = "write `Args<'py>`"
)]
pub trait FromArgs<'py> {
    /// Makes one of the surplus positional arguments.
    fn from_args(args: Args<'py>) -> Self;
}

impl<'py> FromArgs<'py> for Args<'py> {
    #[inline]
    fn from_args(args: Args<'py>) -> Self {
        args
    }
}

/// A type that `**kwargs` can have: [`Kwargs`], or what a module makes of it.
#[diagnostic::on_unimplemented(
    message = "`**kwargs` cannot have the type `{Self}`",
    label = "write `Kwargs<'py>`"
)]
pub trait FromKwargs<'py> {
    /// Makes one of the surplus keywords.
    fn from_kwargs(kwargs: Kwargs<'py>) -> Self;
}

impl<'py> FromKwargs<'py> for Kwargs<'py> {
    #[inline]
    fn from_kwargs(kwargs: Kwargs<'py>) -> Self {
        kwargs
    }
}

/// What both are made from.
///
/// # Invariants
/// While it is borrowed: `args` points to `args_len` objects, `names` to `names_len` objects
/// that are `str`s and `values` to as many objects, `taken` to `taken_len` different numbers
/// less than `names_len`. None of them changes.
pub(crate) struct Surplus {
    pub(crate) args: *const *mut PyObject,
    pub(crate) args_len: usize,
    pub(crate) names: *const *mut PyObject,
    pub(crate) values: *const *mut PyObject,
    pub(crate) names_len: usize,
    pub(crate) taken: *const usize,
    pub(crate) taken_len: usize,
}

impl Surplus {
    /// Those of `given` arguments that follow the first `named`.
    ///
    /// # Safety
    /// `arguments` points to `given` objects, which stay while the result is borrowed;
    /// `named <= given`.
    #[inline]
    pub(crate) unsafe fn positional(
        arguments: *const *mut PyObject,
        named: usize,
        given: usize,
    ) -> Self {
        Surplus {
            // SAFETY: within the array, or at its end.
            args: unsafe { arguments.add(named) },
            args_len: given - named,
            names: core::ptr::null(),
            values: core::ptr::null(),
            names_len: 0,
            taken: core::ptr::null(),
            taken_len: 0,
        }
    }

    /// The view that a function gets. `'py` is its call.
    #[inline]
    pub(crate) fn args<'py>(&'py self) -> Args<'py> {
        // SAFETY: the invariant, for as long as `self` is borrowed.
        Args(unsafe { objects(self.args, self.args_len) })
    }

    /// The view that a function gets. `'py` is its call.
    #[inline]
    pub(crate) fn kwargs<'py>(&'py self) -> Kwargs<'py> {
        Kwargs {
            // SAFETY: as above, and all of them are `str`s.
            names: unsafe { objects(self.names, self.names_len) },
            // SAFETY: as above.
            values: unsafe { objects(self.values, self.names_len) },
            taken: match self.taken_len {
                0 => &[],
                // SAFETY: the invariant.
                len => unsafe { slice::from_raw_parts(self.taken, len) },
            },
        }
    }
}

/// `len` pointers as handles.
///
/// # Safety
/// `first` points to `len` objects of type `T` (or to anything if there are none), which stay for
/// `'py`, the call of a context; the array does not change.
#[inline]
pub(crate) unsafe fn objects<'py, T>(
    first: *const *mut PyObject,
    len: usize,
) -> &'py [Borrowed<'py, T>] {
    if len == 0 {
        return &[];
    }
    // SAFETY: the condition of this function, since a handle is transparent over such a pointer.
    unsafe { slice::from_raw_parts(first.cast::<Borrowed<'py, T>>(), len) }
}
