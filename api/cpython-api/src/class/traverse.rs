//! What the garbage collector sees of a payload.
//!
//! No code of a module runs while garbage is collected: which members a payload has is a type
//! ([`Members`]), where they are is a constant, and that both are true is checked when
//! an instance is made (see `instance.rs`). So a traversal cannot call Python, and it finds the same
//! references each time, which the collector relies on.

use crate::Context;
use crate::class::Field;
use core::ffi::{c_int, c_void};
use core::ops::ControlFlow;
use core::ptr::NonNull;
use cpython_sys::{PyObject, visitproc};

/// The collector, looking at what an object refers to.
pub struct Visitor {
    visit: visitproc,
    argument: *mut c_void,
    status: c_int,
}

impl Visitor {
    /// # Safety
    /// What CPython passes to a `tp_traverse`, until that returns.
    pub(crate) unsafe fn new(visit: visitproc, argument: *mut c_void) -> Self {
        Visitor {
            visit,
            argument,
            status: 0,
        }
    }

    /// Shows a reference that the object owns. Not null, each once.
    pub(crate) fn object(&mut self, object: NonNull<PyObject>) -> ControlFlow<()> {
        if let Some(visit) = self.visit {
            // SAFETY: the collector's own function and argument, with a live object.
            self.status = unsafe { visit(object.as_ptr(), self.argument) };
        }
        match self.status {
            0 => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        }
    }

    pub(crate) fn status(self) -> c_int {
        self.status
    }
}

pub(crate) mod sealed {
    /// Keeps [`Traverse`](super::Traverse) to this crate: a traversal that shows a reference twice,
    /// or only sometimes, makes the collector clear objects that are in use.
    pub trait Traversed {}
}

/// A member of a payload, as the garbage collector sees it: a [`Field`], something that
/// contains some, or something that cannot contain any.
#[diagnostic::on_unimplemented(
    message = "the garbage collector does not know how to look into `{Self}`",
    label = "a class has members that hold objects in a `Field`, or none",
    note = "put `#[no_gc]` above the member if it never leads back to the object"
)]
pub trait Traverse: sealed::Traversed + Sized + 'static {
    /// Whether there can be references in it.
    const REFERENCES: bool;

    /// Shows each reference.
    #[doc(hidden)]
    fn traverse(&self, visitor: &mut Visitor) -> ControlFlow<()>;

    /// Gives the references up, `now` if Python code can run (nothing is locked), otherwise when the
    /// call returns. It can be called twice.
    #[doc(hidden)]
    fn clear(&self, cx: &mut Context<'_>, now: bool);
}

macro_rules! without_references {
    ($($(#[$attribute:meta])* $of:ty),* $(,)?) => {$(
        $(#[$attribute])*
        impl sealed::Traversed for $of {}

        $(#[$attribute])*
        impl Traverse for $of {
            const REFERENCES: bool = false;

            fn traverse(&self, _: &mut Visitor) -> ControlFlow<()> {
                ControlFlow::Continue(())
            }

            fn clear(&self, _: &mut Context<'_>, _: bool) {}
        }
    )*};
}

use core::sync::atomic as a;

without_references! {
    (), bool, char, u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, f32, f64,
    &'static str, &'static [u8],
    a::AtomicBool, a::AtomicU8, a::AtomicU16, a::AtomicU32, a::AtomicUsize,
    a::AtomicI8, a::AtomicI16, a::AtomicI32, a::AtomicIsize,
    #[cfg(target_has_atomic = "64")] a::AtomicU64,
    #[cfg(target_has_atomic = "64")] a::AtomicI64,
    crate::memory::String,
}

impl<T> sealed::Traversed for Field<T> {}
impl<T> sealed::Traversed for Option<T> {}
impl<T, const N: usize> sealed::Traversed for [T; N] {}

impl<T: 'static> Traverse for Field<T> {
    const REFERENCES: bool = true;

    fn traverse(&self, visitor: &mut Visitor) -> ControlFlow<()> {
        match self.peek() {
            Some(object) => visitor.object(object),
            None => ControlFlow::Continue(()),
        }
    }

    fn clear(&self, cx: &mut Context<'_>, now: bool) {
        self.empty(cx, now);
    }
}

impl<T: Traverse> Traverse for Option<T> {
    const REFERENCES: bool = T::REFERENCES;

    fn traverse(&self, visitor: &mut Visitor) -> ControlFlow<()> {
        self.iter().try_for_each(|member| member.traverse(visitor))
    }

    fn clear(&self, cx: &mut Context<'_>, now: bool) {
        self.iter().for_each(|member| member.clear(cx, now));
    }
}

macro_rules! sequences {
    ($($(#[$attribute:meta])* [$($parameters:tt)*] $of:ty),* $(,)?) => {$(
        $(#[$attribute])*
        impl<T: Traverse, $($parameters)*> Traverse for $of {
            const REFERENCES: bool = T::REFERENCES;

            fn traverse(&self, visitor: &mut Visitor) -> ControlFlow<()> {
                self.iter().try_for_each(|member| member.traverse(visitor))
            }

            fn clear(&self, cx: &mut Context<'_>, now: bool) {
                self.iter().for_each(|member| member.clear(cx, now));
            }
        }
    )*};
}

impl<T> sealed::Traversed for crate::memory::Vec<T> {}
impl<T> sealed::Traversed for crate::Guarded<T> {}
impl<T> sealed::Traversed for crate::Mutex<T> {}

sequences! {
    [const N: usize] [T; N],
    [] crate::memory::Vec<T>,
}

macro_rules! locked {
    ($($of:ident),*) => {$(
        /// What somebody holds at this moment is left alone: as long as that is so, the references
        /// in it count as the holder's.
        impl<T: Traverse> Traverse for crate::$of<T> {
            const REFERENCES: bool = T::REFERENCES;

            fn traverse(&self, visitor: &mut Visitor) -> ControlFlow<()> {
                self.peek(|value| value.traverse(visitor))
                    .unwrap_or(ControlFlow::Continue(()))
            }

            fn clear(&self, cx: &mut Context<'_>, _: bool) {
                // Nothing ends while the lock is held: that could need it.
                self.peek(|value| value.clear(cx, false));
            }
        }
    )*};
}

locked!(Guarded, Mutex);

macro_rules! tuples {
    ($($name:ident)*) => {
        impl<$($name),*> sealed::Traversed for ($($name,)*) {}

        impl<$($name: Traverse),*> Traverse for ($($name,)*) {
            const REFERENCES: bool = $($name::REFERENCES)||*;

            fn traverse(&self, visitor: &mut Visitor) -> ControlFlow<()> {
                #[allow(non_snake_case, reason = "a type parameter's name, used again")]
                let ($($name,)*) = self;
                $($name.traverse(visitor)?;)*
                ControlFlow::Continue(())
            }

            fn clear(&self, cx: &mut Context<'_>, now: bool) {
                #[allow(non_snake_case, reason = "a type parameter's name, used again")]
                let ($($name,)*) = self;
                $($name.clear(cx, now);)*
            }
        }
    };
}

tuples!(A);
tuples!(A B);
tuples!(A B C);
tuples!(A B C D);
tuples!(A B C D E);
tuples!(A B C D E F);

/// A compile error at the type of the member that the collector cannot look into.
#[doc(hidden)]
pub const fn traversed<T: Traverse>() {}

/// The members of a payload that the collector may look into: `()`, or a first one and
/// more members. `#[class]` writes it.
///
/// A caller of the two `unsafe` functions has checked the offsets with `are_at`.
pub trait Members: sealed::Traversed + 'static {
    /// Whether there can be references in any.
    const REFERENCES: bool;

    /// The members of one payload, lent.
    type Lent<'a>;

    /// Whether these members are at these offsets from `payload`. Members without references
    /// are never looked at.
    #[doc(hidden)]
    fn are_at(lent: Self::Lent<'_>, payload: *const u8, offsets: &[usize]) -> bool;

    /// Whether a member with references has a byte in common with one that comes before.
    #[doc(hidden)]
    fn overlap(offsets: &[usize], from: usize, to: usize) -> bool;

    /// Whether each member with references lies in the first `size` bytes, none of which
    /// belongs to two.
    #[doc(hidden)]
    fn are_apart(offsets: &[usize], size: usize) -> bool;

    /// Shows each reference.
    ///
    /// # Safety
    /// The members are at these offsets from `payload`, lent.
    #[doc(hidden)]
    unsafe fn traverse(
        payload: *const u8,
        offsets: &[usize],
        visitor: &mut Visitor,
    ) -> ControlFlow<()>;

    /// Gives the references up.
    ///
    /// # Safety
    /// The members are at these offsets from `payload`, lent.
    #[doc(hidden)]
    unsafe fn clear(payload: *const u8, offsets: &[usize], cx: &mut Context<'_>);
}

impl Members for () {
    const REFERENCES: bool = false;

    type Lent<'a> = ();

    fn are_at(_: (), _: *const u8, offsets: &[usize]) -> bool {
        offsets.is_empty()
    }

    fn overlap(_: &[usize], _: usize, _: usize) -> bool {
        false
    }

    fn are_apart(_: &[usize], _: usize) -> bool {
        true
    }

    unsafe fn traverse(_: *const u8, _: &[usize], _: &mut Visitor) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    unsafe fn clear(_: *const u8, _: &[usize], _: &mut Context<'_>) {}
}

impl<A: Traverse, B: Members> Members for (A, B)
where
    (A, B): sealed::Traversed,
{
    const REFERENCES: bool = A::REFERENCES || B::REFERENCES;

    type Lent<'a> = (&'a A, B::Lent<'a>);

    #[inline]
    fn are_at(lent: Self::Lent<'_>, payload: *const u8, offsets: &[usize]) -> bool {
        let Some((offset, rest)) = offsets.split_first() else {
            return false;
        };
        let here = core::ptr::from_ref(lent.0).cast::<u8>();
        (!A::REFERENCES || here == payload.wrapping_add(*offset))
            && B::are_at(lent.1, payload, rest)
    }

    fn overlap(offsets: &[usize], from: usize, to: usize) -> bool {
        let Some((offset, rest)) = offsets.split_first() else {
            return false;
        };
        let end = offset.saturating_add(size_of::<A>());
        (A::REFERENCES && *offset < to && from < end) || B::overlap(rest, from, to)
    }

    fn are_apart(offsets: &[usize], size: usize) -> bool {
        let Some((offset, rest)) = offsets.split_first() else {
            return true;
        };
        let end = offset.saturating_add(size_of::<A>());
        let alone = !A::REFERENCES || (end <= size && !B::overlap(rest, *offset, end));
        alone && B::are_apart(rest, size)
    }

    #[inline]
    unsafe fn traverse(
        payload: *const u8,
        offsets: &[usize],
        visitor: &mut Visitor,
    ) -> ControlFlow<()> {
        let Some((offset, rest)) = offsets.split_first() else {
            return ControlFlow::Continue(());
        };
        if A::REFERENCES {
            // SAFETY: a member is there, by this function's condition.
            let member = unsafe { &*payload.wrapping_add(*offset).cast::<A>() };
            member.traverse(visitor)?;
        }
        // SAFETY: exactly the condition of this function.
        unsafe { B::traverse(payload, rest, visitor) }
    }

    unsafe fn clear(payload: *const u8, offsets: &[usize], cx: &mut Context<'_>) {
        let Some((offset, rest)) = offsets.split_first() else {
            return;
        };
        if A::REFERENCES {
            // SAFETY: a member is there, by this function's condition.
            let member = unsafe { &*payload.wrapping_add(*offset).cast::<A>() };
            member.clear(cx, true);
        }
        // SAFETY: exactly the condition of this function.
        unsafe { B::clear(payload, rest, cx) }
    }
}
