//! Reading the Rust function below the attribute.

use crate::literal;
use crate::tokens::{self, Error, is_punct, is_word};
use proc_macro::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

/// One parameter of the Rust function, after the context.
pub(crate) struct Argument {
    pub(crate) name: String,
    pub(crate) of_type: TokenStream,
    pub(crate) span: Span,
}

/// What the expansion needs of the function.
pub(crate) struct Item {
    pub(crate) name: Ident,
    pub(crate) doc: String,
    /// Whether it takes the context.
    pub(crate) context: bool,
    pub(crate) arguments: Vec<Argument>,
    /// Its return type.
    pub(crate) output: TokenStream,
}

const CONTEXT: &str = "`cx: &mut Context<'_>` (or `&Context<'_>`)";

/// Reads attributes, name, parameters and return type of a function.
pub(crate) fn item(tokens: TokenStream) -> Result<Item, Error> {
    let mut doc = String::new();
    let mut tokens = tokens.into_iter().peekable();
    let mut last = Span::call_site();
    let name = loop {
        let Some(token) = tokens.next() else {
            return Err(Error::new(
                last,
                "#[function] belongs above a function: `fn name(…)`",
            ));
        };
        last = token.span();
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
                doc_line(group.stream(), &mut doc)?;
            }
            TokenTree::Ident(word) => match word.to_string().as_str() {
                "fn" => match tokens.next() {
                    Some(TokenTree::Ident(name)) => break name,
                    _ => return Err(Error::new(last, "expected a function name")),
                },
                qualifier @ ("async" | "unsafe" | "extern") => {
                    return Err(Error::new(
                        last,
                        format!("Python calls an ordinary function: take `{qualifier}` away"),
                    ));
                }
                "struct" | "enum" | "mod" | "impl" | "trait" | "static" | "type" | "use" => {
                    return Err(Error::new(
                        last,
                        "#[function] belongs above a function: `fn name(…)`",
                    ));
                }
                _ => {}
            },
            _ => {}
        }
    };

    let mut lifetimes = Vec::new();
    if tokens.peek().is_some_and(|token| is_punct(token, '<')) {
        lifetimes = generics(&mut tokens)?;
    }
    let Some(TokenTree::Group(list)) = tokens.next() else {
        return Err(Error::new(name.span(), "expected a list of parameters"));
    };
    let (context, arguments) = arguments(&list, &lifetimes)?;
    Ok(Item {
        name,
        doc,
        context,
        arguments,
        output: output(tokens, &lifetimes),
    })
}

/// Adds the text of `doc = "…"`.
fn doc_line(attribute: TokenStream, doc: &mut String) -> Result<(), Error> {
    let tokens: Vec<TokenTree> = attribute.into_iter().collect();
    let value = match tokens.as_slice() {
        [word, equals, value @ ..] if is_word(word, "doc") && is_punct(equals, '=') => value,
        _ => return Ok(()),
    };
    let [TokenTree::Literal(literal)] = value else {
        return Err(Error::new(
            tokens[0].span(),
            "Python's `__doc__` needs the text itself: write a `///` comment or `#[doc = \"…\"]`",
        ));
    };
    let Some(text) = literal::string(&literal.to_string()) else {
        return Err(Error::new(
            literal.span(),
            "the documentation must be a string",
        ));
    };
    if text.contains('\0') {
        return Err(Error::new(
            literal.span(),
            "C ends a docstring at a null character: take `\\0` out of the documentation",
        ));
    }
    let mut lines = text.lines();
    if let Some(first) = lines.next() {
        doc.push_str(first.strip_prefix(' ').unwrap_or(first));
    }
    // Only comments in stars have further lines that all begin with one.
    let stars = text.lines().skip(1).all(|line| {
        let line = line.trim_start();
        line.is_empty() || line.starts_with('*')
    });
    for line in lines {
        doc.push('\n');
        match line.trim_start().strip_prefix('*') {
            Some(rest) if stars => doc.push_str(rest.strip_prefix(' ').unwrap_or(rest)),
            _ => doc.push_str(line),
        }
    }
    doc.push('\n');
    Ok(())
}

/// The lifetimes in `<'py, …>`. There can be nothing else.
fn generics(tokens: &mut impl Iterator<Item = TokenTree>) -> Result<Vec<String>, Error> {
    let mut lifetimes = Vec::new();
    let mut depth = 0usize;
    let mut list = Vec::new();
    for token in tokens {
        if is_punct(&token, '<') {
            depth += 1;
            if depth == 1 {
                continue;
            }
        } else if is_punct(&token, '>') {
            depth -= 1;
            if depth == 0 {
                break;
            }
        }
        list.push(token);
    }
    for part in tokens::split_at_commas(list, true)? {
        match part.as_slice() {
            [tick, TokenTree::Ident(name), ..] if is_punct(tick, '\'') => {
                lifetimes.push(name.to_string());
            }
            [other, ..] => {
                return Err(Error::new(
                    other.span(),
                    "a Python function is not generic: write the type itself in its place",
                ));
            }
            [] => {}
        }
    }
    Ok(lifetimes)
}

/// Whether the function takes the context, and its other parameters.
fn arguments(list: &Group, lifetimes: &[String]) -> Result<(bool, Vec<Argument>), Error> {
    let mut context = false;
    let mut arguments = Vec::new();
    for (index, part) in tokens::split_at_commas(list.stream(), true)?
        .iter()
        .enumerate()
    {
        let (name, of_type) = argument(part, list.span())?;
        let lent = of_type.first().is_some_and(|first| is_punct(first, '&'));
        let is_context = of_type.iter().any(|token| is_word(token, "Context"));
        if is_context && index > 0 {
            return Err(Error::new(
                name.span(),
                "the context comes first: move it to the front",
            ));
        }
        if is_context && !lent {
            return Err(Error::new(
                of_type[0].span(),
                format!("the context is lent: write {CONTEXT}"),
            ));
        }
        if is_context {
            context = true;
            continue;
        }
        arguments.push(Argument {
            name: name.to_string(),
            of_type: without_lifetimes(of_type.iter().cloned(), lifetimes),
            span: name.span(),
        });
    }
    Ok((context, arguments))
}

/// `name: Type`, with or without attributes and `mut`.
fn argument(part: &[TokenTree], list: Span) -> Result<(&Ident, &[TokenTree]), Error> {
    match part {
        [hash, TokenTree::Group(_), rest @ ..] if is_punct(hash, '#') => argument(rest, list),
        [word, rest @ ..] if is_word(word, "mut") => argument(rest, list),
        [TokenTree::Ident(name), colon, of_type @ ..]
            if is_punct(colon, ':') && !of_type.is_empty() =>
        {
            Ok((name, of_type))
        }
        part if part.iter().any(|token| is_word(token, "self")) => Err(Error::new(
            part[0].span(),
            "a module's function has no `self`: methods belong to a class",
        )),
        other => Err(Error::new(
            other.first().map_or(list, TokenTree::span),
            "expected `name: Type`: take the value apart in the body",
        )),
    }
}

/// The type after `->`, or `()`.
fn output(tokens: impl Iterator<Item = TokenTree>, lifetimes: &[String]) -> TokenStream {
    let until_body: Vec<TokenTree> = tokens
        .take_while(|token| {
            !is_word(token, "where")
                && !matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
        })
        .collect();
    match until_body.as_slice() {
        // `->` is two tokens.
        [_, _, of_type @ ..] if !of_type.is_empty() => {
            without_lifetimes(of_type.iter().cloned(), lifetimes)
        }
        _ => TokenTree::from(Group::new(Delimiter::Parenthesis, TokenStream::new())).into(),
    }
}

/// The type with `'_` for each of the function's lifetimes, which have no meaning outside of it.
fn without_lifetimes(
    of_type: impl Iterator<Item = TokenTree>,
    lifetimes: &[String],
) -> TokenStream {
    let mut after_tick = false;
    let mut output = TokenStream::new();
    for token in of_type {
        let tick = is_punct(&token, '\'');
        output.extend([match token {
            TokenTree::Ident(name) if after_tick && lifetimes.contains(&name.to_string()) => {
                Ident::new("_", name.span()).into()
            }
            TokenTree::Group(group) => {
                let inner = without_lifetimes(group.stream().into_iter(), lifetimes);
                let mut copy = Group::new(group.delimiter(), inner);
                copy.set_span(group.span());
                copy.into()
            }
            other => other,
        }]);
        after_tick = tick;
    }
    output
}
