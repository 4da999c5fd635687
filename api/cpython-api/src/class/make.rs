//! Making a type object when a module is initialised.

use super::call::{ClassMethod, Property, StaticMethod};
use super::instance::Instance;
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
use cpython_sys::{self as sys, PyGetSetDef, PyObject};

/// A class to be made when a module is initialised.
pub struct NewClass {
    identity: fn() -> TypeId,
    name: &'static CStr,
    make: fn(&mut Context<'_>, NonNull<PyObject>, &'static CStr) -> PyResult<NonNull<PyObject>>,
}

impl NewClass {
    /// The class `T`.
    ///
    /// # Panics
    /// While the module is compiled, if a table of `T` does not end with its `END`; those that
    /// `#[methods]` writes do.
    pub const fn of<T: ModuleClass + Methods>() -> Self {
        const {
            let methods = T::METHODS;
            assert!(
                !methods.is_empty() && methods[methods.len() - 1].is_end(),
                "METHODS ends with END"
            );
            let properties = T::PROPERTIES;
            assert!(
                !properties.is_empty() && properties[properties.len() - 1].is_end(),
                "PROPERTIES ends with END"
            );
        }
        NewClass {
            identity: TypeId::of::<T>,
            name: T::SPEC.name,
            make: make::<T>,
        }
    }

    /// Which Rust type is the payload.
    #[inline]
    pub(super) fn identity(&self) -> TypeId {
        (self.identity)()
    }
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
                let object = (class.make)(cx, module, module_name)?;
                place.store(object.as_ptr(), Release);
                object
            }
        };
        // SAFETY: a live module and a live type.
        unsafe { raw::module_add(cx, module, class.name, object) }?;
    }
    Ok(())
}

fn make<T: ModuleClass + Methods>(
    cx: &mut Context<'_>,
    module: NonNull<PyObject>,
    module_name: &'static CStr,
) -> PyResult<NonNull<PyObject>> {
    if !T::Members::are_apart(T::OFFSETS, size_of::<T>()) {
        return Err(raw::system_error(cx, c"the members of a class overlap"));
    }
    let mut slots = Slots::new();
    slots.push(sys::Py_tp_dealloc, gc::dealloc::<T> as *mut c_void);
    // CAST: tables that are transparent over C's, which CPython only reads.
    slots.push_table(sys::Py_tp_methods, T::METHODS.as_ptr().cast());
    slots.push_table(sys::Py_tp_getset, T::PROPERTIES.as_ptr().cast());
    let mut flags = flags(&T::SPEC);
    if gc::is_collected::<T>() {
        flags |= sys::Py_TPFLAGS_HAVE_GC;
        slots.push(sys::Py_tp_traverse, gc::traverse::<T> as *mut c_void);
        slots.push(sys::Py_tp_clear, gc::clear::<T> as *mut c_void);
    }
    match &T::NEW {
        Some(new) => slots.push(sys::Py_tp_new, new.function as *mut c_void),
        None => flags |= sys::Py_TPFLAGS_DISALLOW_INSTANTIATION,
    }
    for slot in T::SLOTS {
        if !slot.of_sequence || T::SPEC.is_sequence() {
            slots.push(slot.number, slot.function);
        }
    }
    let plan = Plan {
        module,
        module_name,
        spec: &T::SPEC,
        signature: T::NEW.as_ref().map_or(c"", |new| new.doc),
        statics: T::STATIC_METHODS,
        size: Instance::<T>::SIZE,
        flags,
    };
    // SAFETY: the slots of `T`, which ends as its layout says; tables that live for ever.
    unsafe { plan.carry_out(cx, slots) }
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

/// What is to be made.
struct Plan<'a> {
    module: NonNull<PyObject>,
    module_name: &'static CStr,
    spec: &'a ClassSpec,
    /// How the documentation goes on after the name.
    signature: &'static CStr,
    statics: &'static [StaticMethod],
    size: usize,
    flags: c_ulong,
}

impl Plan<'_> {
    /// # Safety
    /// The slots are for a class of this size, and what they point to lives for ever.
    unsafe fn carry_out(
        &self,
        cx: &mut Context<'_>,
        mut slots: Slots,
    ) -> PyResult<NonNull<PyObject>> {
        let name = Text::joined(cx, &[self.module_name, c".", self.spec.name])?;
        let doc = match self.signature.is_empty() {
            true => Text::joined(cx, &[self.spec.doc])?,
            false => Text::joined(cx, &[self.spec.name, self.signature, self.spec.doc])?,
        };
        if !doc.is_empty() {
            slots.push(sys::Py_tp_doc, doc.as_c_str().as_ptr().cast_mut().cast());
        }
        let layout = Layout {
            name: name.as_c_str(),
            size: self.size,
            flags: self.flags,
        };
        // SAFETY: a live module; by this function's condition.
        let class = unsafe { slots.into_type(cx, self.module, &layout) }?;
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
    assert!(size_of::<ClassMethod<()>>() == size_of::<sys::PyMethodDef>());
    assert!(size_of::<Property<()>>() == size_of::<PyGetSetDef>());
};
