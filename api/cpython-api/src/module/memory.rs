//! What a module object owns: a place for each of its exception types, classes and names, and then
//! its state. CPython allocates and frees it with the module.

use super::state::Cell;
use super::{Module, ModuleDef, ModuleState, not_its_time};
use crate::context::Origin;
use crate::types::{PyStr, PyType};
use crate::{Borrowed, Context, PyResult, raw};
use core::any::TypeId;
use core::marker::PhantomData;
use core::ptr::NonNull;
use core::sync::atomic::AtomicPtr;
use core::sync::atomic::Ordering::Acquire;
use cpython_sys::PyObject;

/// Where everything is.
pub(super) struct Layout {
    exceptions: usize,
    classes: usize,
    names: usize,
    /// Where the state is, and which type it has.
    state: usize,
    identity: fn() -> TypeId,
    /// All of it, in bytes.
    pub(super) size: usize,
}

impl Layout {
    pub(super) const fn of<M: Module>() -> Self {
        // What CPython's allocators align everything to.
        const ALIGNMENT: usize = 2 * size_of::<usize>();
        assert!(
            align_of::<Cell<M::State>>() <= ALIGNMENT,
            "the state of a module is aligned to more than Python's memory"
        );
        let places = M::EXCEPTIONS.len() + M::CLASSES.len() + M::NAMES.len();
        let state = (places * size_of::<Place>()).next_multiple_of(align_of::<Cell<M::State>>());
        Layout {
            exceptions: M::EXCEPTIONS.len(),
            classes: M::CLASSES.len(),
            names: M::NAMES.len(),
            state,
            identity: TypeId::of::<M::State>,
            size: state + size_of::<Cell<M::State>>(),
        }
    }
}

/// A place for an object.
///
/// It is filled once and emptied when the module ends. It is atomic because a module can be
/// used, through `sys.modules`, while another thread still executes it.
pub(super) type Place = AtomicPtr<PyObject>;

/// What one module object owns.
///
/// # Invariants
/// `first` is the memory of a module with this layout, which CPython has zeroed, and which is there
/// for as long as the module object is alive, which `'a` is.
#[derive(Clone, Copy)]
pub(super) struct Memory<'a> {
    first: NonNull<u8>,
    layout: &'static Layout,
    alive: PhantomData<&'a ()>,
}

impl<'a> Memory<'a> {
    /// That of `module`, if it has any (yet).
    ///
    /// # Safety
    /// Attached; `module` is a live module object for the lifetime that is chosen, made from a
    /// definition with this layout.
    pub(super) unsafe fn of(module: NonNull<PyObject>, layout: &'static Layout) -> Option<Self> {
        // SAFETY: attached, and a live module object.
        let first = NonNull::new(unsafe { raw::module_state(module) })?.cast();
        Some(Memory {
            first,
            layout,
            alive: PhantomData,
        })
    }

    /// The same, for a traversal.
    ///
    /// # Safety
    /// Called by the garbage collector, with a module that was made from a definition with this
    /// layout.
    pub(super) unsafe fn during_gc(
        module: NonNull<PyObject>,
        layout: &'static Layout,
    ) -> Option<Self> {
        // SAFETY: attached, and a live module object.
        let first = NonNull::new(unsafe { raw::module_state_during_gc(module) })?.cast();
        Some(Memory {
            first,
            layout,
            alive: PhantomData,
        })
    }

    /// All places.
    pub(super) fn places(self) -> &'a [Place] {
        let count = self.layout.exceptions + self.layout.classes + self.layout.names;
        let first = self.first.cast::<Place>();
        // SAFETY: by the invariant there are so many, and zeroed memory is empty places.
        unsafe { core::slice::from_raw_parts(first.as_ptr(), count) }
    }

    pub(super) fn exceptions(self) -> &'a [Place] {
        self.some(0, self.layout.exceptions)
    }

    pub(super) fn classes(self) -> &'a [Place] {
        self.some(self.layout.exceptions, self.layout.classes)
    }

    pub(super) fn names(self) -> &'a [Place] {
        let before = self.layout.exceptions + self.layout.classes;
        self.some(before, self.layout.names)
    }

    fn some(self, from: usize, count: usize) -> &'a [Place] {
        self.places().get(from..from + count).unwrap_or_default()
    }

    /// The place of the state, if that is an `S`.
    pub(super) fn state<S: ModuleState>(self) -> Option<&'a Cell<S>> {
        if (self.layout.identity)() != TypeId::of::<S>() {
            return None;
        }
        // SAFETY: in bounds, by the invariant.
        let cell = unsafe { self.first.byte_add(self.layout.state) }.cast::<Cell<S>>();
        // SAFETY: aligned, and by the invariant the place of an `S`; zeroed memory is one in
        // which there is nothing.
        Some(unsafe { cell.as_ref() })
    }
}

/// What the module that was called owns, if it was made from `definition`.
///
/// What was called keeps its module alive for the call, hence the lifetime.
#[inline]
pub(super) fn memory<'py>(
    cx: &Context<'py>,
    definition: &'static ModuleDef,
) -> Option<Memory<'py>> {
    // SAFETY: the context's origin is alive for the call.
    unsafe { memory_of(cx, cx.origin(), definition) }
}

/// What the module that `origin` belongs to owns, if it was made from `definition`.
///
/// # Safety
/// The object in `origin` is alive for as long as the result is used.
#[inline(never)]
unsafe fn memory_of<'a>(
    _cx: &Context<'_>,
    origin: Origin,
    definition: &'static ModuleDef,
) -> Option<Memory<'a>> {
    let token = definition.token();
    let module = match origin {
        Origin::Module(module) => {
            // SAFETY: attached, and a live module object.
            let own = unsafe { raw::module_token(module) };
            (own == token).then_some(module)
        }
        // SAFETY: attached, a live object, and a definition, which lives for ever.
        Origin::Instance(object) => unsafe { raw::module_of_instance(object, token) },
        // SAFETY: attached, a live type, and a definition, which lives for ever.
        Origin::Class(class) => unsafe { raw::module_of_class(class, token) },
        Origin::Nothing => None,
    }?;
    // SAFETY: attached; a live module with this definition.
    unsafe { Memory::of(module, definition.layout()) }
}

/// The exception type number `index` of the module that was called.
pub(super) fn exception<'py>(
    cx: &Context<'py>,
    definition: &'static ModuleDef,
    index: usize,
) -> Option<Borrowed<'py, PyType>> {
    let place = memory(cx, definition)?.exceptions().get(index)?;
    let object = NonNull::new(place.load(Acquire))?;
    // SAFETY: a type, which the module owns until it is cleared; what was called keeps the
    // module alive for the call.
    Some(unsafe { Borrowed::from_borrowed(object) })
}

/// The place of the class number `index`, in the module that `origin` belongs to.
///
/// # Safety
/// The object in `origin` is alive for as long as the result is used.
#[inline]
pub(crate) unsafe fn class_place<'a>(
    cx: &'a Context<'_>,
    origin: Origin,
    definition: &'static ModuleDef,
    index: usize,
) -> Option<&'a Place> {
    // SAFETY: exactly the condition of this function.
    unsafe { memory_of(cx, origin, definition) }?
        .classes()
        .get(index)
}

/// The string number `index` of those that the module always has at hand.
///
/// # Errors
/// `SystemError` if what was called does not belong to the module, or not during its time.
#[doc(hidden)]
#[inline]
pub fn static_name<'py, M: Module>(
    cx: &Context<'py>,
    index: usize,
) -> PyResult<Borrowed<'py, PyStr>> {
    memory(cx, M::definition())
        .and_then(|memory| NonNull::new(memory.names().get(index)?.load(Acquire)))
        // SAFETY: a `str`, for nothing else is put there; the module owns it, as above.
        .map(|object| unsafe { Borrowed::from_borrowed(object) })
        .ok_or_else(|| not_its_time(cx))
}
