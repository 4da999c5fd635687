//! Modules: multi-phase initialisation with state per interpreter.

use crate::class::{NewClass, add_classes};
use crate::context::Origin;
use crate::interpreter::Interpreter;
use crate::types::PyType;
use crate::{Borrowed, Context, ExceptionType, MethodDef, PyResult, raw, trampoline};
use core::cell::UnsafeCell;
use core::ffi::{CStr, c_int, c_void};
use core::mem::size_of;
use core::ptr::{self, NonNull};
use core::sync::atomic::AtomicPtr;
use core::sync::atomic::Ordering::{AcqRel, Acquire, Release};
use cpython_sys::{
    Py_MOD_GIL_NOT_USED, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED, Py_mod_exec, Py_mod_gil,
    Py_mod_multiple_interpreters, Py_ssize_t, PyModuleDef, PyModuleDef_Base, PyModuleDef_Init,
    PyModuleDef_Slot, PyObject, visitproc,
};

/// A Python module. `module!` implements it.
pub trait Module: 'static {
    /// Its name.
    const NAME: &'static CStr;
    /// Its docstring.
    const DOC: &'static CStr;
    /// Its functions, and [`MethodDef::END`].
    const FUNCTIONS: &'static [MethodDef];
    /// The exception types that it makes, in the order of [`ModuleException::INDEX`].
    const EXCEPTIONS: &'static [NewException];
    /// The classes that it makes, in the order of [`ModuleClass::INDEX`](crate::ModuleClass::INDEX).
    const CLASSES: &'static [NewClass];
    /// The one definition that all interpreters make their module objects from.
    fn definition() -> &'static ModuleDef;
}

/// An exception type to be made when a module is initialised.
pub struct NewException {
    /// Its name in the module.
    pub name: &'static CStr,
    /// The same after the module's name and a dot.
    pub qualified_name: &'static CStr,
    /// The type it derives from.
    pub base: for<'py> fn(&Context<'py>) -> PyResult<Borrowed<'py, PyType>>,
}

/// An exception type that a module makes, one per interpreter.
pub trait ModuleException: 'static {
    /// The module.
    type Module: Module;
    /// Its place among the module's exception types.
    const INDEX: usize;
}

impl<T: ModuleException> ExceptionType for T {
    fn type_object<'py>(cx: &Context<'py>) -> PyResult<Borrowed<'py, PyType>> {
        let definition = T::Module::definition();
        // SAFETY: the context's origin is alive for the call.
        unsafe { state_of(cx, cx.origin(), definition) }
            .and_then(|state| {
                let exceptions = state.len().checked_sub(definition.classes.len())?;
                let exceptions = state.get(..exceptions)?;
                NonNull::new(exceptions.get(T::INDEX)?.load(Acquire))
            })
            // SAFETY: a type, which the state owns until the module is cleared; what was called
            // keeps the module alive for the call.
            .map(|object| unsafe { Borrowed::from_borrowed(object) })
            .ok_or_else(|| raw::system_error(cx, c"a module was used before or after its time"))
    }
}

/// What a module owns: a place for each of its exception types and then its classes.
///
/// A place is filled once and emptied when the module ends. They are atomic because a
/// module can be used, through `sys.modules`, while another thread still executes it.
type State<'a> = &'a [AtomicPtr<PyObject>];

/// The state of the module that `origin` belongs to, if that was made from `definition`.
///
/// # Safety
/// The object in `origin` is alive for as long as the result is used.
#[inline]
unsafe fn state_of<'a>(
    _cx: &'a Context<'_>,
    origin: Origin,
    definition: &'static ModuleDef,
) -> Option<State<'a>> {
    let module = match origin {
        Origin::Module(module) => {
            // SAFETY: attached, and a live module object.
            let own = unsafe { raw::module_def(module) };
            (own == definition.as_ptr()).then_some(module)
        }
        // SAFETY: attached, a live object, and a definition, which lives for ever.
        Origin::Instance(object) => unsafe { raw::module_of_instance(object, definition.as_ptr()) },
        // SAFETY: attached, a live type, and a definition, which lives for ever.
        Origin::Class(class) => unsafe { raw::module_of_class(class, definition.as_ptr()) },
        Origin::Nothing => None,
    }?;
    // SAFETY: attached; a live module with this definition, hence this many places.
    Some(unsafe { state(module, definition.places) })
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
) -> Option<&'a AtomicPtr<PyObject>> {
    // SAFETY: exactly the condition of this function.
    let state = unsafe { state_of(cx, origin, definition) }?;
    let classes = state.len().checked_sub(definition.classes.len())?;
    state.get(classes..)?.get(index)
}

/// The state of a module, empty if it has none (yet).
///
/// # Safety
/// Attached; `module` is a live module object for the lifetime that is chosen, and its
/// definition has so many `places`.
unsafe fn state<'a>(module: NonNull<PyObject>, places: usize) -> State<'a> {
    // SAFETY: attached, and a live module object.
    let first = unsafe { raw::module_state(module) }.cast::<AtomicPtr<PyObject>>();
    if first.is_null() {
        return &[];
    }
    // SAFETY: CPython has allocated and zeroed `m_size` bytes, which are these places,
    // aligned for any type, and frees them with the module.
    unsafe { core::slice::from_raw_parts(first, places) }
}

/// The definition of a module, which CPython links into its own structures.
#[doc(alias = "PyModuleDef")]
pub struct ModuleDef {
    definition: UnsafeCell<PyModuleDef>,
    /// How many objects the state of such a module owns.
    places: usize,
    classes: &'static [NewClass],
}

// SAFETY: Rust never looks inside after it was made; CPython synchronises what it writes.
unsafe impl Sync for ModuleDef {}

impl ModuleDef {
    /// The definition of `M`.
    ///
    /// # Panics
    /// While the module is compiled, if its functions do not end with [`MethodDef::END`]; those in
    /// `module!` do.
    pub const fn new<M: Module>() -> Self {
        let last = &M::FUNCTIONS[M::FUNCTIONS.len() - 1];
        assert!(last.0.ml_name.is_null(), "FUNCTIONS ends with END");
        // SAFETY: integers and pointers only, for all of which C starts with zero too
        // (PyModuleDef_HEAD_INIT sets the reference count, which PyModuleDef_Init does again).
        let m_base: PyModuleDef_Base = unsafe { core::mem::zeroed() };
        let definition = PyModuleDef {
            m_base,
            m_name: M::NAME.as_ptr(),
            m_doc: M::DOC.as_ptr(),
            m_size: (places::<M>() * size_of::<*mut PyObject>()) as Py_ssize_t,
            // CAST: MethodDef is transparent over what C calls it. CPython does not
            // write through either pointer.
            m_methods: M::FUNCTIONS
                .as_ptr()
                .cast::<cpython_sys::PyMethodDef>()
                .cast_mut(),
            m_slots: Slots::<M>::SLOTS.as_ptr().cast_mut(),
            m_traverse: Some(traverse::<M>),
            m_clear: Some(clear::<M>),
            m_free: Some(free::<M>),
        };
        ModuleDef {
            definition: UnsafeCell::new(definition),
            places: places::<M>(),
            classes: M::CLASSES,
        }
    }

    /// What `PyInit_*` returns.
    ///
    /// # Safety
    /// Attached: CPython is importing the module.
    #[doc(hidden)]
    pub unsafe fn init(&'static self) -> *mut PyObject {
        // SAFETY: attached, and the definition lives for ever and is never moved.
        unsafe { PyModuleDef_Init(self.as_ptr()) }
    }

    /// The classes of such a module, which made its type objects from these very entries.
    #[inline]
    pub(crate) fn classes(&self) -> &'static [NewClass] {
        self.classes
    }

    fn as_ptr(&self) -> *mut PyModuleDef {
        self.definition.get()
    }
}

/// How many places the state of a module has.
const fn places<M: Module>() -> usize {
    M::EXCEPTIONS.len() + M::CLASSES.len()
}

struct Slots<M>(M);

impl<M: Module> Slots<M> {
    const SLOTS: &'static [PyModuleDef_Slot] = &[
        slot(Py_mod_exec, exec::<M> as *mut c_void),
        slot(
            Py_mod_multiple_interpreters,
            ptr::without_provenance_mut(Py_MOD_PER_INTERPRETER_GIL_SUPPORTED),
        ),
        slot(Py_mod_gil, ptr::without_provenance_mut(Py_MOD_GIL_NOT_USED)),
        slot(0, ptr::null_mut()),
    ];
}

const fn slot(slot: c_int, value: *mut c_void) -> PyModuleDef_Slot {
    PyModuleDef_Slot { slot, value }
}

unsafe extern "C" fn exec<M: Module>(module: *mut PyObject) -> c_int {
    let Some(module) = NonNull::new(module) else {
        return -1;
    };
    // SAFETY: attached; a live module of this definition, which CPython has just passed.
    let places = unsafe { state(module, places::<M>()) };
    let (exceptions, classes) = places.split_at(places.len().min(M::EXCEPTIONS.len()));
    // SAFETY: CPython executes a module that it has just made, attached.
    unsafe {
        trampoline::status(Origin::Module(module), |cx| {
            add_exceptions(cx, module, M::EXCEPTIONS, exceptions)?;
            add_classes(cx, module, M::NAME, M::CLASSES, classes)
        })
    }
}

/// Makes the exception types of a module, and adds them to it.
fn add_exceptions(
    cx: &mut Context<'_>,
    module: NonNull<PyObject>,
    exceptions: &'static [NewException],
    state: State<'_>,
) -> PyResult<()> {
    Interpreter::ensure(cx)?;
    for (exception, place) in exceptions.iter().zip(state) {
        // A module that is executed again keeps its types: others may have them borrowed.
        let object = match NonNull::new(place.load(Acquire)) {
            Some(object) => object,
            None => {
                let base = (exception.base)(cx)?.as_ptr();
                // SAFETY: an exception type, by the contract of `base`.
                let object = unsafe { raw::new_exception(cx, exception.qualified_name, base) }?;
                place.store(object.as_ptr(), Release);
                object
            }
        };
        // SAFETY: a live module and a live type.
        unsafe { raw::module_add(cx, module, exception.name, object) }?;
    }
    Ok(())
}

// The three functions below are called by the garbage collector, or when a module
// is freed: attached, with a live module.

unsafe extern "C" fn traverse<M: Module>(
    module: *mut PyObject,
    visit: visitproc,
    argument: *mut c_void,
) -> c_int {
    let (Some(module), Some(visit)) = (NonNull::new(module), visit) else {
        return 0;
    };
    // SAFETY: attached, and a live module of this definition.
    for place in unsafe { state(module, places::<M>()) } {
        let object = place.load(Acquire);
        if !object.is_null() {
            // SAFETY: the collector's own function, with an object that the module owns.
            let status = unsafe { visit(object, argument) };
            if status != 0 {
                return status;
            }
        }
    }
    0
}

unsafe extern "C" fn clear<M: Module>(module: *mut PyObject) -> c_int {
    let Some(module) = NonNull::new(module) else {
        return 0;
    };
    // SAFETY: attached, and a live module of this definition.
    for place in unsafe { state(module, places::<M>()) } {
        if let Some(object) = NonNull::new(place.swap(ptr::null_mut(), AcqRel)) {
            // SAFETY: attached; the place owned this reference and is empty now.
            unsafe { raw::decref(object) };
        }
    }
    0
}

unsafe extern "C" fn free<M: Module>(module: *mut c_void) {
    // SAFETY: what CPython promises of m_free includes what it promises of m_clear.
    unsafe { clear::<M>(module.cast()) };
}

/// Declares a module: its name, its exception types and its functions.
///
/// ```text
/// module! {
///     Binascii = "binascii",
///     doc: "Conversion between binary data and ASCII",
///     exceptions: [Error(ValueError), Incomplete(Exception)],
///     functions: [a2b_uu, b2a_uu],
/// }
/// ```
/// In a build that knows the C twin of the module (`--cfg cpython_twin`), the
/// docstring is the twin's.
#[expect(
    clippy::crate_in_macro_def,
    reason = "the docstrings of a twin are in the module's own crate"
)]
#[macro_export]
macro_rules! module {
    (
        $Module:ident = $name:literal,
        doc: $doc:literal,
        exceptions: [$($exception:ident($base:ident)),* $(,)?],
        $(classes: [$($class:ident),* $(,)?],)?
        functions: [$($function:ident),* $(,)?] $(,)?
    ) => {
        #[doc = concat!("The module `", $name, "`.")]
        pub enum $Module {}

        #[allow(unexpected_cfgs, reason = "only a build with C twins sets cpython_twin")]
        impl $crate::Module for $Module {
            const NAME: &'static ::core::ffi::CStr = $crate::c_string(concat!($name, "\0"));
            #[cfg(cpython_twin)]
            const DOC: &'static ::core::ffi::CStr = crate::twin::MODULE;
            #[cfg(not(cpython_twin))]
            const DOC: &'static ::core::ffi::CStr = $crate::c_string(concat!($doc, "\0"));
            const FUNCTIONS: &'static [$crate::MethodDef] = &[
                $($crate::MethodDef::of::<$function>(),)*
                $crate::MethodDef::END,
            ];
            const EXCEPTIONS: &'static [$crate::NewException] = &[
                $($crate::NewException {
                    name: $crate::c_string(concat!(stringify!($exception), "\0")),
                    qualified_name:
                        $crate::c_string(concat!($name, ".", stringify!($exception), "\0")),
                    base: <$crate::$base as $crate::ExceptionType>::type_object,
                },)*
            ];
            const CLASSES: &'static [$crate::class::NewClass] = &[
                $($($crate::class::NewClass::of::<$class>(),)*)?
            ];
            fn definition() -> &'static $crate::ModuleDef {
                static DEFINITION: $crate::ModuleDef = $crate::ModuleDef::new::<$Module>();
                &DEFINITION
            }
        }

        $crate::__module_exceptions!($Module, $name, 0usize; $($exception)*);
        $crate::__module_classes!($Module, 0usize; $($($class)*)?);
    };
}

/// Numbers the exception types of a module.
#[doc(hidden)]
#[macro_export]
macro_rules! __module_exceptions {
    ($Module:ident, $name:literal, $index:expr;) => {};
    ($Module:ident, $name:literal, $index:expr; $exception:ident $($rest:ident)*) => {
        #[doc = concat!("`", $name, ".", stringify!($exception), "`.")]
        pub enum $exception {}

        impl $crate::ModuleException for $exception {
            type Module = $Module;
            const INDEX: usize = $index;
        }

        $crate::__module_exceptions!($Module, $name, $index + 1usize; $($rest)*);
    };
}

/// Numbers the classes of a module.
#[doc(hidden)]
#[macro_export]
macro_rules! __module_classes {
    ($Module:ident, $index:expr;) => {};
    ($Module:ident, $index:expr; $class:ident $($rest:ident)*) => {
        impl $crate::ModuleClass for $class {
            type Module = $Module;
            const INDEX: usize = $index;
        }

        $crate::__module_classes!($Module, $index + 1usize; $($rest)*);
    };
}

/// Exports the init function of a module from the crate that is linked.
#[macro_export]
macro_rules! export {
    ($init:ident, $Module:ty) => {
        /// Called by CPython's import system.
        // SAFETY: the symbol is CPython's name for this module's init function (checked
        // below), which no other crate of the interpreter defines.
        ///
        /// # Safety
        /// Called by CPython while it imports the module.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $init() -> *mut ::core::ffi::c_void {
            const { $crate::check_init_name(stringify!($init), <$Module as $crate::Module>::NAME) }
            // SAFETY: exactly the condition of this function.
            unsafe { <$Module as $crate::Module>::definition().init() }.cast()
        }
    };
}

/// Stops the build unless `init` is `PyInit_` and the module's name.
#[doc(hidden)]
pub const fn check_init_name(init: &str, name: &CStr) {
    let (prefix, init, name) = (b"PyInit_", init.as_bytes(), name.to_bytes());
    assert!(
        init.len() == prefix.len() + name.len(),
        "the init function of a module is called PyInit_ and the module's name"
    );
    let mut i = 0;
    while i < init.len() {
        let wanted = if i < prefix.len() {
            prefix[i]
        } else {
            name[i - prefix.len()]
        };
        assert!(
            init[i] == wanted,
            "the init function of a module is called PyInit_ and the module's name"
        );
        i += 1;
    }
}
