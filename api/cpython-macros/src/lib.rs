//! The attributes of `cpython-api`. They use nothing but the compiler's own
//! `proc_macro`, so that a CPython tree needs no further crate to build them.
//!
//! What an attribute writes is safe code only: an implementation of a trait of
//! `cpython-api`, where everything unsafe is, once.

mod expand;
mod parse;

use proc_macro::TokenStream;

/// Makes a Rust function callable from Python.
///
/// The attribute is the Python signature: names in the order of the Rust
/// parameters after the first (the context), with `/`, `*` and defaults as in a
/// `def` statement. Types are in the Rust signature, and implement `FromArgument`.
///
/// ```ignore
/// #[function(data, crc = 0, /)]
/// fn crc32(cx: &mut Context<'_>, data: Buffer<'_>, crc: Wrapping<u32>) -> PyResult<u32>
/// ```
///
/// A default is a Rust expression. In a build that knows the C twin of the module
/// (`--cfg cpython_twin`) `__doc__` and `__text_signature__` are the twin's;
/// otherwise they come from the doc comment and the attribute.
#[proc_macro_attribute]
pub fn function(signature: TokenStream, item: TokenStream) -> TokenStream {
    let expanded = parse::signature(signature)
        .and_then(|signature| Ok((signature, parse::item(item.clone())?)))
        .and_then(|(signature, item)| expand::function(&signature, &item));
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

/// (see class.rs)
#[proc_macro_attribute]
pub fn class(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let _ = attribute;
    item
}
/// (see methods.rs)
#[proc_macro_attribute]
pub fn methods(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let _ = attribute;
    item
}
