//! Classes: Rust structs that Python sees as types.
//!
//! A class is a struct, its payload, under `#[class]`, an `impl` block under `#[methods]`, and a place in its
//! module's list of classes:
//!
//! ```no_run
//! # #![forbid(unsafe_code)]
//! use cpython_api::prelude::*;
//! use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
//!
//! module! {
//!     Example = "example",
//!     doc: "Counting.",
//!     exceptions: [],
//!     classes: [Counter],
//!     functions: [],
//! }
//!
//! /// Counts.
//! #[class(subclassable)]
//! pub struct Counter {
//!     count: AtomicU32,
//!     callback: Field,
//! }
//!
//! #[methods]
//! impl Counter {
//!     #[new(callback, /)]
//!     fn new<'py>(cx: &mut Context<'py>, callback: Borrowed<'py>) -> PyResult<Counter> {
//!         Ok(Counter {
//!             count: AtomicU32::new(0),
//!             callback: Field::of(cx, callback.clone_ref(cx)),
//!         })
//!     }
//!
//!     /// The next number.
//!     #[method()]
//!     fn step(&self, _cx: &mut Context<'_>) -> PyResult<u32> {
//!         Ok(self.count.fetch_add(1, Relaxed) + 1)
//!     }
//! }
//! # fn main() {}
//! ```
//!
//! # What keeps it sound
//!
//! - A payload is only ever lent as `&T`, and is `Sync`: two threads, or a method that is called
//!   back, can be in it at the same time. What changes is an atomic, a [`Field`], or behind a lock.
//! - An object has its payload before anybody sees it: it is allocated when `new` has returned.
//! - Which type object is the class `T` in an interpreter, the module's state knows by `T`'s [`TypeId`],
//!   not by anything that a trait's implementation claims.
//! - Tables of methods and slots are typed with the class they are for, and their entries cannot
//!   be made for another one.

mod buffer;
mod call;
mod enter;
mod field;
mod gc;
mod instance;
mod make;
mod operands;
mod slot;
mod spec;
mod traverse;

pub use buffer::{Export, Exported, Memory};
pub use call::{Absent, Call, ClassMethod, New, Nothing, Object, Property, StaticMethod};
pub use field::Field;
#[doc(hidden)]
pub use make::NewClass;
pub(crate) use make::add_classes;
pub use operands::{CompareOp, IntoNext, Next, not_implemented, wrong_operand};
pub use slot::{Assign, Binary, Comparisons, Indexed, Number, Slot, Unary};
#[doc(hidden)]
pub use traverse::traversed;
pub use traverse::{Members, Traverse, Visitor};

use crate::handle::sealed::Typed;
use crate::types::PyType;
use crate::{Borrowed, Bound, Context, Module, ObjectType, PyResult, module, raw};
use core::any::TypeId;
use core::ffi::CStr;
use core::ptr::NonNull;
use core::sync::atomic::Ordering::Acquire;

/// A struct that is the payload of a Python class. `#[class]` implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a class",
    note = "put `#[class]` above the struct"
)]
pub trait Class: Sized + Send + Sync + 'static {
    /// What it is called, and what it can do.
    const SPEC: ClassSpec;

    /// Its members without those under `#[no_gc]`.
    type Members: Members;

    /// Where they are.
    const OFFSETS: &'static [usize];

    /// They, lent.
    fn members(&self) -> <Self::Members as Members>::Lent<'_>;
}

/// What Python code can do with a class. `#[methods]` implements it.
#[diagnostic::on_unimplemented(
    message = "the class `{Self}` has no methods",
    note = "write `#[methods] impl {Self} {{ … }}`, even if it is empty"
)]
pub trait Methods: Class {
    /// How `Class(…)` makes an instance, if it can.
    const NEW: Option<New<Self>>;
    /// Methods and class methods, and [`ClassMethod::END`].
    const METHODS: &'static [ClassMethod<Self>];
    /// Static methods.
    const STATIC_METHODS: &'static [StaticMethod];
    /// Properties, and [`Property::END`].
    const PROPERTIES: &'static [Property<Self>];
    /// Operators and everything else that Python calls by itself.
    const SLOTS: &'static [Slot<Self>];
}

/// A class and its module. `module!` implements it.
#[diagnostic::on_unimplemented(
    message = "the class `{Self}` is in no module",
    note = "add it to the `classes` of `module!`"
)]
pub trait ModuleClass: Class {
    /// The module.
    type Module: Module;
    /// Its place among the module's classes.
    const INDEX: usize;

    /// A new object of this class.
    ///
    /// # Errors
    /// `MemoryError`; `SystemError` if the module that was called is not this class's, or not
    /// initialised.
    #[doc(alias = "tp_alloc")]
    fn create<'py>(cx: &Context<'py>, payload: Self) -> PyResult<Bound<'py, Self>> {
        let class = type_object::<Self>(cx)?;
        instance::create(cx, class, payload)
    }

    /// A new object of a subclass of this class: what an alternative constructor, a
    /// `#[classmethod]`, returns.
    ///
    /// # Errors
    /// As [`create`](Self::create); `TypeError` if it is not a subclass.
    fn create_as<'py>(
        cx: &mut Context<'py>,
        class: Borrowed<'py, PyType>,
        payload: Self,
    ) -> PyResult<Bound<'py, Self>> {
        let own = type_object::<Self>(cx)?;
        if !raw::is_subclass_of(cx, class, own) {
            return Err(<crate::TypeError as crate::ExceptionType>::raise(
                cx,
                &["not a subclass of ", Self::NAME][..],
            ));
        }
        instance::create(cx, class, payload)
    }
}

// Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING.
const SEQUENCE: u64 = 1 << 5;
const MAPPING: u64 = 1 << 6;

/// The name of a class, and what it can do.
#[derive(Clone, Copy)]
pub struct ClassSpec {
    pub(crate) name: &'static CStr,
    pub(crate) doc: &'static CStr,
    /// Whether that is all, with a signature if there is one.
    pub(crate) is_complete: bool,
    pub(crate) hidden: bool,
    pub(crate) subclassable: bool,
    pub(crate) mutable: bool,
    pub(crate) weakref: bool,
    pub(crate) dict: bool,
    pub(crate) pattern: u64,
}

impl ClassSpec {
    /// A final, immutable class, whose instances have no attributes of their own.
    pub const fn new(name: &'static CStr, doc: &'static CStr) -> Self {
        ClassSpec {
            name,
            doc,
            is_complete: false,
            hidden: false,
            subclassable: false,
            mutable: false,
            weakref: false,
            dict: false,
            pattern: 0,
        }
    }

    /// With this docstring, which begins with the signature.
    #[must_use]
    pub const fn documented(mut self, doc: &'static CStr) -> Self {
        self.doc = doc;
        self.is_complete = true;
        self
    }

    /// The module has no attribute with its name.
    #[must_use]
    pub const fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }

    /// Python classes can derive from it.
    #[doc(alias = "Py_TPFLAGS_BASETYPE")]
    #[must_use]
    pub const fn subclassable(mut self) -> Self {
        self.subclassable = true;
        self
    }

    /// Attributes of the class itself can be set.
    #[doc(alias = "Py_TPFLAGS_IMMUTABLETYPE")]
    #[must_use]
    pub const fn mutable(mut self) -> Self {
        self.mutable = true;
        self
    }

    /// Instances can be referred to weakly.
    #[doc(alias = "Py_TPFLAGS_MANAGED_WEAKREF")]
    #[must_use]
    pub const fn weakref(mut self) -> Self {
        self.weakref = true;
        self
    }

    /// Instances have a `__dict__`.
    #[doc(alias = "Py_TPFLAGS_MANAGED_DICT")]
    #[must_use]
    pub const fn dict(mut self) -> Self {
        self.dict = true;
        self
    }

    /// Instances are sequences: for `match`, and for C code, which calls `__getitem__` with indices.
    #[doc(alias = "Py_TPFLAGS_SEQUENCE")]
    #[must_use]
    pub const fn sequence(mut self) -> Self {
        self.pattern = SEQUENCE;
        self
    }

    /// `match` takes instances for mappings.
    #[doc(alias = "Py_TPFLAGS_MAPPING")]
    #[must_use]
    pub const fn mapping(mut self) -> Self {
        self.pattern = MAPPING;
        self
    }

    pub(crate) const fn is_sequence(&self) -> bool {
        self.pattern == SEQUENCE
    }

    /// What Python calls it.
    pub const fn name(&self) -> &'static CStr {
        self.name
    }

    const fn name_str(&self) -> &'static str {
        match self.name.to_str() {
            Ok(name) => name,
            Err(_) => panic!("the name of a class is UTF-8"),
        }
    }
}

impl<T: ModuleClass> Typed for T {}

impl<T: ModuleClass> ObjectType for T {
    const NAME: &'static str = T::SPEC.name_str();

    #[inline]
    fn is_instance(cx: &Context<'_>, object: &Bound<'_>) -> bool {
        find_type::<T>(cx, cx.origin()).is_some_and(|class| raw::is_instance_of(cx, object, class))
    }
}

impl<'py, T: ModuleClass> Bound<'py, T> {
    /// The payload, lent for as long as the reference is.
    #[inline]
    pub fn payload(&self, _cx: &Context<'py>) -> &T {
        // SAFETY: the handle's invariant: a live object of the class `T`.
        unsafe { instance::payload(self.as_ptr()) }
    }
}

impl<'py, T: ModuleClass> Borrowed<'py, T> {
    /// The payload, lent for the whole call.
    #[inline]
    pub fn into_payload(self, _cx: &Context<'py>) -> &'py T {
        // SAFETY: the handle's invariant: an object of the class `T`, alive for `'py`.
        unsafe { instance::payload(self.as_ptr()) }
    }
}

/// The type object of `T`, in the interpreter and for the module that was called.
fn type_object<'py, T: ModuleClass>(cx: &Context<'py>) -> PyResult<Borrowed<'py, PyType>> {
    find_type::<T>(cx, cx.origin())
        .ok_or_else(|| raw::system_error(cx, c"a class was used outside of its module's time"))
}

/// The type object of `T` in the module that `origin` belongs to.
fn find_type<'py, T: ModuleClass>(
    cx: &Context<'py>,
    origin: crate::context::Origin,
) -> Option<Borrowed<'py, PyType>> {
    find(
        cx,
        origin,
        T::Module::definition(),
        T::INDEX,
        TypeId::of::<T>,
    )
}

#[inline(never)]
fn find<'py>(
    cx: &Context<'py>,
    origin: crate::context::Origin,
    definition: &'static crate::ModuleDef,
    index: usize,
    identity: fn() -> TypeId,
) -> Option<Borrowed<'py, PyType>> {
    let class = definition.classes().get(index)?;
    if class.identity() != identity() {
        return None;
    }
    // SAFETY: the origin is what was called, or an object that is used in this call.
    let place = unsafe { module::class_place(cx, origin, definition, index) }?;
    let object = NonNull::new(place.load(Acquire))?;
    // SAFETY: a type, which the module's state owns; what was called keeps the module alive.
    Some(unsafe { Borrowed::from_borrowed(object) })
}
