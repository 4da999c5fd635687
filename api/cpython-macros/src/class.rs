//! `#[class]`: from a struct to the implementation of `cpython_api::class::Class`.

use crate::item::doc_line;
use crate::tokens::{Error, split_at_commas, string, template};
use proc_macro::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

/// A member that the garbage collector looks into.
struct Member {
    /// A name, or a number.
    name: TokenTree,
    of_type: TokenStream,
}

/// What is said in the attribute.
struct Words {
    name: Option<String>,
    twin: Option<String>,
    flags: Vec<Ident>,
}

pub(crate) fn expand(attribute: TokenStream, item: TokenStream) -> Result<TokenStream, Error> {
    let words = words(attribute)?;
    let (mut output, definition) = definition(item)?;
    let name = definition.name.to_string();
    let python = words.name.unwrap_or(name);

    let mut flags = TokenStream::new();
    for flag in words.flags {
        flags.extend(template(
            ".__flag()",
            &[("__flag", TokenTree::from(flag).into())],
        )?);
    }
    let of_twin = match &words.twin {
        None => TokenStream::new(),
        Some(twin) => template(
            "#[cfg(cpython_twin)]
            let spec = spec.documented(crate::twin::__twin);",
            &[(
                "__twin",
                TokenTree::from(Ident::new(twin, Span::call_site())).into(),
            )],
        )?,
    };
    let Traversed {
        types,
        offsets,
        lent,
        checks,
    } = traversed(&definition.members)?;
    output.extend(template(
        "#[allow(unexpected_cfgs, reason = \"only a build with C twins sets cpython_twin\")]
        impl ::cpython_api::class::Class for __class {
            const SPEC: ::cpython_api::class::ClassSpec = {
                let spec = ::cpython_api::class::ClassSpec::new(
                    ::cpython_api::c_string(__python),
                    ::cpython_api::c_string(__doc),
                )__flags;
                __of_twin
                spec
            };
            type Members = __types;
            const OFFSETS: &'static [usize] = &[__offsets];
            #[inline]
            #[allow(clippy::unused_unit, reason = \"there can be no members\")]
            fn members(&self) -> <Self::Members as ::cpython_api::class::Members>::Lent<'_> {
                __lent
            }
        }",
        &[
            ("__class", TokenTree::from(definition.name).into()),
            ("__python", string(&format!("{python}\0"))),
            ("__doc", string(&format!("{}\0", definition.doc.trim_end()))),
            ("__flags", flags),
            ("__of_twin", of_twin),
            ("__types", types),
            ("__offsets", offsets),
            ("__lent", lent),
        ],
    )?);
    output.extend(checks);
    Ok(output)
}

/// `#[state]`: from a struct to the implementation of `cpython_api::StateMembers`.
pub(crate) fn expand_state(
    attribute: TokenStream,
    item: TokenStream,
) -> Result<TokenStream, Error> {
    if let Some(token) = attribute.into_iter().next() {
        return Err(Error::new(
            token.span(),
            "#[state] has nothing in parentheses",
        ));
    }
    let (mut output, definition) = definition(item)?;
    let Traversed {
        types,
        offsets,
        lent,
        checks,
    } = traversed(&definition.members)?;
    output.extend(template(
        "impl ::cpython_api::StateMembers for __state {
            type Members = __types;
            const OFFSETS: &'static [usize] = &[__offsets];
            #[inline]
            #[allow(clippy::unused_unit, reason = \"there can be no members\")]
            fn members(&self) -> <Self::Members as ::cpython_api::class::Members>::Lent<'_> {
                __lent
            }
        }",
        &[
            ("__state", TokenTree::from(definition.name).into()),
            ("__types", types),
            ("__offsets", offsets),
            ("__lent", lent),
        ],
    )?);
    output.extend(checks);
    Ok(output)
}

/// What the garbage collector is told of a struct.
struct Traversed {
    types: TokenStream,
    offsets: TokenStream,
    lent: TokenStream,
    checks: TokenStream,
}

fn traversed(members: &[Member]) -> Result<Traversed, Error> {
    let mut offsets = TokenStream::new();
    let mut types = unit(Span::call_site());
    let mut lent = unit(Span::call_site());
    for member in members.iter().rev() {
        types = pair(member.of_type.clone(), types, Span::call_site());
        let field = template("&self.__name", &[("__name", member.name.clone().into())])?;
        lent = pair(field, lent, Span::call_site());
    }
    let mut checks = TokenStream::new();
    for member in members {
        // So that the error is at the member's type.
        checks.extend(template(
            "const _: () = ::cpython_api::class::traversed::<__type>();",
            &[("__type", member.of_type.clone())],
        )?);
        offsets.extend(template(
            "::core::mem::offset_of!(Self, __name),",
            &[("__name", member.name.clone().into())],
        )?);
    }
    Ok(Traversed {
        types,
        offsets,
        lent,
        checks,
    })
}

/// `()`
fn unit(span: Span) -> TokenStream {
    parenthesised(TokenStream::new(), span)
}

/// `(first, rest)`
fn pair(first: TokenStream, rest: TokenStream, span: Span) -> TokenStream {
    let mut both = first;
    both.extend([TokenTree::from(Punct::new(',', Spacing::Alone))]);
    both.extend(rest);
    parenthesised(both, span)
}

fn parenthesised(inside: TokenStream, span: Span) -> TokenStream {
    let mut group = Group::new(Delimiter::Parenthesis, inside);
    group.set_span(span);
    TokenTree::from(group).into()
}

/// Reads `name = "Counter", subclassable`.
fn words(attribute: TokenStream) -> Result<Words, Error> {
    let mut words = Words {
        name: None,
        twin: None,
        flags: Vec::new(),
    };
    for part in split_at_commas(attribute, false)? {
        match part.as_slice() {
            [
                TokenTree::Ident(word),
                TokenTree::Punct(equals),
                TokenTree::Literal(text),
            ] if ["name", "twin"].contains(&word.to_string().as_str())
                && equals.as_char() == '=' =>
            {
                let text = text.to_string();
                let text = text
                    .strip_prefix('"')
                    .and_then(|text| text.strip_suffix('"'));
                let place = match word.to_string().as_str() {
                    "name" => &mut words.name,
                    _ => &mut words.twin,
                };
                *place = text.map(str::to_owned);
            }
            [TokenTree::Ident(word)]
                if [
                    "hidden",
                    "subclassable",
                    "mutable",
                    "weakref",
                    "dict",
                    "sequence",
                    "mapping",
                ]
                .contains(&word.to_string().as_str()) =>
            {
                words.flags.push(word.clone());
            }
            [other, ..] => {
                return Err(Error::new(
                    other.span(),
                    "expected `name = \"…\"`, `twin = \"…\"`, `hidden`, `subclassable`, `mutable`, `weakref`, \
                     `dict`, `sequence` or `mapping`",
                ));
            }
            [] => {}
        }
    }
    Ok(words)
}

struct Definition {
    name: Ident,
    doc: String,
    members: Vec<Member>,
}

/// Reads the struct. Also gives it back without `#[no_gc]`, which only this attribute knows.
fn definition(item: TokenStream) -> Result<(TokenStream, Definition), Error> {
    let mut output = TokenStream::new();
    let mut doc = String::new();
    let mut name: Option<Ident> = None;
    let mut members = None;
    let mut last = Span::call_site();
    let mut tokens = item.into_iter();
    while let Some(token) = tokens.next() {
        last = token.span();
        match &token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
                doc_line(group.stream(), &mut doc)?;
            }
            TokenTree::Ident(word) if name.is_none() => match word.to_string().as_str() {
                "struct" => {
                    let Some(TokenTree::Ident(found)) = tokens.next() else {
                        return Err(Error::new(last, "expected the name of a struct"));
                    };
                    output.extend([token.clone(), TokenTree::from(found.clone())]);
                    name = Some(found);
                    continue;
                }
                "enum" | "union" => {
                    return Err(Error::new(
                        last,
                        "a class is a struct: put the enum into a member",
                    ));
                }
                _ => {}
            },
            TokenTree::Punct(punct) if punct.as_char() == '<' && name.is_some() => {
                return Err(Error::new(
                    last,
                    "a class is one type: a struct without parameters or lifetimes",
                ));
            }
            TokenTree::Group(group)
                if name.is_some()
                    && members.is_none()
                    && group.delimiter() != Delimiter::Bracket =>
            {
                let named = group.delimiter() == Delimiter::Brace;
                let (stream, found) = read_members(group.stream(), named)?;
                members = Some(found);
                let mut group = Group::new(group.delimiter(), stream);
                group.set_span(last);
                output.extend([TokenTree::from(group)]);
                continue;
            }
            _ => {}
        }
        output.extend([token]);
    }
    match name {
        Some(name) => Ok((
            output,
            Definition {
                name,
                doc,
                members: members.unwrap_or_default(),
            },
        )),
        None => Err(Error::new(last, "#[class] belongs above a struct")),
    }
}

fn read_members(list: TokenStream, named: bool) -> Result<(TokenStream, Vec<Member>), Error> {
    let mut output = TokenStream::new();
    let mut members = Vec::new();
    for (index, part) in split_at_commas(list, true)?.into_iter().enumerate() {
        let mut collected = true;
        let mut rest: Vec<TokenTree> = Vec::new();
        let mut attributes = TokenStream::new();
        let mut part = part.into_iter().peekable();
        while let Some(token) = part.next() {
            match (&token, part.peek()) {
                (TokenTree::Punct(hash), Some(TokenTree::Group(group)))
                    if hash.as_char() == '#' && rest.is_empty() =>
                {
                    if group.stream().to_string() == "no_gc" {
                        collected = false;
                    } else {
                        attributes.extend([token, TokenTree::from(group.clone())]);
                    }
                    part.next();
                }
                _ => rest.push(token),
            }
        }
        if collected {
            members.push(member(&rest, named, index)?);
        }
        output.extend(attributes);
        output.extend(rest);
        output.extend([TokenTree::from(Punct::new(',', Spacing::Alone))]);
    }
    Ok((output, members))
}

/// Reads `pub name: Type`, or `pub Type` in a tuple struct.
fn member(tokens: &[TokenTree], named: bool, index: usize) -> Result<Member, Error> {
    let mut tokens = tokens;
    if let [TokenTree::Ident(word), rest @ ..] = tokens {
        if word.to_string() == "pub" {
            tokens = match rest {
                [TokenTree::Group(group), rest @ ..]
                    if group.delimiter() == Delimiter::Parenthesis
                        && (named || !rest.is_empty()) =>
                {
                    rest
                }
                _ => rest,
            };
        }
    }
    match tokens {
        [
            name @ TokenTree::Ident(_),
            TokenTree::Punct(colon),
            of_type @ ..,
        ] if named && colon.as_char() == ':' => Ok(Member {
            name: name.clone(),
            of_type: of_type.iter().cloned().collect(),
        }),
        of_type if !named => Ok(Member {
            name: Literal::usize_unsuffixed(index).into(),
            of_type: of_type.iter().cloned().collect(),
        }),
        other => Err(Error::new(
            other.first().map_or(Span::call_site(), TokenTree::span),
            "expected `name: Type`",
        )),
    }
}
