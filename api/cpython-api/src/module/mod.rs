//! Modules: multi-phase initialisation with state per interpreter.
//!
//! - `macros`: `module!`, which says what a module has, and `export!`, which gives it to CPython
//! - `definition`: what CPython is told of a module: [`ModuleDef`]
//! - `slots`: the same for CPython 3.15
//! - `export`: the function that CPython's import system looks for
//! - `memory`: what a module object owns, and how it is found from what was called
//! - `state`: the module's own part of that
//! - `callbacks`: where C executes, traverses, clears and frees a module

mod callbacks;
mod definition;
mod export;
mod macros;
mod memory;
#[cfg(Py_3_15)]
mod slots;
mod state;

pub use definition::ModuleDef;
pub use export::{Hook, enter_hook};
pub use memory::static_name;
pub use state::{ModuleState, StateMembers, StateOf};

pub(crate) use memory::class_place;

use crate::class::NewClass;
use crate::types::{PyModule, PyType};
use crate::{Borrowed, Bound, Context, ExceptionType, MethodDef, PyResult, raw};
use core::ffi::CStr;

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
    /// Its values that are the same in all interpreters.
    const CONSTANTS: &'static [Constant];
    /// Strings that it always has at hand.
    const NAMES: &'static [&'static str];
    /// What is left to do when everything else is there.
    const EXEC: Option<Exec>;
    /// What it keeps for itself; `()` if nothing.
    type State: ModuleState;
    /// The one definition that all interpreters make their module objects from.
    fn definition() -> &'static ModuleDef;
}

/// The last step of a module's initialisation.
pub type Exec = for<'py> fn(&mut Context<'py>, Borrowed<'py, PyModule>) -> PyResult<()>;

/// A value to be added when a module is initialised.
pub struct Constant {
    /// Its name in the module.
    pub name: &'static CStr,
    /// The value.
    pub value: for<'py> fn(&Context<'py>) -> PyResult<Bound<'py>>,
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
        memory::exception(cx, T::Module::definition(), T::INDEX).ok_or_else(|| not_its_time(cx))
    }
}

/// What is raised instead of using something that a module has not made yet, or has given up.
#[cold]
fn not_its_time(cx: &Context<'_>) -> crate::Raised {
    raw::system_error(cx, c"a module was used before or after its time")
}
