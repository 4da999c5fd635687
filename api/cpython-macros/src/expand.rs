//! Writing the implementation of `cpython_api::Function`.

use crate::documentation::documentation;
use crate::item::{Argument, Item};
use crate::parse::{Kind, Options, Parameter};
use crate::tokens::{Error, is_word, string, template};
use proc_macro::{Ident, Literal, TokenStream, TokenTree};

/// The type that stands for the function, and its implementation.
pub(crate) fn function(
    parameters: &[Parameter],
    options: &Options,
    item: &Item,
) -> Result<TokenStream, Error> {
    same_names(parameters, item)?;
    let name = options
        .name
        .clone()
        .unwrap_or_else(|| python_name(&item.name));
    let doc = documentation(&name, "$module", parameters, &item.doc);
    let c_name = string(&format!("{name}\0"));
    let mut values = vec![
        ("__name", TokenTree::from(item.name.clone()).into()),
        ("__doc", string(&format!("{doc}\0"))),
        ("__c_name", c_name.clone()),
        ("__numbers", numbers(parameters)?),
        ("__parameter_names", parameter_names(parameters)?),
        (
            "__parser",
            parser(
                &template(
                    "::cpython_api::c_string(__text)",
                    &[("__text", c_name.clone())],
                )?,
                parameters,
            )?,
        ),
        ("__holds", holds(parameters, &item.arguments)?),
        (
            "__conversions",
            conversions(parameters, &item.arguments, Ends::Returned)?,
        ),
    ];
    // A function that is called otherwise in Python has its twin under that name.
    let twin = match options.name {
        Some(_) => Ident::new(&name, item.name.span()),
        None => item.name.clone(),
    };
    values.push(("__twin", TokenTree::from(twin).into()));
    let result = result(item, &values)?;
    values.push(("__result", result));

    template(
        "#[allow(non_camel_case_types, reason = \"the name is the Python function's\")]
        #[doc(hidden)]
        pub enum __name {}

        #[allow(unexpected_cfgs, reason = \"only a build with C twins sets cpython_twin\")]
        impl ::cpython_api::Function for __name {
            const SIGNATURE: ::cpython_api::Signature = {
                #[cfg(cpython_twin)]
                const DOC: &::core::ffi::CStr = crate::twin::__twin;
                #[cfg(not(cpython_twin))]
                const DOC: &::core::ffi::CStr = ::cpython_api::c_string(__doc);
                ::cpython_api::Signature::new(
                    ::cpython_api::c_string(__c_name),
                    DOC,
                    ::cpython_api::Counts { __numbers },
                    &[__parameter_names],
                )
            };

            const HOLDS: bool = __holds;

            __parser

            #[inline]
            fn call<'py>(
                mut owned: ::cpython_api::Context<'py>,
                arguments: ::cpython_api::Arguments<'py>,
            ) -> ::cpython_api::Returned<'py> {
                let cx = &mut owned;
                __conversions
                __result
            }
        }",
        &values,
    )
}

/// The Python names and the Rust names are the same, in the same order.
pub(crate) fn same_names(parameters: &[Parameter], item: &Item) -> Result<(), Error> {
    for (parameter, argument) in parameters.iter().zip(&item.arguments) {
        let name = parameter.name.to_string();
        // `_name` is how Rust says that a parameter is not used.
        if name != argument.name && Some(&*name) != argument.name.strip_prefix('_') {
            return Err(Error::new(
                argument.span,
                format!("the attribute calls this parameter `{name}`: give both the same name"),
            ));
        }
    }
    if let Some(extra) = parameters.get(item.arguments.len()) {
        let name = &extra.name;
        let hint = match &*name.to_string() {
            "name" => " (an option follows a semicolon: `; name = \"…\"`)",
            _ => "",
        };
        return Err(Error::new(
            name.span(),
            format!("the function has no parameter `{name}`: add it there{hint}"),
        ));
    }
    if let Some(extra) = item.arguments.get(parameters.len()) {
        return Err(Error::new(
            extra.span,
            format!(
                "the attribute does not name this parameter: add `{}` there",
                extra.name
            ),
        ));
    }
    Ok(())
}

/// The parameters that have a place of their own: all but `*args` and `**kwargs`.
fn named(parameters: &[Parameter]) -> impl Iterator<Item = &Parameter> {
    parameters
        .iter()
        .filter(|one| !matches!(one.kind, Kind::Args | Kind::Kwargs))
}

/// The fields of `Counts`.
pub(crate) fn numbers(parameters: &[Parameter]) -> Result<TokenStream, Error> {
    let count = |wanted: &dyn Fn(&Parameter) -> bool| {
        named(parameters)
            .filter(|parameter| wanted(parameter))
            .count()
    };
    let has = |kind| parameters.iter().any(|parameter| parameter.kind == kind);
    let code = format!(
        "parameters: {}, positional: {}, required_positional: {}, required_keyword: {},
        positional_only: {}, args: {}, kwargs: {},",
        count(&|_| true),
        count(&|p| p.kind != Kind::KeywordOnly),
        count(&|p| p.kind != Kind::KeywordOnly && p.default.is_none()),
        count(&|p| p.kind == Kind::KeywordOnly && p.default.is_none()),
        count(&|p| p.kind == Kind::PositionalOnly),
        has(Kind::Args),
        has(Kind::Kwargs),
    );
    template(&code, &[])
}

/// How a call ends in which an argument cannot be converted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ends {
    /// With what C is given: an object is what the call gives otherwise.
    Returned,
    /// With the error, in a `PyResult`.
    Err,
}

impl Ends {
    /// The value of `result`, or the end of the call.
    fn or(self, result: &str) -> String {
        match self {
            Ends::Returned => format!(
                "match {result} {{
                    Ok(value) => value,
                    Err(raised) => return ::cpython_api::Returned::raised(owned, raised),
                }}"
            ),
            Ends::Err => format!("{result}?"),
        }
    }
}

/// `let value_0 = …;` for each parameter.
///
/// The types are repeated from the function, so that one that cannot be converted is
/// reported at the place where it is written.
pub(crate) fn conversions(
    parameters: &[Parameter],
    arguments: &[Argument],
    ends: Ends,
) -> Result<TokenStream, Error> {
    let mut output = TokenStream::new();
    let mut place = 0;
    for (index, (parameter, argument)) in parameters.iter().zip(arguments).enumerate() {
        let of_type = match contains_word(argument.of_type.clone(), "impl") {
            true => TokenTree::from(Ident::new("_", argument.span)).into(),
            false => argument.of_type.clone(),
        };
        let convert = match (parameter.kind, &parameter.default) {
            (Kind::Args, _) => "args::<__type>()",
            (Kind::Kwargs, _) => "kwargs::<__type>()",
            (_, None) => "required::<__type>(cx, __place)",
            (_, Some(_)) => "optional::<__type>(cx, __place, || __default)",
        };
        let value = match parameter.kind {
            Kind::Args | Kind::Kwargs => format!("arguments.{convert}"),
            _ => ends.or(&format!("arguments.{convert}")),
        };
        output.extend(template(
            &format!("let value_{index} = {value};"),
            &[
                ("__type", of_type),
                (
                    "__place",
                    TokenTree::from(Literal::usize_unsuffixed(place)).into(),
                ),
                ("__default", parameter.default.clone().unwrap_or_default()),
            ],
        )?);
        if !matches!(parameter.kind, Kind::Args | Kind::Kwargs) {
            place += 1;
        }
    }
    if place > 0 {
        let settle = ends.or("arguments.settle(cx)");
        output.extend(template(&format!("if Self::HOLDS {{ {settle} }}"), &[])?);
    }
    Ok(output)
}

/// Whether one of the arguments may be held: the value of `HOLDS`.
pub(crate) fn holds(
    parameters: &[Parameter],
    arguments: &[Argument],
) -> Result<TokenStream, Error> {
    let mut any = template("false", &[])?;
    for (parameter, argument) in parameters.iter().zip(arguments) {
        if matches!(parameter.kind, Kind::Args | Kind::Kwargs) {
            continue;
        }
        let of_type = argument.of_type.clone();
        any.extend(match contains_word(of_type.clone(), "impl") {
            true => template("|| true", &[])?,
            false => template(
                "|| ::cpython_api::Holds::<'py, __type>::HOLDS",
                &[("__type", of_type)],
            )?,
        });
    }
    // Types of parameters have the lifetime.
    template(
        "{
            const fn holds<'py>() -> bool {
                #[allow(unused_imports, reason = \"for a type that cannot be converted\")]
                use ::cpython_api::AnyType as _;
                __any
            }
            holds()
        }",
        &[("__any", any)],
    )
}

/// The call, and the conversion of its result.
fn result(item: &Item, values: &[(&str, TokenStream)]) -> Result<TokenStream, Error> {
    let mut call = String::from(if item.context { "cx," } else { "" });
    for index in 0..item.arguments.len() {
        call.push_str(&format!("value_{index},"));
    }
    // A type that has no name is found by the compiler, which then reports errors less well.
    let result_type = match contains_word(item.output.clone(), "impl") {
        true => "",
        false => "::<__output>",
    };
    let mut values = values.to_vec();
    values.push(("__output", item.output.clone()));
    template(
        &format!(
            "let result = __name({call});
            ::cpython_api::Returned::of{result_type}(owned, result)"
        ),
        &values,
    )
}

pub(crate) fn contains_word(tokens: TokenStream, word: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => contains_word(group.stream(), word),
        other => is_word(&other, word),
    })
}

/// The name of each named parameter as a C string, empty if it is positional-only.
pub(crate) fn parameter_names(parameters: &[Parameter]) -> Result<TokenStream, Error> {
    let mut names = TokenStream::new();
    for parameter in named(parameters) {
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

/// The function's static parser, if it takes any keywords. `pointer` is an expression for its name.
pub(crate) fn parser(
    pointer: &TokenStream,
    parameters: &[Parameter],
) -> Result<TokenStream, Error> {
    if named(parameters).all(|parameter| parameter.kind == Kind::PositionalOnly) {
        return Ok(TokenStream::new());
    }
    template(
        "fn parser() -> Option<&'static ::cpython_api::Parser> {
            static NAMES: ::cpython_api::Names<__count> = ::cpython_api::Names::new(&[__names]);
            static PARSER: ::cpython_api::Parser = ::cpython_api::Parser::new(
                __pointer,
                &NAMES,
            );
            Some(&PARSER)
        }",
        &[
            (
                "__count",
                TokenTree::from(Literal::usize_unsuffixed(named(parameters).count() + 1)).into(),
            ),
            ("__names", parameter_names(parameters)?),
            ("__pointer", pointer.clone()),
        ],
    )
}

/// A name without what makes a Rust keyword one.
pub(crate) fn python_name(name: &Ident) -> String {
    let name = name.to_string();
    name.strip_prefix("r#").map_or(name.clone(), str::to_owned)
}
