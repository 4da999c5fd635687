//! Reading the attribute and the function below it.

use proc_macro::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

/// What is wrong, and where in the user's file.
pub(crate) struct Error {
    message: String,
    span: Span,
}

impl Error {
    pub(crate) fn new(span: Span, message: impl Into<String>) -> Self {
        Error {
            message: message.into(),
            span,
        }
    }

    /// `compile_error!("…")`, at the place of the error.
    pub(crate) fn into_compile_error(self) -> TokenStream {
        let mut message = Literal::string(&self.message);
        message.set_span(self.span);
        let arguments = TokenStream::from(TokenTree::from(message));
        let mut group = Group::new(Delimiter::Brace, arguments);
        group.set_span(self.span);
        let mut bang = Punct::new('!', Spacing::Alone);
        bang.set_span(self.span);
        [
            TokenTree::from(Ident::new("compile_error", self.span)),
            bang.into(),
            group.into(),
        ]
        .into_iter()
        .collect()
    }
}

/// How an argument can be passed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    PositionalOnly,
    PositionalOrKeyword,
    KeywordOnly,
}

/// One name of the Python signature.
pub(crate) struct Parameter {
    pub(crate) name: Ident,
    pub(crate) kind: Kind,
    pub(crate) default: Option<TokenStream>,
}

/// Reads `data, /, *, newline = true`.
pub(crate) fn signature(tokens: TokenStream) -> Result<Vec<Parameter>, Error> {
    let mut parameters: Vec<Parameter> = Vec::new();
    let mut kind = Kind::PositionalOrKeyword;
    for part in split_at_commas(tokens) {
        match part.as_slice() {
            [TokenTree::Punct(slash)] if slash.as_char() == '/' => {
                if kind == Kind::KeywordOnly || parameters.is_empty() {
                    return Err(Error::new(
                        slash.span(),
                        "`/` must follow positional parameters",
                    ));
                }
                for parameter in &mut parameters {
                    parameter.kind = Kind::PositionalOnly;
                }
            }
            [TokenTree::Punct(star)] if star.as_char() == '*' => {
                if kind == Kind::KeywordOnly {
                    return Err(Error::new(star.span(), "`*` can appear only once"));
                }
                kind = Kind::KeywordOnly;
            }
            [TokenTree::Ident(name), rest @ ..] => {
                let default = match rest {
                    [] => None,
                    [TokenTree::Punct(equals), value @ ..]
                        if equals.as_char() == '=' && !value.is_empty() =>
                    {
                        Some(value.iter().cloned().collect())
                    }
                    [other, ..] => {
                        return Err(Error::new(
                            other.span(),
                            "expected `name` or `name = default`",
                        ));
                    }
                };
                let after_default = parameters
                    .last()
                    .is_some_and(|last| last.default.is_some() && last.kind != Kind::KeywordOnly);
                if default.is_none() && after_default && kind != Kind::KeywordOnly {
                    return Err(Error::new(
                        name.span(),
                        "a parameter without a default cannot follow one with a default",
                    ));
                }
                parameters.push(Parameter {
                    name: name.clone(),
                    kind,
                    default,
                });
            }
            [other, ..] => {
                return Err(Error::new(
                    other.span(),
                    "expected a parameter name, `/` or `*`",
                ));
            }
            [] => {}
        }
    }
    Ok(parameters)
}

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
    pub(crate) arguments: Vec<Argument>,
}

/// Reads attributes, name and parameters of a function.
pub(crate) fn item(tokens: TokenStream) -> Result<Item, Error> {
    let mut doc = String::new();
    let mut tokens = tokens.into_iter();
    let mut last = Span::call_site();
    while let Some(token) = tokens.next() {
        last = token.span();
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
                if let Some(line) = doc_line(group.stream()) {
                    doc.push_str(line.strip_prefix(' ').unwrap_or(&line));
                    doc.push('\n');
                }
            }
            TokenTree::Ident(word) if word.to_string() == "fn" => {
                let Some(TokenTree::Ident(name)) = tokens.next() else {
                    return Err(Error::new(last, "expected a function name"));
                };
                let list = tokens.find_map(|token| match token {
                    TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
                        Some(group)
                    }
                    _ => None,
                });
                let Some(list) = list else {
                    return Err(Error::new(last, "expected a list of parameters"));
                };
                let arguments = arguments(&list)?;
                return Ok(Item {
                    name,
                    doc,
                    arguments,
                });
            }
            _ => {}
        }
    }
    Err(Error::new(last, "#[function] belongs above a function"))
}

/// The text of `doc = "…"`.
pub(crate) fn doc_line(attribute: TokenStream) -> Option<String> {
    let tokens: Vec<TokenTree> = attribute.into_iter().collect();
    match tokens.as_slice() {
        [
            TokenTree::Ident(word),
            TokenTree::Punct(_),
            TokenTree::Literal(text),
        ] if word.to_string() == "doc" => unquote(&text.to_string()),
        _ => None,
    }
}

/// The value of a string literal as the compiler prints those of doc comments.
fn unquote(literal: &str) -> Option<String> {
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::new();
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next()? {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                other => text.push(other),
            },
            other => text.push(other),
        }
    }
    Some(text)
}

/// The parameters of the Rust function, without the first.
fn arguments(list: &Group) -> Result<Vec<Argument>, Error> {
    let mut parts = split_at_commas(list.stream()).into_iter();
    if parts.next().is_none() {
        return Err(Error::new(
            list.span(),
            "the first parameter is the context, `cx: &mut Context<'_>`",
        ));
    }
    parts
        .map(|part| match part.as_slice() {
            [
                TokenTree::Ident(name),
                TokenTree::Punct(colon),
                of_type @ ..,
            ] if colon.as_char() == ':' && !of_type.is_empty() => Ok(Argument {
                name: name.to_string(),
                of_type: of_type.iter().cloned().collect(),
                span: name.span(),
            }),
            other => Err(Error::new(
                other.first().map_or(list.span(), TokenTree::span),
                "expected `name: Type`",
            )),
        })
        .collect()
}

/// Splits at the commas that are not inside brackets of any kind.
pub(crate) fn split_at_commas(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut parts = vec![Vec::new()];
    let mut angles = 0usize;
    for token in tokens {
        if let TokenTree::Punct(punct) = &token {
            match punct.as_char() {
                '<' => angles += 1,
                '>' => angles = angles.saturating_sub(1),
                ',' if angles == 0 => {
                    parts.push(Vec::new());
                    continue;
                }
                _ => {}
            }
        }
        if let Some(part) = parts.last_mut() {
            part.push(token);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}
