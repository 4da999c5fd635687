//! Writing the implementation of `cpython_api::Function`.

use crate::parse::{Argument, Error, Item, Kind, Parameter};
use proc_macro::{Group, Ident, Literal, TokenStream, TokenTree};

/// The type that stands for the function, and its implementation.
pub(crate) fn function(parameters: &[Parameter], item: &Item) -> Result<TokenStream, Error> {
    same_names(parameters, item)?;
    let name = python_name(&item.name);
    let numbers = numbers(parameters)?;
    let keywords = parameters.iter().any(|p| p.kind != Kind::PositionalOnly);

    let mut conversions = TokenStream::new();
    let mut call = TokenStream::new();
    for (index, (parameter, argument)) in parameters.iter().zip(&item.arguments).enumerate() {
        conversions.extend(conversion(index, parameter, argument)?);
        call.extend(template(&format!("value_{index},"), &[])?);
    }
    let parser = if keywords {
        parser(&name, parameters)?
    } else {
        TokenStream::new()
    };

    template(
        "#[allow(non_camel_case_types, reason = \"the name is the Python function's\")]
        #[doc(hidden)]
        pub enum __name {}

        impl ::cpython_api::Function for __name {
            const SIGNATURE: ::cpython_api::Signature = {
                #[cfg(cpython_twin)]
                const DOC: &::core::ffi::CStr = crate::twin::__name;
                #[cfg(not(cpython_twin))]
                const DOC: &::core::ffi::CStr = ::cpython_api::c_string(__doc);
                ::cpython_api::Signature::new(
                    ::cpython_api::c_string(__c_name),
                    DOC,
                    ::cpython_api::Counts { __numbers },
                    &[__parameter_names],
                )
            };

            __parser

            #[inline]
            fn call<'py>(
                cx: &mut ::cpython_api::Context<'py>,
                arguments: ::cpython_api::Arguments<'py>,
            ) -> ::cpython_api::PyResult<::cpython_api::Bound<'py, ::cpython_api::Any>> {
                __conversions
                let result = __name(cx, __call)?;
                ::cpython_api::IntoPython::into_python(result, cx)
            }
        }",
        &[
            ("__name", TokenTree::from(item.name.clone()).into()),
            (
                "__doc",
                string(&format!(
                    "{}\0",
                    documentation(&name, "$module", parameters, &item.doc)
                )),
            ),
            ("__c_name", string(&format!("{name}\0"))),
            ("__numbers", numbers),
            ("__parameter_names", parameter_names(parameters)?),
            ("__parser", parser),
            ("__conversions", conversions),
            ("__call", call),
        ],
    )
}

/// The Python names and the Rust names are the same, in the same order.
pub(crate) fn same_names(parameters: &[Parameter], item: &Item) -> Result<(), Error> {
    for (parameter, argument) in parameters.iter().zip(&item.arguments) {
        if parameter.name.to_string() != argument.name {
            return Err(Error::new(
                argument.span,
                format!("the attribute calls this parameter `{}`", parameter.name),
            ));
        }
    }
    if let Some(extra) = parameters.get(item.arguments.len()) {
        return Err(Error::new(
            extra.name.span(),
            "the function has no such parameter",
        ));
    }
    if let Some(extra) = item.arguments.get(parameters.len()) {
        return Err(Error::new(
            extra.span,
            "the attribute does not name this parameter",
        ));
    }
    Ok(())
}

/// The fields of `Counts`.
pub(crate) fn numbers(parameters: &[Parameter]) -> Result<TokenStream, Error> {
    let count = |wanted: &dyn Fn(&Parameter) -> bool| {
        parameters
            .iter()
            .filter(|parameter| wanted(parameter))
            .count()
    };
    let code = format!(
        "parameters: {}, positional: {}, required_positional: {}, required_keyword: {},
        positional_only: {},",
        parameters.len(),
        count(&|p| p.kind != Kind::KeywordOnly),
        count(&|p| p.kind != Kind::KeywordOnly && p.default.is_none()),
        count(&|p| p.kind == Kind::KeywordOnly && p.default.is_none()),
        count(&|p| p.kind == Kind::PositionalOnly),
    );
    template(&code, &[])
}

/// `let value_0: T = …;`
pub(crate) fn conversion(
    index: usize,
    parameter: &Parameter,
    argument: &Argument,
) -> Result<TokenStream, Error> {
    let convert = match parameter.default {
        None => "required(cx, __place)",
        Some(_) => "optional(cx, __place, || __default)",
    };
    template(
        &format!("let value_{index}: __type = arguments.{convert}?;"),
        &[
            ("__type", argument.of_type.clone()),
            (
                "__place",
                TokenTree::from(Literal::usize_unsuffixed(index)).into(),
            ),
            ("__default", parameter.default.clone().unwrap_or_default()),
        ],
    )
}

/// The name of each parameter as a C string, empty if it is positional-only.
pub(crate) fn parameter_names(parameters: &[Parameter]) -> Result<TokenStream, Error> {
    let mut names = TokenStream::new();
    for parameter in parameters {
        let name = match parameter.kind {
            Kind::PositionalOnly => String::from("\0"),
            _ => format!("{}\0", python_name(&parameter.name)),
        };
        names.extend(template(
            "::cpython_api::c_string(__text),",
            &[("__text", string(&name))],
        )?);
    }
    Ok(names)
}

/// The function's static parser.
fn parser(function: &str, parameters: &[Parameter]) -> Result<TokenStream, Error> {
    template(
        "fn parser() -> Option<&'static ::cpython_api::Parser> {
            static NAMES: ::cpython_api::Names<__count> = ::cpython_api::Names::new(&[__names]);
            static PARSER: ::cpython_api::Parser = ::cpython_api::Parser::new(
                ::cpython_api::c_string(__c_name),
                &NAMES,
            );
            Some(&PARSER)
        }",
        &[
            (
                "__count",
                TokenTree::from(Literal::usize_unsuffixed(parameters.len() + 1)).into(),
            ),
            ("__names", parameter_names(parameters)?),
            ("__c_name", string(&format!("{function}\0"))),
        ],
    )
}

/// CPython's form of signature and docstring in one.
pub(crate) fn documentation(
    name: &str,
    receiver: &str,
    parameters: &[Parameter],
    doc: &str,
) -> String {
    let mut parts = Vec::new();
    if !receiver.is_empty() {
        parts.push(receiver.to_owned());
    }
    for (index, parameter) in parameters.iter().enumerate() {
        let before = index.checked_sub(1).map(|i| parameters[i].kind);
        if parameter.kind == Kind::KeywordOnly && before != Some(Kind::KeywordOnly) {
            if before == Some(Kind::PositionalOnly) {
                parts.push(String::from("/"));
            }
            parts.push(String::from("*"));
        } else if parameter.kind == Kind::PositionalOrKeyword
            && before == Some(Kind::PositionalOnly)
        {
            parts.push(String::from("/"));
        }
        parts.push(match &parameter.default {
            None => python_name(&parameter.name),
            Some(default) => format!(
                "{}={}",
                python_name(&parameter.name),
                python_default(&default.to_string())
            ),
        });
    }
    if parameters
        .last()
        .is_some_and(|last| last.kind == Kind::PositionalOnly)
    {
        parts.push(String::from("/"));
    }
    format!("{name}({})\n--\n\n{}", parts.join(", "), doc.trim_end())
}

/// How Python writes a Rust default.
fn python_default(rust: &str) -> String {
    let rust: String = rust.split_whitespace().collect();
    let digits = rust.strip_prefix('-').unwrap_or(&rust);
    match rust.as_str() {
        "true" => "True".into(),
        "false" => "False".into(),
        "None" => "None".into(),
        _ if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => rust,
        _ => "<unrepresentable>".into(),
    }
}

/// A name without what makes a Rust keyword one.
pub(crate) fn python_name(name: &Ident) -> String {
    let name = name.to_string();
    name.strip_prefix("r#").map_or(name.clone(), str::to_owned)
}

pub(crate) fn string(text: &str) -> TokenStream {
    TokenTree::from(Literal::string(text)).into()
}

/// Parses Rust code and puts token streams in the places of names.
///
/// The streams keep their spans, so that an error in a type or a default is
/// reported where the user wrote it.
pub(crate) fn template(code: &str, values: &[(&str, TokenStream)]) -> Result<TokenStream, Error> {
    let code: TokenStream = code.parse().map_err(|error| {
        Error::new(
            proc_macro::Span::call_site(),
            format!("the attribute wrote bad code: {error}"),
        )
    })?;
    Ok(substitute(code, values))
}

fn substitute(code: TokenStream, values: &[(&str, TokenStream)]) -> TokenStream {
    let mut output = TokenStream::new();
    for token in code {
        match token {
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), substitute(group.stream(), values));
                inner.set_span(group.span());
                output.extend([TokenTree::from(inner)]);
            }
            TokenTree::Ident(word) => output.extend(value_of(&word, values)),
            other => output.extend([other]),
        }
    }
    output
}

fn value_of(word: &Ident, values: &[(&str, TokenStream)]) -> TokenStream {
    let name = word.to_string();
    match values.iter().find(|(place, _)| *place == name) {
        Some((_, value)) => value.clone(),
        None => TokenTree::from(word.clone()).into(),
    }
}
