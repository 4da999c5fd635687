//! What CPython is told of a module.

use super::memory::Layout;
use super::{Module, callbacks};
use crate::class::NewClass;
use core::cell::UnsafeCell;
use core::ffi::{c_int, c_void};
use core::ptr;
use cpython_sys::{
    Py_ssize_t, PyModuleDef, PyModuleDef_Base, PyModuleDef_Init, PyModuleDef_Slot, PyObject,
};

/// The definition of a module, which CPython links into its own structures.
///
/// Its address is how a module object is recognised that was made from it.
#[doc(alias = "PyModuleDef")]
pub struct ModuleDef {
    definition: UnsafeCell<PyModuleDef>,
    #[cfg(Py_3_15)]
    pub(super) slots: super::slots::Slots,
    layout: Layout,
    classes: &'static [NewClass],
}

// SAFETY: Rust never looks inside the `PyModuleDef` after it was made, where CPython synchronises
// what it writes; the rest never changes.
unsafe impl Sync for ModuleDef {}

impl ModuleDef {
    /// The definition of `M`, for a static that is `own`.
    ///
    /// # Panics
    /// While the module is compiled, if its functions do not end with [`MethodDef::END`](crate::MethodDef::END);
    /// those in `module!` do.
    pub const fn new<M: Module>(own: &'static ModuleDef) -> Self {
        let last = &M::FUNCTIONS[M::FUNCTIONS.len() - 1];
        assert!(last.0.ml_name.is_null(), "FUNCTIONS ends with END");
        // SAFETY: integers and pointers only, for all of which C starts with zero too
        // (PyModuleDef_HEAD_INIT sets the reference count, which PyModuleDef_Init does again).
        let m_base: PyModuleDef_Base = unsafe { core::mem::zeroed() };
        let layout = Layout::of::<M>();
        #[cfg(not(Py_3_15))]
        let m_slots = Slots::<M>::SLOTS.as_ptr();
        // Those that a file of its own exports, so that a built-in module is the same. Only an
        // address: the definition is being made.
        #[cfg(Py_3_15)]
        let m_slots = (&raw const own.slots.nested).cast::<PyModuleDef_Slot>();
        // Before 3.15 CPython knows where the definition is.
        let _ = own;
        let definition = PyModuleDef {
            m_base,
            m_name: M::NAME.as_ptr(),
            m_doc: M::DOC.as_ptr(),
            m_size: layout.size as Py_ssize_t,
            // CAST: MethodDef is transparent over what C calls it. CPython does not
            // write through either pointer.
            m_methods: M::FUNCTIONS
                .as_ptr()
                .cast::<cpython_sys::PyMethodDef>()
                .cast_mut(),
            m_slots: m_slots.cast_mut(),
            m_traverse: Some(callbacks::traverse::<M>),
            m_clear: Some(callbacks::clear::<M>),
            m_free: Some(callbacks::free::<M>),
        };
        ModuleDef {
            definition: UnsafeCell::new(definition),
            #[cfg(Py_3_15)]
            slots: super::slots::Slots::new::<M>(own, &layout),
            layout,
            classes: M::CLASSES,
        }
    }

    /// What `PyInit_*` returns.
    ///
    /// # Safety
    /// Attached: CPython is importing the module.
    pub(super) unsafe fn init(&'static self) -> *mut PyObject {
        #[cfg(Py_3_15)]
        // SAFETY: attached.
        if !unsafe { self.slots.check(self) } {
            return ptr::null_mut();
        }
        // SAFETY: attached, and the definition lives for ever and is never moved.
        unsafe { PyModuleDef_Init(self.definition.get()) }
    }

    /// The classes of such a module, which made its type objects from these very entries.
    #[inline]
    pub(crate) fn classes(&self) -> &'static [NewClass] {
        self.classes
    }

    /// What such a module owns.
    #[inline]
    pub(super) fn layout(&'static self) -> &'static Layout {
        &self.layout
    }

    /// How CPython knows the definition: the address of the `PyModuleDef`, also for a module
    /// that was made without it.
    #[inline]
    pub(super) const fn token(&self) -> *const c_void {
        self.definition.get().cast_const().cast()
    }
}

#[cfg(not(Py_3_15))]
struct Slots<M>(M);

#[cfg(not(Py_3_15))]
impl<M: Module> Slots<M> {
    const SLOTS: &'static [PyModuleDef_Slot] = &[
        slot(
            cpython_sys::Py_mod_exec,
            callbacks::exec::<M> as *mut c_void,
        ),
        slot(
            cpython_sys::Py_mod_multiple_interpreters,
            ptr::without_provenance_mut(cpython_sys::Py_MOD_PER_INTERPRETER_GIL_SUPPORTED),
        ),
        slot(
            cpython_sys::Py_mod_gil,
            ptr::without_provenance_mut(cpython_sys::Py_MOD_GIL_NOT_USED),
        ),
        slot(0, ptr::null_mut()),
    ];
}

pub(super) const fn slot(slot: c_int, value: *mut c_void) -> PyModuleDef_Slot {
    PyModuleDef_Slot { slot, value }
}
