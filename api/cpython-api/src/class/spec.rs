//! The slots of a class: everything here that knows how CPython wants to have them.
//!
//! Before 3.15 that is a `PyType_Spec` and an array of `PyType_Slot`, since then one array of `PySlot`
//! (PEP 820), in which what was in the `PyType_Spec` are slots too.

use crate::{Context, PyResult, raw};
use core::ffi::{CStr, c_int, c_ulong, c_void};
use core::ptr::{self, NonNull};
use cpython_sys::{self as sys, PyObject};

#[cfg(Py_3_15)]
use sys::PySlot as Entry;
#[cfg(not(Py_3_15))]
use sys::PyType_Slot as Entry;

/// How many slots there are in CPython, and a few.
const MOST: usize = 104;

/// The slots of one class.
pub(super) struct Slots {
    slots: [Entry; MOST],
    len: usize,
}

/// What is to be made of them.
pub(super) struct Layout<'a> {
    /// With the module's and a dot; CPython copies it.
    pub(super) name: &'a CStr,
    pub(super) size: usize,
    pub(super) flags: c_ulong,
}

impl Slots {
    pub(super) fn new() -> Self {
        Slots {
            slots: [const { entry(0, ptr::null_mut(), false) }; MOST],
            len: 0,
        }
    }

    /// A function, or a text that CPython copies.
    pub(super) fn push(&mut self, slot: c_int, value: *mut c_void) {
        self.add(entry(slot, value, false));
    }

    /// A table that lives for ever, which CPython keeps.
    pub(super) fn push_table(&mut self, slot: c_int, table: *const c_void) {
        self.add(entry(slot, table.cast_mut(), true));
    }

    /// The last place is left for the end; no class fills the others, since none has a slot
    /// twice.
    fn add(&mut self, entry: Entry) {
        if self.len < MOST - 1 {
            self.slots[self.len] = entry;
            self.len += 1;
        }
    }

    /// Makes the type.
    ///
    /// # Safety
    /// A live module. The slots are for a class of this size, and tables and functions live for ever.
    #[cfg(not(Py_3_15))]
    pub(super) unsafe fn into_type(
        mut self,
        cx: &mut Context<'_>,
        module: NonNull<PyObject>,
        layout: &Layout<'_>,
    ) -> PyResult<NonNull<PyObject>> {
        let mut spec = sys::PyType_Spec {
            name: layout.name.as_ptr(),
            basicsize: c_int::try_from(layout.size)
                .map_err(|_| raw::system_error(cx, c"the payload of a class is too large"))?,
            itemsize: 0,
            flags: layout.flags as core::ffi::c_uint,
            slots: self.slots.as_mut_ptr(),
        };
        // SAFETY: exactly the conditions of this function.
        unsafe { raw::type_from_spec(cx, module, &mut spec) }
    }

    /// Makes the type.
    ///
    /// # Safety
    /// A live module. The slots are for a class of this size, and tables and functions live for ever.
    #[cfg(Py_3_15)]
    pub(super) unsafe fn into_type(
        mut self,
        cx: &mut Context<'_>,
        module: NonNull<PyObject>,
        layout: &Layout<'_>,
    ) -> PyResult<NonNull<PyObject>> {
        let mut number = |slot, value| {
            let mut entry = entry(slot, ptr::null_mut(), false);
            entry.value = value;
            self.add(entry);
        };
        let sl_size = layout.size as sys::Py_ssize_t;
        number(sys::Py_tp_basicsize, sys::PySlot_value { sl_size });
        #[allow(
            clippy::unnecessary_cast,
            reason = "c_ulong is smaller where pointers are"
        )]
        let sl_uint64 = layout.flags as u64;
        number(sys::Py_tp_flags, sys::PySlot_value { sl_uint64 });
        self.push(sys::Py_tp_name, layout.name.as_ptr().cast_mut().cast());
        self.push(sys::Py_tp_module, module.as_ptr().cast());
        // SAFETY: exactly the conditions of this function.
        unsafe { raw::type_from_slots(cx, &mut self.slots) }
    }
}

#[cfg(not(Py_3_15))]
const fn entry(slot: c_int, pfunc: *mut c_void, _lasts: bool) -> Entry {
    Entry { slot, pfunc }
}

#[cfg(Py_3_15)]
const fn entry(slot: c_int, sl_ptr: *mut c_void, lasts: bool) -> Entry {
    Entry {
        // CAST: the numbers of slots fit; they are declared as PyType_Slot has them.
        sl_id: slot as u16,
        sl_flags: if lasts { sys::PySlot_STATIC } else { 0 },
        sl_reserved: 0,
        // A function too: C's pointers to functions are like others wherever CPython runs.
        value: sys::PySlot_value { sl_ptr },
    }
}
