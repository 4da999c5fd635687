//! What CPython 3.15 is told of a module: an array of slots (PEP 793).
//!
//! A file of its own gives the array to CPython. The table of built-in modules (`_PyImport_Inittab`)
//! has no place for it: there a function returns a `PyModuleDef`. Such a definition has one slot,
//! which says that the others are in this array (`Py_slot_subslots`, PEP 820). So a built-in module
//! is made from what a file exports, `Py_mod_abi` included. CPython wants to have the
//! name, the docstring, the functions and what concerns the state in the definition too, and raises `SystemError` if
//! both do not agree.

use super::definition::slot as definition_slot;
use super::memory::Layout;
use super::{Module, ModuleDef, callbacks};
use crate::context::Origin;
use crate::{Context, raw};
use core::ffi::{c_int, c_void};
use core::mem::transmute;
use core::ptr;
use cpython_sys::{
    self as sys, _Py_funcptr_t, Py_ssize_t, PyModuleDef_Slot, PyObject, PySlot, PySlot_STATIC,
    PySlot_value,
};

/// The slots of one module.
pub(super) struct Slots {
    own: *const ModuleDef,
    slots: [PySlot; 13],
    /// Those of the `PyModuleDef`.
    pub(super) nested: [PyModuleDef_Slot; 2],
}

impl Slots {
    /// Those of `M`, in the definition that is `own`.
    pub(super) const fn new<M: Module>(own: &'static ModuleDef, layout: &Layout) -> Self {
        let abi = &raw mut sys::cpython_rust_abi_info;
        let slots = [
            pointer(sys::Py_mod_abi, abi.cast()),
            text(sys::Py_mod_name, M::NAME.as_ptr().cast()),
            text(sys::Py_mod_doc, M::DOC.as_ptr().cast()),
            // CAST: MethodDef is transparent over what C calls it.
            text(sys::Py_mod_methods, M::FUNCTIONS.as_ptr().cast()),
            slot(
                sys::Py_mod_state_size,
                0,
                PySlot_value {
                    sl_size: layout.size as Py_ssize_t,
                },
            ),
            // SAFETY: CPython calls it as what it is.
            function(sys::Py_mod_state_traverse, unsafe {
                transmute::<sys::traverseproc, _Py_funcptr_t>(Some(callbacks::traverse::<M>))
            }),
            // SAFETY: CPython calls it as what it is.
            function(sys::Py_mod_state_clear, unsafe {
                transmute::<sys::inquiry, _Py_funcptr_t>(Some(callbacks::clear::<M>))
            }),
            // SAFETY: CPython calls it as what it is.
            function(sys::Py_mod_state_free, unsafe {
                transmute::<sys::freefunc, _Py_funcptr_t>(Some(callbacks::free::<M>))
            }),
            // SAFETY: CPython calls it as what it is, which is a function of this type too.
            function(sys::Py_mod_exec, unsafe {
                transmute::<sys::inquiry, _Py_funcptr_t>(Some(callbacks::exec::<M>))
            }),
            number(
                sys::Py_mod_multiple_interpreters,
                sys::Py_MOD_PER_INTERPRETER_GIL_SUPPORTED,
            ),
            number(sys::Py_mod_gil, sys::Py_MOD_GIL_NOT_USED),
            pointer(sys::Py_mod_token, own.token().cast_mut()),
            number(0, 0),
        ];
        let array = &raw const own.slots.slots;
        let nested = [
            definition_slot(sys::Py_slot_subslots, array.cast_mut().cast()),
            definition_slot(sys::Py_slot_end, ptr::null_mut()),
        ];
        Slots { own, slots, nested }
    }

    /// Whether these are the slots of `definition`. `SystemError` otherwise: modules of two
    /// definitions could not be told apart.
    ///
    /// # Safety
    /// Attached.
    pub(super) unsafe fn check(&self, definition: &'static ModuleDef) -> bool {
        let same = ptr::eq(self.own, definition);
        if !same {
            // SAFETY: attached, for the time of this call.
            let mut cx = unsafe { Context::enter(Origin::Nothing) };
            let cx = &mut cx;
            raw::system_error(cx, c"a module was given the definition of another one").set(cx);
        }
        same
    }
}

const fn slot(id: c_int, flags: u16, value: PySlot_value) -> PySlot {
    PySlot {
        // CAST: the numbers of slots fit; they are declared as PyType_Slot has them.
        sl_id: id as u16,
        sl_flags: flags,
        sl_reserved: 0,
        value,
    }
}

const fn pointer(id: c_int, sl_ptr: *mut c_void) -> PySlot {
    slot(id, 0, PySlot_value { sl_ptr })
}

/// Something that lives for ever and that nobody writes to.
const fn text(id: c_int, value: *const c_void) -> PySlot {
    let sl_ptr = value.cast_mut();
    slot(id, PySlot_STATIC, PySlot_value { sl_ptr })
}

const fn function(id: c_int, sl_func: _Py_funcptr_t) -> PySlot {
    slot(id, 0, PySlot_value { sl_func })
}

const fn number(id: c_int, value: usize) -> PySlot {
    let sl_uint64 = value as u64;
    slot(id, 0, PySlot_value { sl_uint64 })
}

/// What `PyModExport_*` returns: slots that CPython only reads.
///
/// # Safety
/// Called by CPython, attached, while it imports the module.
pub(super) unsafe fn export(definition: &'static ModuleDef) -> *mut PySlot {
    let slots = &definition.slots;
    // SAFETY: attached.
    if !unsafe { slots.check(definition) } {
        return ptr::null_mut();
    }
    slots.slots.as_ptr().cast_mut()
}

// What `Py_mod_exec` and an `inquiry` are in C.
const _: fn() -> sys::inquiry = || {
    let exec: Option<unsafe extern "C" fn(*mut PyObject) -> c_int> = None;
    exec
};
