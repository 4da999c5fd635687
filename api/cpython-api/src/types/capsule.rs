//! Capsules: a Rust value in a Python object, for other Rust code of the same build to find.

use super::PyCapsule;
use crate::context::Origin;
use crate::{Bound, Context, ExceptionType, MemoryError, PyResult, TypeError, raw, trampoline};
use core::any::TypeId;
use core::ffi::{CStr, c_void};
use core::ptr::NonNull;
use cpython_sys::PyObject;

/// What a capsule points to. The first fields are the same for every `T`.
///
/// # Invariants
/// `value` is an initialised `T`, of which `of` gives the identity and which `drop` drops, with the
/// memory that it is in.
#[repr(C)]
struct Content<T> {
    of: fn() -> TypeId,
    drop: unsafe fn(*mut c_void),
    value: T,
}

impl PyCapsule {
    /// A new capsule that owns `value`. Name it as C does: `module.attribute`.
    ///
    /// The value is dropped with the capsule, on whatever thread that happens, hence `Send`; and
    /// can be borrowed by several at a time, hence `Sync`.
    ///
    /// # Errors
    /// `MemoryError`.
    #[doc(alias = "PyCapsule_New")]
    pub fn new<'py, T: Send + Sync + 'static>(
        cx: &Context<'py>,
        value: T,
        name: &'static CStr,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let Some(memory) = raw::raw_alloc::<Content<T>>() else {
            return Err(MemoryError::none(cx));
        };
        let content = Content {
            of: TypeId::of::<T>,
            drop: drop_content::<T>,
            value,
        };
        // SAFETY: new memory for such a content.
        unsafe { memory.write(content) };
        let memory = memory.as_ptr().cast();
        // SAFETY: `destroy` is for capsules of contents.
        let capsule = unsafe { raw::capsule_new(cx, memory, name, Some(destroy)) };
        if capsule.is_err() {
            // SAFETY: written above, and given to nobody.
            unsafe { drop_content::<T>(memory) };
        }
        capsule
    }
}

impl<'py> Bound<'py, PyCapsule> {
    /// The value in the capsule, if it was made by this build's [`PyCapsule::new`] from a `T`.
    ///
    /// # Errors
    /// `TypeError`, if it holds anything else.
    #[doc(alias = "PyCapsule_GetPointer")]
    #[doc(alias = "PyCapsule_IsValid")]
    pub fn get<T: Send + Sync + 'static>(&self, cx: &mut Context<'py>) -> PyResult<&T> {
        let content = raw::capsule_pointer(cx, self, Some(destroy));
        let Some(content) = content.map(<*mut c_void>::cast::<Content<T>>) else {
            return Err(TypeError::raise(
                cx,
                "the capsule is not of this module's kind",
            ));
        };
        // SAFETY: a capsule with our destructor, which only `new` makes: it points to a content.
        // This field is at the same place for every `T`.
        let of = unsafe { (*content).of };
        if of() != TypeId::of::<T>() {
            return Err(TypeError::raise(
                cx,
                "the capsule holds a value of another type",
            ));
        }
        // SAFETY: a content of a `T`, which lives as long as the capsule and is never changed.
        Ok(unsafe { &(*content).value })
    }

    /// Its name.
    #[doc(alias = "PyCapsule_GetName")]
    pub fn name(&self, cx: &Context<'py>) -> Option<&CStr> {
        raw::capsule_name(cx, self)
    }
}

/// Drops a content, and gives its memory back.
///
/// # Safety
/// `content` is a `Content<T>` that `PyCapsule::new` has written, and is not used again.
unsafe fn drop_content<T>(content: *mut c_void) {
    /// Gives the memory back even if the value's drop panics.
    struct Memory<T>(NonNull<Content<T>>);
    impl<T> Drop for Memory<T> {
        fn drop(&mut self) {
            // SAFETY: from `raw_alloc`, by the condition of `drop_content`.
            unsafe { raw::raw_free(self.0) }
        }
    }
    let Some(content) = NonNull::new(content.cast::<Content<T>>()) else {
        return;
    };
    let _memory = Memory(content);
    // SAFETY: exactly the condition of this function.
    unsafe { content.drop_in_place() }
}

/// Called by CPython when a capsule ends.
unsafe extern "C" fn destroy(capsule: *mut PyObject) {
    // SAFETY: attached, and our own capsule.
    let Some(content) = (unsafe { raw::capsule_pointer_of(capsule) }) else {
        return;
    };
    // SAFETY: only `PyCapsule::new` uses this destructor. The field is at the same place for all.
    let drop = unsafe { (*content.cast::<Content<()>>()).drop };
    let body = |_: &mut Context<'_>| {
        // SAFETY: the content of the capsule, which is ending, so it is not used again.
        unsafe { drop(content) };
        Ok(())
    };
    // SAFETY: attached, and nothing that a module belongs to was called.
    unsafe { trampoline::unraisable(Origin::Nothing, body) }
}
