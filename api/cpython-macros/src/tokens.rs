//! Errors with a place, and helpers for token streams.

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

pub(crate) fn is_punct(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
}

pub(crate) fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident.to_string() == word)
}

/// Splits at the commas that are not inside brackets; in types, `<…>` are brackets too.
///
/// A comma at the end is allowed.
pub(crate) fn split_at_commas(
    tokens: impl IntoIterator<Item = TokenTree>,
    types: bool,
) -> Result<Vec<Vec<TokenTree>>, Error> {
    let mut parts = Vec::new();
    let mut part: Vec<TokenTree> = Vec::new();
    let mut angles = 0usize;
    for token in tokens {
        if is_punct(&token, ',') && angles == 0 {
            if part.is_empty() {
                return Err(Error::new(
                    token.span(),
                    "there is nothing before this comma: take it away",
                ));
            }
            parts.push(core::mem::take(&mut part));
            continue;
        }
        if types {
            let arrow = part.last().is_some_and(|last| is_punct(last, '-'));
            if is_punct(&token, '<') {
                angles += 1;
            } else if is_punct(&token, '>') && !arrow {
                angles = angles.saturating_sub(1);
            }
        }
        part.push(token);
    }
    if !part.is_empty() {
        parts.push(part);
    }
    Ok(parts)
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
            Span::call_site(),
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
