//! One function of a class: the type that stands for it, and how it is called.

use super::{Function, Receiver, Role, docstring};
use crate::documentation::documentation;
use crate::expand::{
    Ends, contains_word, conversions, holds, numbers, parameter_names, parser, same_names,
};
use crate::item::Argument;
use crate::slots::Kind;
use crate::tokens::{Error, string, template};
use proc_macro::{Ident, TokenStream, TokenTree};

const OBJECT: &str = "::cpython_api::Returned<'py>";
const NEXT: &str = "::cpython_api::PyResult<::cpython_api::Next<\
                    ::cpython_api::Bound<'py, ::cpython_api::Any>, \
                    Option<::cpython_api::Bound<'py, ::cpython_api::Any>>>>";

/// `let value_0 = …;`, where a wrong type is not an error.
pub(super) fn operands(arguments: &[Argument]) -> Result<TokenStream, Error> {
    let mut output = TokenStream::new();
    for (index, argument) in arguments.iter().enumerate() {
        output.extend(template(
            &format!(
                "let value_{index} = match arguments.required::<__type>(cx, {index}) {{
                    Ok(value) => value,
                    Err(raised) => return ::cpython_api::class::wrong_operand(owned, raised),
                }};"
            ),
            &[("__type", argument.of_type.clone())],
        )?);
    }
    Ok(output)
}

/// The implementation of `Call` for a marker.
pub(super) fn call(
    class: &Ident,
    function: &Function,
    marker: &Ident,
) -> Result<TokenStream, Error> {
    let item = &function.item;
    let parameters = &function.parameters;
    same_names(parameters, item)?;
    let python = &function.python;
    let (receiver, prefix) = match function.role {
        Role::New => ("::cpython_api::PyType", ""),
        Role::ClassMethod => ("::cpython_api::PyType", "$type"),
        Role::StaticMethod => ("::cpython_api::PyType", ""),
        _ => ("__class", "$self"),
    };
    let class_tokens: TokenStream = TokenTree::from(class.clone()).into();
    let receiver_type = template(receiver, &[("__class", class_tokens.clone())])?;

    let mut call = String::from(if item.context { "cx," } else { "" });
    for index in 0..parameters.len() {
        call.push_str(&format!("value_{index},"));
    }

    let first = match (function.role, function.receiver) {
        (Role::ClassMethod, _) => "this,",
        (_, Receiver::None) => "",
        (_, Receiver::Payload) => "this.into_payload(cx),",
        (_, Receiver::Lent) => "&this,",
        (_, Receiver::Handle) => "this,",
    };
    // Where the type is repeated, an error in it is reported where it was written.
    let value = |output| format!("::cpython_api::PyResult<{output}>");
    let (output, finish) = match function.role {
        Role::New => (value("__class"), "result"),
        Role::Setter | Role::Deleter | Role::Slot(Kind::Assign(..)) => (value("()"), "result"),
        Role::Slot(Kind::Value(output, _)) => (value(output), "result"),
        Role::Slot(Kind::Next) => (
            NEXT.to_owned(),
            "::cpython_api::class::IntoNext::into_next(result?, cx)",
        ),
        _ if contains_word(item.output.clone(), "impl") => (
            OBJECT.to_owned(),
            "::cpython_api::Returned::of(owned, result)",
        ),
        _ => (
            OBJECT.to_owned(),
            "::cpython_api::Returned::of::<__returned>(owned, result)",
        ),
    };
    let operand = matches!(
        function.role,
        Role::Slot(Kind::Operand(_) | Kind::Number(..) | Kind::Power(_) | Kind::Comparison(_))
    );
    let conversions = match operand {
        false => {
            let ends = match output == OBJECT {
                true => Ends::Returned,
                false => Ends::Err,
            };
            conversions(parameters, &item.arguments, ends)?
        }
        true => operands(&item.arguments)?,
    };
    let (pointer, twin, doc) = match function.role {
        Role::New => {
            let doc = documentation("", "", parameters, "");
            (
                template(
                    "<__class as ::cpython_api::class::Class>::SPEC.name()",
                    &[("__class", class_tokens.clone())],
                )?,
                None,
                doc,
            )
        }
        Role::Method | Role::ClassMethod | Role::StaticMethod => (
            template(
                "::cpython_api::c_string(__text)",
                &[("__text", string(&format!("{python}\0")))],
            )?,
            function.twin.as_ref(),
            documentation(python, prefix, parameters, &item.doc),
        ),
        _ => (
            template(
                "::cpython_api::c_string(__text)",
                &[("__text", string(&format!("{python}\0")))],
            )?,
            None,
            String::new(),
        ),
    };
    let parser = parser(&pointer, parameters)?;
    template(
        &format!(
            "enum __marker {{}}
            impl ::cpython_api::class::Call<__receiver> for __marker {{
                const SIGNATURE: ::cpython_api::Signature = ::cpython_api::Signature::new(
                    __python,
                    __doc,
                    ::cpython_api::Counts {{ __numbers }},
                    &[__parameter_names],
                );
                const HOLDS: bool = __holds;
                type Output<'py> = {output};
                __parser
                #[inline]
                fn call<'py>(
                    mut owned: ::cpython_api::Context<'py>,
                    this: ::cpython_api::Borrowed<'py, __receiver>,
                    arguments: ::cpython_api::Arguments<'py>,
                ) -> {output} {{
                    let cx = &mut owned;
                    let _ = (&cx, &this, &arguments);
                    __conversions
                    let result = <__class>::__name({first} {call});
                    {finish}
                }}
            }}"
        ),
        &[
            ("__marker", TokenTree::from(marker.clone()).into()),
            ("__class", class_tokens),
            ("__receiver", receiver_type),
            ("__python", pointer.clone()),
            ("__returned", item.output.clone()),
            ("__doc", docstring(twin, &doc)?),
            ("__numbers", numbers(parameters)?),
            ("__parameter_names", parameter_names(parameters)?),
            ("__parser", parser),
            ("__holds", holds(parameters, &item.arguments)?),
            ("__conversions", conversions),
            ("__name", TokenTree::from(item.name.clone()).into()),
        ],
    )
}

/// The implementation of `Export` for a marker.
pub(super) fn export(
    class: &Ident,
    function: &Function,
    marker: &Ident,
) -> Result<TokenStream, Error> {
    if function.receiver != Receiver::Payload {
        return Err(Error::new(
            function.item.name.span(),
            "`__buffer__` takes `&self`, and lends what that owns",
        ));
    }
    template(
        "enum __marker {}
        impl ::cpython_api::class::Export<__class> for __marker {
            fn export<'a>(
                cx: &mut ::cpython_api::Context<'_>,
                payload: &'a __class,
            ) -> ::cpython_api::PyResult<::cpython_api::class::Exported<'a>> {
                let lent = <__class>::__name(payload, __cx)?;
                Ok(::cpython_api::class::Exported::from(lent))
            }
        }",
        &[
            ("__marker", TokenTree::from(marker.clone()).into()),
            ("__class", TokenTree::from(class.clone()).into()),
            ("__name", TokenTree::from(function.item.name.clone()).into()),
            (
                "__cx",
                template(if function.item.context { "cx" } else { "" }, &[])?,
            ),
        ],
    )
}
