//! References to Python objects.

use crate::context::{Call, NotThreadSafe};
use crate::{Context, PyResult, interpreter, raw};
use core::fmt;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ops::Deref;
use core::ptr::NonNull;
use cpython_sys::PyObject;

/// Any Python object.
pub enum Any {}

/// What a handle can be a handle of, besides [`Any`]: a built-in type of Python, or a
/// class of a module.
///
/// It is implemented in this crate only, for its own types and for every
/// [`Class`](crate::Class).
pub trait ObjectType: Sized + sealed::Typed {
    /// What argument errors call the type, as in "must be list, not int".
    const NAME: &'static str;

    /// Whether `object` is an instance, subclasses included.
    fn is_instance(cx: &Context<'_>, object: &Bound<'_>) -> bool;
}

/// A handle belongs to a call and a thread, and owns no `T`.
type Brand<'py, T> = (Call<'py>, NotThreadSafe, fn() -> T);

pub(crate) mod sealed {
    /// Keeps [`ObjectType`](super::ObjectType) to this crate: a wrong answer to
    /// `is_instance` would be undefined behaviour.
    pub trait Typed {}
}

/// An owned reference, for the time of the call `'py`.
///
/// It is one pointer, never null. Nothing counts references behind the scenes: there is no
/// `Clone`, but [`clone_ref`](Self::clone_ref). `&Bound` is how any object is lent.
///
/// Dropping one gives the reference up. If it is the last one and the object's end could
/// run Python code, that waits until the call that Python made returns (or until
/// [`release`](Self::release)), because a drop has no `&mut Context`. If the
/// thread happens to be detached, it waits as well.
///
/// # Invariants
/// `pointer` is one strong reference to an object of the Python type that `T` says.
#[repr(transparent)]
pub struct Bound<'py, T = Any> {
    pointer: NonNull<PyObject>,
    call: PhantomData<Brand<'py, T>>,
}

/// A borrowed reference that is good for the whole call `'py`: an argument, or part of one.
///
/// It is one pointer, never null, and `Copy`; it dereferences to [`Bound`].
///
/// # Invariants
/// `pointer` is an object of the Python type that `T` says, alive for `'py`.
#[repr(transparent)]
pub struct Borrowed<'py, T = Any> {
    pointer: NonNull<PyObject>,
    call: PhantomData<Brand<'py, T>>,
}

impl<T> Clone for Borrowed<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Borrowed<'_, T> {}

impl<'py, T> Borrowed<'py, T> {
    /// Borrows the object at `pointer`.
    ///
    /// # Safety
    /// An object of the type `T`, which stays alive for `'py`, the call of a context.
    #[inline]
    pub(crate) unsafe fn from_borrowed(pointer: NonNull<PyObject>) -> Self {
        Borrowed {
            pointer,
            call: PhantomData,
        }
    }

    /// The same reference, without its type.
    #[inline]
    pub fn into_any(self) -> Borrowed<'py, Any> {
        Borrowed {
            pointer: self.pointer,
            call: PhantomData,
        }
    }

    /// The same reference as a `U`, if the object is one.
    #[inline]
    pub fn cast<U: ObjectType>(self, cx: &Context<'py>) -> Option<Borrowed<'py, U>> {
        U::is_instance(cx, self.as_any()).then_some(Borrowed {
            pointer: self.pointer,
            call: PhantomData,
        })
    }
}

impl<'py, T> Deref for Borrowed<'py, T> {
    type Target = Bound<'py, T>;

    #[inline]
    fn deref(&self) -> &Bound<'py, T> {
        let this: *const Self = self;
        // SAFETY: both are transparent over the same pointer, and both invariants hold: for as
        // long as the reference is used somebody owns a reference to the object.
        // Through `&Bound` it cannot be given up.
        unsafe { &*this.cast::<Bound<'py, T>>() }
    }
}

impl<'py, T> Bound<'py, T> {
    /// Takes over the reference that a C function returned, or its exception.
    ///
    /// # Safety
    /// `pointer` is null with an exception set, or a strong reference to an object
    /// of type `T`, which nobody else gives up.
    #[inline]
    pub(crate) unsafe fn from_owned_or_err(
        cx: &Context<'py>,
        pointer: *mut PyObject,
    ) -> PyResult<Self> {
        match NonNull::new(pointer) {
            // SAFETY: exactly the condition of this function.
            Some(pointer) => Ok(unsafe { Self::from_owned(cx, pointer) }),
            None => Err(crate::Raised::take(cx)),
        }
    }

    /// Takes over a strong reference.
    ///
    /// # Safety
    /// `pointer` is a strong reference to an object of type `T`, which nobody else gives up.
    #[inline]
    pub(crate) unsafe fn from_owned(_cx: &Context<'py>, pointer: NonNull<PyObject>) -> Self {
        Bound {
            pointer,
            call: PhantomData,
        }
    }

    /// Another reference to the same object.
    #[doc(alias = "Py_NewRef")]
    #[inline]
    pub fn clone_ref(&self, cx: &Context<'py>) -> Self {
        raw::incref(cx, self.as_any());
        Bound {
            pointer: self.pointer,
            call: PhantomData,
        }
    }

    /// Gives the reference up now, which can run Python code.
    #[doc(alias = "Py_DECREF")]
    #[inline]
    pub fn release(self, _cx: &mut Context<'py>) {
        let this = ManuallyDrop::new(self);
        // SAFETY: attached, as the context shows; the reference is given up here once.
        unsafe { raw::decref(this.pointer) }
    }

    /// The same reference, lent without its type.
    #[inline]
    pub fn as_any(&self) -> &Bound<'py, Any> {
        let this: *const Self = self;
        // SAFETY: both are transparent over the same pointer, and any object is an `Any`.
        unsafe { &*this.cast::<Bound<'py, Any>>() }
    }

    /// The same reference, without its type.
    #[inline]
    pub fn into_any(self) -> Bound<'py, Any> {
        let this = ManuallyDrop::new(self);
        Bound {
            pointer: this.pointer,
            call: PhantomData,
        }
    }

    /// Whether the two are the same object: Python's `is`.
    #[doc(alias = "Py_Is")]
    #[inline]
    pub fn is<U>(&self, other: &Bound<'_, U>) -> bool {
        self.pointer == other.pointer
    }

    /// The object as a `U`, if it is one.
    #[inline]
    pub fn downcast<U: ObjectType>(&self, cx: &Context<'py>) -> Option<&Bound<'py, U>> {
        if !U::is_instance(cx, self.as_any()) {
            return None;
        }
        let this: *const Self = self;
        // SAFETY: both are transparent over the same pointer, and the object is a `U`. It stays
        // one: `__class__` cannot be assigned to anything with another layout.
        Some(unsafe { &*this.cast::<Bound<'py, U>>() })
    }

    /// The object as a `U`; itself again if it is none.
    ///
    /// # Errors
    /// The object.
    #[inline]
    pub fn downcast_into<U: ObjectType>(self, cx: &Context<'py>) -> Result<Bound<'py, U>, Self> {
        if !U::is_instance(cx, self.as_any()) {
            return Err(self);
        }
        let this = ManuallyDrop::new(self);
        Ok(Bound {
            pointer: this.pointer,
            call: PhantomData,
        })
    }

    #[inline]
    pub(crate) fn as_ptr(&self) -> *mut PyObject {
        self.pointer.as_ptr()
    }

    #[inline]
    pub(crate) fn pointer(&self) -> NonNull<PyObject> {
        self.pointer
    }

    /// Gives the reference away, to C.
    #[inline]
    pub(crate) fn into_ptr(self) -> *mut PyObject {
        ManuallyDrop::new(self).pointer.as_ptr()
    }
}

/// Every object is an `Any`: what any object can do, a `list` can.
impl<'py, T: ObjectType> Deref for Bound<'py, T> {
    type Target = Bound<'py, Any>;

    #[inline]
    fn deref(&self) -> &Bound<'py, Any> {
        self.as_any()
    }
}

impl<T> Drop for Bound<'_, T> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the invariant says that this is a strong reference, which is given up here once;
        // it belongs to a call of this thread, since a handle is not `Send`.
        unsafe { interpreter::give_up(self.pointer) }
    }
}

/// The address: anything else would run Python code.
impl<T> fmt::Debug for Bound<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<object at {:p}>", self.pointer)
    }
}

impl<T> fmt::Debug for Borrowed<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<object at {:p}>", self.pointer)
    }
}
