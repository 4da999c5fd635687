//! The attributes of `cpython-api`. They use nothing but the compiler's own
//! `proc_macro`, so that a CPython tree needs no further crate to build them.
//!
//! What an attribute writes is safe code only: an implementation of a trait of
//! `cpython-api`, where everything unsafe is, once.

mod documentation;
mod expand;
mod item;
mod literal;
mod parse;
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
/// - A default is a Rust expression. One that is a literal (or `Some(…)` or `Wrapping(…)` of one) is
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
