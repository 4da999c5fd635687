//! Modules: multi-phase initialisation with state per interpreter.

use crate::{Borrowed, Context, ExceptionType, MethodDef, PyResult, Raised, raw, trampoline};
use core::cell::UnsafeCell;
use core::ffi::{CStr, c_int, c_void};
use core::mem::size_of;
use core::ptr::{self, NonNull};
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
    pub base: for<'a> fn(&'a Context<'_>) -> Result<Borrowed<'a>, Raised>,
}

/// An exception type that a module makes, one per interpreter.
pub trait ModuleException: 'static {
    /// The module.
    type Module: Module;
    /// Its place among the module's exception types.
    const INDEX: usize;
}

impl<T: ModuleException> ExceptionType for T {
    fn type_object<'a>(cx: &'a Context<'_>) -> Result<Borrowed<'a>, Raised> {
        state_of::<T::Module>(cx)
            .and_then(|state| {
                // SAFETY: the state has a place for each of the module's exceptions,
                // and `INDEX` is the place of this one.
                let place = unsafe { state.add(T::INDEX) };
                // SAFETY: a place in the state, written only by `exec` and `clear`,
                // which run while no function of the module does.
                NonNull::new(unsafe { *place })
            })
            // SAFETY: the state owns the type, and the module the state; the module's
            // function that is being called keeps the module alive.
            .map(|object| unsafe { Borrowed::from_borrowed(object) })
            .ok_or_else(|| raw::system_error(cx, c"a module was used before or after its time"))
    }
}

/// The state of the module that was called, if that is `M` and has one.
fn state_of<M: Module>(cx: &Context<'_>) -> Option<*const *mut PyObject> {
    let module = cx.module()?;
    // SAFETY: attached, and a context's module is a live module object.
    let definition = unsafe { raw::module_def(module) };
    if definition != M::definition().as_ptr() {
        return None;
    }
    // SAFETY: as above.
    let state = unsafe { raw::module_state(module) };
    (!state.is_null()).then_some(state.cast_const().cast())
}

/// The definition of a module, which CPython links into its own structures.
#[doc(alias = "PyModuleDef")]
pub struct ModuleDef(UnsafeCell<PyModuleDef>);

// SAFETY: Rust never looks inside after it was made; CPython synchronises what it writes.
unsafe impl Sync for ModuleDef {}

impl ModuleDef {
    /// The definition of `M`.
    pub const fn new<M: Module>() -> Self {
        let last = &M::FUNCTIONS[M::FUNCTIONS.len() - 1];
        assert!(last.0.ml_name.is_null(), "FUNCTIONS ends with END");
        // SAFETY: integers and pointers only, for all of which C starts with zero too
        // (PyModuleDef_HEAD_INIT sets the reference count, which PyModuleDef_Init does again).
        let m_base: PyModuleDef_Base = unsafe { core::mem::zeroed() };
        ModuleDef(UnsafeCell::new(PyModuleDef {
            m_base,
            m_name: M::NAME.as_ptr(),
            m_doc: M::DOC.as_ptr(),
            m_size: (M::EXCEPTIONS.len() * size_of::<*mut PyObject>()) as Py_ssize_t,
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
        }))
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

    fn as_ptr(&self) -> *mut PyModuleDef {
        self.0.get()
    }
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
    // SAFETY: CPython executes a module that it has just made, attached.
    unsafe { trampoline::status(module, |cx| add_exceptions(cx, M::EXCEPTIONS)) }
}

/// Makes the exception types of a module, and adds them to it.
fn add_exceptions(cx: &mut Context<'_>, exceptions: &'static [NewException]) -> PyResult<()> {
    let Some(module) = cx.module() else {
        return Err(raw::system_error(cx, c"no module to initialise"));
    };
    // SAFETY: attached, and CPython has passed a live module.
    let state = unsafe { raw::module_state(module) }.cast::<*mut PyObject>();
    for (index, exception) in exceptions.iter().enumerate() {
        let base = (exception.base)(cx)?.as_ptr();
        // SAFETY: an exception type, since it came from `ExceptionType::type_object`.
        let object = unsafe { raw::new_exception(cx, exception.qualified_name, base) }?;
        // SAFETY: the state has a place for each exception, zeroed by CPython.
        let place = unsafe { state.add(index) };
        // SAFETY: as above; the state now owns the reference, and gives it up in `clear`.
        unsafe { place.write(object.as_ptr()) };
        // SAFETY: a live module and a live type.
        unsafe { raw::module_add(cx, module, exception.name, object) }?;
    }
    Ok(())
}

// The three functions below are called by the garbage collector, or when a module
// is freed: attached, and without any function of the module running.

unsafe extern "C" fn traverse<M: Module>(
    module: *mut PyObject,
    visit: visitproc,
    argument: *mut c_void,
) -> c_int {
    let Some(visit) = visit else { return 0 };
    for place in 0..M::EXCEPTIONS.len() {
        // SAFETY: a live module object, and one of its places.
        let object = unsafe { read_place(module, place) };
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
    for place in 0..M::EXCEPTIONS.len() {
        // SAFETY: a live module object, and one of its places.
        let object = unsafe { take_place(module, place) };
        if let Some(object) = NonNull::new(object) {
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

/// # Safety
/// Attached; `module` is a live module object with more than `place` places.
unsafe fn place_of(module: *mut PyObject, place: usize) -> *mut *mut PyObject {
    let Some(module) = NonNull::new(module) else {
        return ptr::null_mut();
    };
    // SAFETY: attached, and a live module object.
    let state = unsafe { raw::module_state(module) }.cast::<*mut PyObject>();
    if state.is_null() {
        return ptr::null_mut();
    }
    // SAFETY: the state has more than `place` places.
    unsafe { state.add(place) }
}

/// # Safety
/// As for `place_of`.
unsafe fn read_place(module: *mut PyObject, place: usize) -> *mut PyObject {
    // SAFETY: exactly the conditions of this function.
    let place = unsafe { place_of(module, place) };
    if place.is_null() {
        return ptr::null_mut();
    }
    // SAFETY: a place in the state, which is initialised (zeroed by CPython).
    unsafe { place.read() }
}

/// # Safety
/// As for `place_of`, and nobody else uses the place meanwhile.
unsafe fn take_place(module: *mut PyObject, place: usize) -> *mut PyObject {
    // SAFETY: exactly the conditions of this function.
    let place = unsafe { place_of(module, place) };
    if place.is_null() {
        return ptr::null_mut();
    }
    // SAFETY: a place in the state, which is initialised (zeroed by CPython).
    unsafe { place.replace(ptr::null_mut()) }
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
        functions: [$($function:ident),* $(,)?] $(,)?
    ) => {
        #[doc = concat!("The module `", $name, "`.")]
        pub enum $Module {}

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
            fn definition() -> &'static $crate::ModuleDef {
                static DEFINITION: $crate::ModuleDef = $crate::ModuleDef::new::<$Module>();
                &DEFINITION
            }
        }

        $crate::__module_exceptions!($Module, $name, 0usize; $($exception)*);
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

/// Exports the init function of a module from the crate that is linked.
#[macro_export]
macro_rules! export {
    ($init:ident, $Module:ty) => {
        /// Called by CPython's import system.
        // SAFETY: the symbol is CPython's name for this module's init function, and
        // no other crate of the interpreter defines it.
        #[unsafe(no_mangle)]
        pub extern "C" fn $init() -> *mut ::core::ffi::c_void {
            // SAFETY: only CPython calls it, while it imports the module.
            unsafe { <$Module as $crate::Module>::definition().init() }.cast()
        }
    };
}
