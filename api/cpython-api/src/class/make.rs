//! Making a type object when a module is initialised.

use super::call::{ClassMethod, Property, StaticMethod};
use super::instance::Instance;
use super::slot::{RawSlot, Slot};
use super::spec::{Layout, Slots};
use super::{ClassSpec, Methods, ModuleClass, gc};
use crate::class::Members;
use crate::{Context, PyResult, Raised, raw};
use core::any::TypeId;
use core::ffi::{CStr, c_ulong, c_void};
use core::mem::MaybeUninit;
use core::ptr::{self, NonNull};
use core::slice;
use core::sync::atomic::Ordering::{Acquire, Release};
use cpython_sys::{
    self as sys, PyGetSetDef, PyMethodDef, PyObject, destructor, inquiry, newfunc, traverseproc,
};

/// A class to be made when a module is initialised: all that is said of `T`, as constants, so that
/// there is one function for all classes that makes them.
///
/// # Invariants
/// Functions and tables are those of one class, whose instances have this size; tables end as C
/// wants it.
pub struct NewClass {
    identity: fn() -> TypeId,
    /// Whether no two members that are looked at overlap.
    are_apart: fn() -> bool,
    spec: ClassSpec,
    size: usize,
    dealloc: destructor,
    /// If its instances are collected.
    collected: Option<(traverseproc, inquiry)>,
    new: newfunc,
    /// How the documentation goes on after the name.
    signature: &'static CStr,
    methods: *const PyMethodDef,
    properties: *const PyGetSetDef,
    statics: &'static [StaticMethod],
    slots: &'static [RawSlot],
}

impl NewClass {
    /// The class `T`.
    ///
    /// # Panics
    /// While the module is compiled, if a table of `T` does not end with its `END`; those that
    /// `#[methods]` writes do.
    pub const fn of<T: ModuleClass + Methods>() -> Self {
        let (methods, properties) = (T::METHODS, T::PROPERTIES);
        assert!(
            !methods.is_empty() && methods[methods.len() - 1].is_end(),
            "METHODS ends with END"
        );
        assert!(
            !properties.is_empty() && properties[properties.len() - 1].is_end(),
            "PROPERTIES ends with END"
        );
        let (new, signature): (newfunc, _) = match &T::NEW {
            Some(new) => (Some(new.function), new.doc),
            None => (None, c""),
        };
        let collected: Option<(traverseproc, inquiry)> = if gc::is_collected::<T>() {
            Some((Some(gc::traverse::<T>), Some(gc::clear::<T>)))
        } else {
            None
        };
        NewClass {
            identity: TypeId::of::<T>,
            are_apart: are_apart::<T>,
            spec: T::SPEC,
            size: Instance::<T>::SIZE,
            dealloc: Some(gc::dealloc::<T>),
            collected,
            new,
            signature,
            // CAST: tables that are transparent over C's, which CPython only reads.
            methods: methods.as_ptr().cast(),
            properties: properties.as_ptr().cast(),
            statics: T::STATIC_METHODS,
            slots: Slot::<T>::raw(T::SLOTS),
        }
    }

    /// Which Rust type is the payload.
    #[inline]
    pub(super) fn identity(&self) -> TypeId {
        (self.identity)()
    }
}

fn are_apart<T: ModuleClass>() -> bool {
    T::Members::are_apart(T::OFFSETS, size_of::<T>())
}

/// Makes the classes of a module, and adds them to it. `places` are for these classes.
pub(crate) fn add_classes(
    cx: &mut Context<'_>,
    module: NonNull<PyObject>,
    module_name: &'static CStr,
    classes: &'static [NewClass],
    places: &[core::sync::atomic::AtomicPtr<PyObject>],
) -> PyResult<()> {
    for (class, place) in classes.iter().zip(places) {
        // A module that is executed again keeps its classes, as its exceptions.
        let object = match NonNull::new(place.load(Acquire)) {
            Some(object) => object,
            None => {
                let object = class.make(cx, module, module_name)?;
                place.store(object.as_ptr(), Release);
                object
            }
        };
        if class.spec.hidden {
            continue;
        }
        // SAFETY: a live module and a live type.
        unsafe { raw::module_add(cx, module, class.spec.name, object) }?;
    }
    Ok(())
}

const fn flags(spec: &ClassSpec) -> c_ulong {
    let mut flags = spec.pattern as c_ulong;
    if spec.subclassable {
        flags |= sys::Py_TPFLAGS_BASETYPE;
    }
    if !spec.mutable {
        flags |= sys::Py_TPFLAGS_IMMUTABLETYPE;
    }
    if spec.weakref {
        flags |= sys::Py_TPFLAGS_MANAGED_WEAKREF;
    }
    if spec.dict {
        flags |= sys::Py_TPFLAGS_MANAGED_DICT;
    }
    flags
}

impl NewClass {
    fn make(
        &self,
        cx: &mut Context<'_>,
        module: NonNull<PyObject>,
        module_name: &'static CStr,
    ) -> PyResult<NonNull<PyObject>> {
        if !(self.are_apart)() {
            return Err(raw::system_error(cx, c"the members of a class overlap"));
        }
        let mut slots = Slots::new();
        let mut flags = flags(&self.spec);
        // CAST: C's pointers to functions are like others wherever CPython runs.
        if let Some(dealloc) = self.dealloc {
            slots.push(sys::Py_tp_dealloc, dealloc as *mut c_void);
        }
        slots.push_table(sys::Py_tp_methods, self.methods.cast());
        slots.push_table(sys::Py_tp_getset, self.properties.cast());
        if let Some((Some(traverse), Some(clear))) = self.collected {
            flags |= sys::Py_TPFLAGS_HAVE_GC;
            slots.push(sys::Py_tp_traverse, traverse as *mut c_void);
            slots.push(sys::Py_tp_clear, clear as *mut c_void);
        }
        match self.new {
            Some(new) => slots.push(sys::Py_tp_new, new as *mut c_void),
            None => flags |= sys::Py_TPFLAGS_DISALLOW_INSTANTIATION,
        }
        for slot in self.slots {
            if !slot.of_sequence || self.spec.is_sequence() {
                slots.push(slot.number, slot.function);
            }
        }
        // SAFETY: the slots of this class, by the invariant; tables that live for ever.
        unsafe { self.carry_out(cx, module, module_name, slots, flags) }
    }

    /// # Safety
    /// The slots are for a class of this size, and what they point to lives for ever.
    unsafe fn carry_out(
        &self,
        cx: &mut Context<'_>,
        module: NonNull<PyObject>,
        module_name: &'static CStr,
        mut slots: Slots,
        flags: c_ulong,
    ) -> PyResult<NonNull<PyObject>> {
        let name = Text::joined(cx, &[module_name, c".", self.spec.name])?;
        let doc = match self.signature.is_empty() || self.spec.is_complete {
            true => Text::joined(cx, &[self.spec.doc])?,
            false => Text::joined(cx, &[self.spec.name, self.signature, self.spec.doc])?,
        };
        if !doc.is_empty() {
            slots.push(sys::Py_tp_doc, doc.as_c_str().as_ptr().cast_mut().cast());
        }
        let layout = Layout {
            name: name.as_c_str(),
            size: self.size,
            flags,
        };
        // SAFETY: a live module; by this function's condition.
        let class = unsafe { slots.into_type(cx, module, &layout) }?;
        // SAFETY: just made, and used by nobody yet.
        match unsafe { self.complete(cx, class) } {
            Ok(()) => Ok(class),
            Err(raised) => {
                // SAFETY: attached, and the only reference.
                unsafe { raw::decref(class) };
                Err(raised)
            }
        }
    }

    /// Adds what no slot can say.
    ///
    /// # Safety
    /// `class` is a live type that nobody has used yet.
    unsafe fn complete(&self, cx: &mut Context<'_>, class: NonNull<PyObject>) -> PyResult<()> {
        for method in self.statics {
            // SAFETY: a live type, and an entry of a constant table.
            let object = unsafe { raw::static_method(cx, class, &raw const method.0) }?;
            // SAFETY: a live type; a new reference, or null with an exception.
            unsafe { raw::type_add(cx, class, method.name(), object) }?;
        }
        if self.spec.dict {
            // SAFETY: a live type and a static.
            let object = unsafe { raw::property(class, DICT.0.as_ptr()) };
            // SAFETY: a live type; a new reference, or null with an exception.
            unsafe { raw::type_add(cx, class, c"__dict__", object) }?;
        }
        Ok(())
    }
}

/// The `__dict__` of instances, which CPython does not add by itself.
static DICT: Shared = Shared([PyGetSetDef {
    name: c"__dict__".as_ptr(),
    get: Some(get_dict),
    set: Some(sys::PyObject_GenericSetDict),
    doc: ptr::null(),
    closure: ptr::null_mut(),
}]);

struct Shared([PyGetSetDef; 1]);

// SAFETY: constant pointers, which CPython only reads.
unsafe impl Sync for Shared {}

unsafe extern "C" fn get_dict(object: *mut PyObject, closure: *mut c_void) -> *mut PyObject {
    // SAFETY: what CPython promises of a getter.
    unsafe { sys::PyObject_GenericGetDict(object, closure) }
}

/// A C string for as long as a type is being made.
struct Text {
    first: NonNull<u8>,
    empty: bool,
}

impl Text {
    fn joined(cx: &Context<'_>, parts: &[&CStr]) -> PyResult<Self> {
        let len: usize = parts.iter().map(|part| part.count_bytes()).sum();
        let Some(first) = NonNull::new(raw::text_alloc(cx, len + 1)) else {
            return Err(no_memory(cx));
        };
        // SAFETY: `len + 1` bytes, just allocated, and nobody else's.
        let room = unsafe { slice::from_raw_parts_mut(first.as_ptr().cast(), len + 1) };
        let bytes = parts.iter().flat_map(|part| part.to_bytes()).chain(&[0]);
        for (place, byte) in room.iter_mut().zip(bytes) {
            *place = MaybeUninit::new(*byte);
        }
        Ok(Text {
            first,
            empty: len == 0,
        })
    }

    fn as_c_str(&self) -> &CStr {
        // SAFETY: `joined` has written a null at the end, and nobody else has the text.
        unsafe { CStr::from_ptr(self.first.as_ptr().cast()) }
    }

    fn is_empty(&self) -> bool {
        self.empty
    }
}

impl Drop for Text {
    fn drop(&mut self) {
        // SAFETY: attached, since a text only lives while a type is being made; allocated
        // by `joined`, and not used again.
        unsafe { raw::text_free(self.first.as_ptr()) };
    }
}

#[cold]
fn no_memory(cx: &Context<'_>) -> Raised {
    raw::no_memory(cx)
}

// The two transparent tables, as `make` casts them.
const _: () = {
    assert!(size_of::<ClassMethod<()>>() == size_of::<PyMethodDef>());
    assert!(size_of::<Property<()>>() == size_of::<PyGetSetDef>());
};
