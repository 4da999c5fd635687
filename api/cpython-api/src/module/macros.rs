//! How a module is declared, and exported.

/// Declares a module: its name, and what it has.
///
/// ```text
/// module! {
///     Binascii = "binascii",
///     doc: "Conversion between binary data and ASCII",
///     exceptions: [Error(ValueError), Incomplete(Exception)],
///     functions: [a2b_uu, b2a_uu],
/// }
/// ```
/// Everything but the name, `doc` and `functions` can be left out, but not be in another order:
///
/// | | |
/// |---|---|
/// | `doc: "…"` | the docstring |
/// | `state: State` | what it keeps for itself: a [`ModuleState`](crate::ModuleState) |
/// | `exceptions: [Error(ValueError)]` | exception types, which it makes |
/// | `classes: [Counter]` | structs under `#[class]` |
/// | `constants: [ANSWER = 42, NAME = "text"]` | values of types that implement `IntoPython` |
/// | `names: [append, __class__]` | strings at hand: `names::append(cx)` gives a `Borrowed<'py, PyStr>` |
/// | `exec: finish` | `fn finish<'py>(cx: &mut Context<'py>, module: Borrowed<'py, PyModule>) -> PyResult<()>`, called last |
/// | `functions: [a2b_uu]` | functions under `#[function]` |
///
/// A constant or a function that only some versions of CPython have gets a condition:
/// `functions: [a2b_uu, #[cfg(Py_3_15)] a2b_base32]`.
///
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
        $(state: $State:ty,)?
        $(exceptions: [$($exception:ident($base:ident)),* $(,)?],)?
        $(classes: [$($class:ident),* $(,)?],)?
        $(constants: [$($(#[$constant_if:meta])* $constant:ident = $value:expr),* $(,)?],)?
        $(names: [$($word:ident),* $(,)?],)?
        $(exec: $exec:path,)?
        functions: [$($(#[$function_if:meta])* $function:ident),* $(,)?] $(,)?
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
                $($(#[$function_if])* $crate::MethodDef::of::<$function>(),)*
                $crate::MethodDef::END,
            ];
            const EXCEPTIONS: &'static [$crate::NewException] = &[
                $($($crate::NewException {
                    name: $crate::c_string(concat!(stringify!($exception), "\0")),
                    qualified_name:
                        $crate::c_string(concat!($name, ".", stringify!($exception), "\0")),
                    base: <$crate::$base as $crate::ExceptionType>::type_object,
                },)*)?
            ];
            const CLASSES: &'static [$crate::class::NewClass] = &[
                $($($crate::class::NewClass::of::<$class>(),)*)?
            ];
            const CONSTANTS: &'static [$crate::Constant] = &[
                $($($(#[$constant_if])* $crate::Constant {
                    name: $crate::c_string(concat!(stringify!($constant), "\0")),
                    value: |cx| $crate::IntoPython::into_python($value, cx),
                },)*)?
            ];
            const NAMES: &'static [&'static str] = &[$($(stringify!($word),)*)?];
            const EXEC: ::core::option::Option<$crate::Exec> = $crate::__module_exec!($($exec)?);
            type State = $crate::__module_state!($($State)?);
            fn definition() -> &'static $crate::ModuleDef {
                static DEFINITION: $crate::ModuleDef =
                    $crate::ModuleDef::new::<$Module>(&DEFINITION);
                &DEFINITION
            }
        }

        $(
            impl $crate::StateOf for $State {
                type Module = $Module;
            }
        )?
        $crate::__module_exceptions!($Module, $name, 0usize; $($($exception)*)?);
        $crate::__module_classes!($Module, 0usize; $($($class)*)?);
        $(
            /// The strings that the module always has at hand.
            #[allow(non_snake_case, reason = "the names are Python's")]
            pub mod names {
                $crate::__module_names!($Module, 0usize; $($word)*);
            }
        )?
    };
}

/// The type of a module's state.
#[doc(hidden)]
#[macro_export]
macro_rules! __module_state {
    () => {
        ()
    };
    ($State:ty) => {
        $State
    };
}

/// The last step of a module's initialisation.
#[doc(hidden)]
#[macro_export]
macro_rules! __module_exec {
    () => {
        ::core::option::Option::None
    };
    ($exec:path) => {
        ::core::option::Option::Some($exec)
    };
}

/// A function for each string that a module has at hand.
#[doc(hidden)]
#[macro_export]
macro_rules! __module_names {
    ($Module:ident, $index:expr;) => {};
    ($Module:ident, $index:expr; $word:ident $($rest:ident)*) => {
        #[doc = concat!("The `str` `", stringify!($word), "`.")]
        ///
        /// # Errors
        /// `SystemError` before the module is executed or while it ends.
        #[inline]
        pub fn $word<'py>(
            cx: &$crate::Context<'py>,
        ) -> $crate::PyResult<$crate::Borrowed<'py, $crate::PyStr>> {
            $crate::static_name::<super::$Module>(cx, $index)
        }

        $crate::__module_names!($Module, $index + 1usize; $($rest)*);
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

/// Exports a module from the crate that is linked, by the function that CPython's import system
/// looks for: `PyInit_name`, or, since CPython 3.15 and in a file of its own, `PyModExport_name`.
#[macro_export]
macro_rules! export {
    ($function:ident, $Module:ty) => {
        /// Called by CPython's import system.
        // SAFETY: the symbol is CPython's name for this module's function (checked below),
        // which no other crate of the interpreter defines.
        ///
        /// # Safety
        /// Called by CPython while it imports the module.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $function() -> *mut ::core::ffi::c_void {
            const HOOK: $crate::Hook =
                $crate::Hook::of(stringify!($function), <$Module as $crate::Module>::NAME);
            // SAFETY: exactly the condition of this function.
            unsafe { $crate::enter_hook(HOOK, <$Module as $crate::Module>::definition()) }
        }
    };
}
