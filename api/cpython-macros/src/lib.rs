//! The attributes of `cpython-api`. They use nothing but the compiler's own
//! `proc_macro`, so that a CPython tree needs no further crate to build them.
//!
//! What an attribute writes is safe code only: an implementation of a trait of
//! `cpython-api`, where everything unsafe is, once.

mod class;
mod documentation;
mod expand;
mod item;
mod literal;
mod methods;
mod parse;
mod slots;
mod tokens;

use proc_macro::TokenStream;

/// Makes a Rust function callable from Python.
///
/// The attribute is the Python signature: the names of the Rust parameters, in their order, with
/// `/`, `*`, `*args`, `**kwargs` and defaults as in a `def` statement. Types are in the Rust
/// signature, and implement `FromArgument`; those of `*args` and `**kwargs` are `Args` and `Kwargs`.
///
/// ```ignore
/// #[function(data, crc = 0, /)]
/// fn crc32(cx: &mut Context<'_>, data: Buffer<'_>, crc: Wrapping<u32>) -> PyResult<u32>
///
/// #[function(first, *others, key = None, **options; name = "max")]
/// fn largest<'py>(
///     cx: &mut Context<'py>,
///     first: Borrowed<'py>,
///     others: Args<'py>,
///     key: Option<Borrowed<'py>>,
///     options: Kwargs<'py>,
/// ) -> PyResult<Bound<'py>>
///
/// #[function]
/// fn answer() -> u32
/// ```
///
/// - A function that uses no object can leave the context out; one without parameters needs no
///   parentheses in the attribute.
/// - The result is anything that implements `IntoPython`, or a `PyResult` of it.
/// - A default is a Rust expression. One that is a literal (or `Some(…)`, `Wrapping(…)` or `LeftOut(…)` of one) is
///   shown in Python's signature, any other as `<unrepresentable>`.
/// - `; name = "…"` gives the function another name in Python than in Rust; for a keyword of Rust
///   a raw identifier (`r#type`) does.
/// - In a build that knows the C twin of the module (`--cfg cpython_twin`) `__doc__` and
///   `__text_signature__` are the twin's; otherwise they come from the doc comment and the attribute.
#[proc_macro_attribute]
pub fn function(signature: TokenStream, item: TokenStream) -> TokenStream {
    let expanded = parse::attribute(signature).and_then(|(parameters, options)| {
        let item = item::item(item.clone())?;
        expand::function(&parameters, &options, &item)
    });
    match expanded {
        Ok(implementation) => {
            let mut output = item;
            output.extend(implementation);
            output
        }
        // The function itself is kept, so that the only error is the one reported.
        Err(error) => {
            let mut output = item;
            output.extend(error.into_compile_error());
            output
        }
    }
}

/// Makes a struct the payload of a Python class.
///
/// ```ignore
/// /// Counts.
/// #[class(name = "Counter", subclassable, weakref, dict)]
/// pub struct Counter { count: AtomicU32, callback: Field }
/// ```
///
/// The doc comment is the `__doc__`. Without a `name`, the class has the struct's. Unless told
/// otherwise it is final, immutable and without attributes of its own:
///
/// | word | |
/// |---|---|
/// | `hidden` | the module has no attribute with its name: only instances lead to it |
/// | `subclassable` | Python classes can derive from it |
/// | `mutable` | attributes of the class can be set |
/// | `weakref` | instances can be referred to weakly |
/// | `dict` | instances have a `__dict__` |
/// | `sequence`, `mapping` | what `match` takes instances for; `sequence` also makes it one in C |
///
/// With `twin = "Name__new__"`, in a build that knows the C twin of the module, its docstring and signature
/// are the text that the twin has under that name.
///
/// The garbage collector looks into all members, which therefore implement `Traverse`. A member of
/// another type has `#[no_gc]` above it; what it refers to is then never part of a cycle
/// that can be collected.
#[proc_macro_attribute]
pub fn class(attribute: TokenStream, item: TokenStream) -> TokenStream {
    class::expand(attribute, item.clone())
        .unwrap_or_else(|error| with_error(methods::without_attributes(item), error))
}

/// Makes a struct the state of a module, of which the module has one per module object.
///
/// ```ignore
/// #[state]
/// struct State { cache: Field<PyDict>, hits: Guarded<u64> }
/// ```
///
/// `ModuleState`, which says how it is made, is implemented by hand, and `module!` names it. For its
/// members, and `#[no_gc]`, it is as with [`macro@class`].
#[proc_macro_attribute]
pub fn state(attribute: TokenStream, item: TokenStream) -> TokenStream {
    class::expand_state(attribute, item.clone())
        .unwrap_or_else(|error| with_error(methods::without_attributes(item), error))
}

/// Says what Python code can do with a class.
///
/// Above a function in the `impl` block:
///
/// | | receiver | |
/// |---|---|---|
/// | `#[new(…)]` | none | gives the payload of a new instance |
/// | `#[method(…)]` | `&self`, or `this: &Bound<'py, Self>` | |
/// | `#[classmethod(…)]` | `class: Borrowed<'py, PyType>` | |
/// | `#[staticmethod(…)]` | none | |
/// | `#[getter]`, `#[setter]`, `#[deleter]` | `&self` | a property: `x`, `set_x`, `delete_x` |
///
/// with the Python signature in parentheses as for `#[function]`. The context follows the
/// receiver, then come the parameters. A function without an attribute that has the name of a
/// special method, as `__repr__` or `__add__`, is that; `__call__` has a signature, hence
/// `#[method(…)]`. Other functions are Rust's own.
///
/// With `#[methods(twin = "Compress")]`, in a build that knows the C twin of the module, the docstrings of methods
/// and the getters that have one are those of the twin's class of that name in C.
#[proc_macro_attribute]
pub fn methods(attribute: TokenStream, item: TokenStream) -> TokenStream {
    methods::expand(attribute, item.clone()).unwrap_or_else(|error| {
        let mut output = with_error(methods::without_attributes(item.clone()), error);
        output.extend(methods::nothing(item));
        output
    })
}

/// The item as it is, so that the only error is the one reported.
fn with_error(item: TokenStream, error: tokens::Error) -> TokenStream {
    let mut output = item;
    output.extend(error.into_compile_error());
    output
}
