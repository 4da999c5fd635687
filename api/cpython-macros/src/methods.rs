//! `#[methods]`: from an `impl` block to the implementation of `cpython_api::class::Methods`.

mod call;
mod read;
mod tables;

use crate::item::Item;
use crate::parse::Parameter;
use crate::slots::Kind;
use crate::tokens::{Error, is_punct, is_word, string, substitute, template};
use proc_macro::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use read::block;
use tables::Tables;

/// What an attribute says a function is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    New,
    Method,
    ClassMethod,
    StaticMethod,
    Getter,
    Setter,
    Deleter,
    Slot(Kind),
}

/// A function of the block that Python can call.
struct Function {
    role: Role,
    /// What Python calls it.
    python: String,
    item: Item,
    parameters: Vec<Parameter>,
    receiver: Receiver,
    /// The constant with the docstring of what it takes the place of, in a build that knows that.
    twin: Option<Ident>,
}

impl Function {
    /// Writes the class for `Self`, which means something else where the types are repeated.
    fn name_the_class(&mut self, class: Option<&Ident>) {
        let Some(class) = class else { return };
        let named = |of_type: &TokenStream| {
            let class = TokenTree::from(class.clone()).into();
            substitute(of_type.clone(), &[("Self", class)])
        };
        for argument in &mut self.item.arguments {
            argument.of_type = named(&argument.of_type);
        }
        self.item.output = named(&self.item.output);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Receiver {
    None,
    /// `&self`
    Payload,
    /// `this: &Bound<'py, Self>`
    Lent,
    /// `this: Borrowed<'py, Self>`
    Handle,
}

pub(crate) fn expand(attribute: TokenStream, item: TokenStream) -> Result<TokenStream, Error> {
    let twin = twin(attribute)?;
    let mut block = block(item)?;
    if let Some(class) = twin {
        for function in &mut block.functions {
            let constant = format!("{class}_{}", function.python);
            function.twin = Some(Ident::new(&constant, Span::call_site()));
        }
    }
    let mut tables = Tables::default();
    let mut markers = TokenStream::new();
    for (index, function) in block.functions.iter().enumerate() {
        let marker = Ident::new(&format!("Function{index}"), Span::mixed_site());
        markers.extend(tables.add(&block.class, function, &marker)?);
    }
    tables.complete(&block.class, &mut markers)?;

    let mut output = block.output;
    output.extend(implementation(block.class, markers, tables)?);
    Ok(output)
}

/// Reads `twin = "Compress"`, or nothing.
fn twin(attribute: TokenStream) -> Result<Option<String>, Error> {
    let words: Vec<TokenTree> = attribute.into_iter().collect();
    match words.as_slice() {
        [] => Ok(None),
        [
            TokenTree::Ident(word),
            TokenTree::Punct(equals),
            TokenTree::Literal(text),
        ] if word.to_string() == "twin" && equals.as_char() == '=' => {
            Ok(Some(text.to_string().trim_matches('"').to_owned()))
        }
        [word, ..] => Err(Error::new(
            word.span(),
            "#[methods] takes nothing in parentheses but `twin = \"…\"`",
        )),
    }
}

/// A docstring: the twin's, where that is known, or `doc`.
fn docstring(twin: Option<&Ident>, doc: &str) -> Result<TokenStream, Error> {
    let doc = string(&format!("{doc}\0"));
    let Some(twin) = twin else {
        return template("::cpython_api::c_string(__doc)", &[("__doc", doc)]);
    };
    template(
        "{
            #[cfg(cpython_twin)]
            const DOC: &::core::ffi::CStr = crate::twin::__twin;
            #[cfg(not(cpython_twin))]
            const DOC: &::core::ffi::CStr = ::cpython_api::c_string(__doc);
            DOC
        }",
        &[
            ("__twin", TokenTree::from(twin.clone()).into()),
            ("__doc", doc),
        ],
    )
}

fn implementation(
    class: Ident,
    markers: TokenStream,
    tables: Tables,
) -> Result<TokenStream, Error> {
    template(
        "#[allow(unexpected_cfgs, reason = \"only a build with C twins sets cpython_twin\")]
        const _: () = {
            __markers
            impl ::cpython_api::class::Methods for __class {
                const NEW: Option<::cpython_api::class::New<Self>> = __new;
                const METHODS: &'static [::cpython_api::class::ClassMethod<Self>] = &[
                    __methods
                    ::cpython_api::class::ClassMethod::END,
                ];
                const STATIC_METHODS: &'static [::cpython_api::class::StaticMethod] = &[__statics];
                const PROPERTIES: &'static [::cpython_api::class::Property<Self>] = &[
                    __properties
                    ::cpython_api::class::Property::END,
                ];
                const SLOTS: &'static [::cpython_api::class::Slot<Self>] = &[__slots];
            }
        };",
        &[
            ("__class", TokenTree::from(class).into()),
            ("__markers", markers),
            ("__new", tables.new.unwrap_or(template("None", &[])?)),
            ("__methods", tables.methods),
            ("__statics", tables.statics),
            ("__properties", tables.properties),
            ("__slots", tables.slots),
        ],
    )
}

/// A class without methods, for one whose methods have an error.
pub(crate) fn nothing(item: TokenStream) -> TokenStream {
    let mut words = item.into_iter().skip_while(|token| !is_word(token, "impl"));
    let Some(TokenTree::Ident(class)) = words.nth(1) else {
        return TokenStream::new();
    };
    let tables = Tables::default();
    implementation(class, TokenStream::new(), tables).unwrap_or_default()
}

/// The item without the attributes that only `#[class]` and `#[methods]` know, so that no error is
/// reported but theirs.
pub(crate) fn without_attributes(item: TokenStream) -> TokenStream {
    const WORDS: [&str; 8] = [
        "new",
        "method",
        "classmethod",
        "staticmethod",
        "getter",
        "setter",
        "deleter",
        "no_gc",
    ];
    let is_ours = |group: &Group| {
        let first = group.stream().into_iter().next();
        first.is_some_and(|word| WORDS.contains(&word.to_string().as_str()))
    };
    let mut output = TokenStream::new();
    let mut tokens = item.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match (&token, tokens.peek()) {
            (hash, Some(TokenTree::Group(group))) if is_punct(hash, '#') && is_ours(group) => {
                tokens.next();
            }
            (TokenTree::Group(group), _) if group.delimiter() != Delimiter::Bracket => {
                let inside = without_attributes(group.stream());
                let mut copy = Group::new(group.delimiter(), inside);
                copy.set_span(group.span());
                output.extend([TokenTree::from(copy)]);
            }
            _ => output.extend([token]),
        }
    }
    output
}
