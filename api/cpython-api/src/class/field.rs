//! A place for an object in a payload.

use crate::handle::Any;
use crate::interpreter::give_up_in;
use crate::{Bound, Context, ExceptionType, PyResult, RuntimeError, raw};
use core::marker::PhantomData;
use core::ptr::{self, NonNull};
use core::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed};
use core::sync::atomic::{AtomicPtr, AtomicUsize};
use cpython_sys::PyObject;

/// A place for an object in the payload of a class: empty, or one reference, which the garbage
/// collector sees.
///
/// It can be changed through `&self`, from any thread. Whoever reads it gets a reference of
/// his own, so nothing that happens to the field meanwhile matters to him.
///
/// A field belongs to the interpreter that first puts something in. For others it is empty,
/// and they cannot set it. (That takes a payload that is shared by interpreters,
/// which no instance is.)
///
/// # Invariants
/// `object` is null or one strong reference to an object of the type `T` in the interpreter
/// `owner`, which is not 0 then. Only that interpreter's threads use `object`; in a
/// free-threaded build with `lock` held.
pub struct Field<T = Any> {
    object: AtomicPtr<PyObject>,
    /// One more than the interpreter's number; 0 before the first use. It is set once.
    owner: AtomicUsize,
    #[cfg(Py_GIL_DISABLED)]
    lock: Spin,
    of: PhantomData<fn() -> T>,
}

impl<T> Field<T> {
    /// An empty one.
    pub const fn new() -> Self {
        Field {
            object: AtomicPtr::new(ptr::null_mut()),
            owner: AtomicUsize::new(0),
            #[cfg(Py_GIL_DISABLED)]
            lock: Spin::new(),
            of: PhantomData,
        }
    }

    /// One that holds `object`.
    pub fn of<'py>(cx: &Context<'py>, object: Bound<'py, T>) -> Self {
        let field = Self::new();
        field.owner.store(number(cx), Relaxed);
        field.object.store(object.into_ptr(), Relaxed);
        field
    }

    /// What it holds.
    #[doc(alias = "Py_XNewRef")]
    #[inline]
    pub fn get<'py>(&self, cx: &Context<'py>) -> Option<Bound<'py, T>> {
        if self.owner.load(Acquire) != number(cx) {
            return None;
        }
        self.alone(|| {
            let object = NonNull::new(self.object.load(Relaxed))?;
            // SAFETY: the invariant: a live object of this interpreter and type, which the field
            // keeps alive while it is not changed, and this thread is alone with it.
            let object = unsafe { crate::Borrowed::<'py, T>::from_borrowed(object) };
            Some(object.clone_ref(cx))
        })
    }

    /// Puts `object` there, or nothing. What was there is given up, which can run Python code.
    ///
    /// # Errors
    /// `RuntimeError` if the field belongs to another interpreter.
    #[doc(alias = "Py_XSETREF")]
    pub fn set<'py>(&self, cx: &mut Context<'py>, object: Option<Bound<'py, T>>) -> PyResult<()> {
        let before = self.replace(cx, object)?;
        if let Some(before) = before {
            before.release(cx);
        }
        Ok(())
    }

    /// Puts `object` there, or nothing, and gives what was there.
    ///
    /// # Errors
    /// `RuntimeError` if the field belongs to another interpreter.
    pub fn replace<'py>(
        &self,
        cx: &mut Context<'py>,
        object: Option<Bound<'py, T>>,
    ) -> PyResult<Option<Bound<'py, T>>> {
        let number = number(cx);
        let claimed = self.owner.compare_exchange(0, number, AcqRel, Acquire);
        if claimed.is_err_and(|owner| owner != number) {
            return Err(RuntimeError::raise(
                cx,
                "a field belongs to another interpreter",
            ));
        }
        let object = object.map_or(ptr::null_mut(), Bound::into_ptr);
        Ok(self.exchange(cx, object))
    }

    /// Empties it, and gives what was there.
    pub fn take<'py>(&self, cx: &Context<'py>) -> Option<Bound<'py, T>> {
        if self.owner.load(Acquire) != number(cx) {
            return None;
        }
        self.exchange(cx, ptr::null_mut())
    }

    /// `object` is null or a reference that is given to the field, which is this interpreter's.
    fn exchange<'py>(&self, cx: &Context<'py>, object: *mut PyObject) -> Option<Bound<'py, T>> {
        let before = self.alone(|| self.object.swap(object, Relaxed));
        // SAFETY: the reference that the field owned until now, by the invariant.
        NonNull::new(before).map(|before| unsafe { Bound::from_owned(cx, before) })
    }

    /// Empties it. What was there is given up `now`, or when the call returns.
    pub(crate) fn empty(&self, cx: &mut Context<'_>, now: bool) {
        match self.take(cx) {
            Some(object) if now => object.release(cx),
            other => drop(other),
        }
    }

    /// What the collector sees. All threads of the interpreter stand still, none of them
    /// between `lock` and `unlock`, where a thread never waits.
    pub(crate) fn peek(&self) -> Option<NonNull<PyObject>> {
        NonNull::new(self.object.load(Relaxed))
    }

    /// Runs `change` while no other thread of the interpreter looks at the field.
    #[inline]
    fn alone<R>(&self, change: impl FnOnce() -> R) -> R {
        #[cfg(Py_GIL_DISABLED)]
        let _alone = self.lock.hold();
        change()
    }
}

impl<T> Default for Field<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Drop for Field<T> {
    fn drop(&mut self) {
        if let Some(object) = NonNull::new(*self.object.get_mut()) {
            let interpreter = *self.owner.get_mut() as i64 - 1;
            // SAFETY: the reference that the field owns, of this interpreter, given up here once.
            unsafe { give_up_in(interpreter, object) }
        }
    }
}

impl<T> core::fmt::Debug for Field<T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Field")
    }
}

/// One more than the number of the interpreter.
#[inline]
fn number(cx: &Context<'_>) -> usize {
    // Numbers count interpreters, from 0.
    raw::interpreter_id(cx) as usize + 1
}

/// A lock for a few instructions, in which a thread never waits, detaches or runs Python code.
#[cfg(Py_GIL_DISABLED)]
struct Spin(core::sync::atomic::AtomicBool);

#[cfg(Py_GIL_DISABLED)]
impl Spin {
    const fn new() -> Self {
        Spin(core::sync::atomic::AtomicBool::new(false))
    }

    fn hold(&self) -> Held<'_> {
        let mut turns = 0u32;
        while self
            .0
            .compare_exchange_weak(false, true, Acquire, Relaxed)
            .is_err()
        {
            turns = turns.wrapping_add(1);
            // Its holder may have been interrupted by the system.
            #[cfg(feature = "std")]
            if turns % 64 == 0 {
                std::thread::yield_now();
            }
            core::hint::spin_loop();
        }
        Held(self)
    }
}

#[cfg(Py_GIL_DISABLED)]
struct Held<'a>(&'a Spin);

#[cfg(Py_GIL_DISABLED)]
impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.0.store(false, core::sync::atomic::Ordering::Release);
    }
}
