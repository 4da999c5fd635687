//! Reading the attribute: a Python signature, and options.

use crate::literal;
use crate::tokens::{self, Error};
use proc_macro::{Ident, Span, TokenStream, TokenTree};

/// The most parameters with a name: `cpython_api` sets room for them aside on the stack.
const MOST_PARAMETERS: usize = 16;

/// Those that Rust allows as names; `False`, `None` and `True` could not be patterns.
const PYTHON_KEYWORDS: [&str; 32] = [
    "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif",
    "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda",
    "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// How an argument can be passed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    PositionalOnly,
    PositionalOrKeyword,
    /// `*args`: all positional arguments that are left.
    Args,
    KeywordOnly,
    /// `**kwargs`: all keywords that are left.
    Kwargs,
}

/// One name of the Python signature.
pub(crate) struct Parameter {
    pub(crate) name: Ident,
    pub(crate) kind: Kind,
    pub(crate) default: Option<TokenStream>,
}

/// What follows the signature, after `;`.
#[derive(Default)]
pub(crate) struct Options {
    /// The function's name in Python, if it is not the Rust one.
    pub(crate) name: Option<String>,
}

/// Reads `data, /, *, newline = true; name = "encode"`.
pub(crate) fn attribute(tokens: TokenStream) -> Result<(Vec<Parameter>, Options), Error> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let end = tokens.iter().position(|token| tokens::is_punct(token, ';'));
    let (before, after) = match end {
        Some(end) => (&tokens[..end], &tokens[end + 1..]),
        None => (&tokens[..], &[][..]),
    };
    let parameters = signature(before.iter().cloned().collect())?;
    Ok((parameters, options(after)?))
}

fn options(tokens: &[TokenTree]) -> Result<Options, Error> {
    let mut options = Options::default();
    for part in tokens::split_at_commas(tokens.iter().cloned(), false)? {
        match part.as_slice() {
            [
                TokenTree::Ident(word),
                TokenTree::Punct(equals),
                TokenTree::Literal(text),
            ] if word.to_string() == "name" && equals.as_char() == '=' => {
                let name = literal::string(&text.to_string())
                    .filter(|name| is_identifier(name))
                    .ok_or_else(|| {
                        Error::new(
                            text.span(),
                            "the name must be a Python identifier in quotes, such as `name = \"type\"`",
                        )
                    })?;
                options.name = Some(name);
            }
            [first, ..] => {
                return Err(Error::new(
                    first.span(),
                    "the only option is the function's name in Python: `; name = \"type\"`",
                ));
            }
            [] => {}
        }
    }
    Ok(options)
}

fn is_identifier(name: &str) -> bool {
    let mut characters = name.chars();
    characters
        .next()
        .is_some_and(|first| first == '_' || first.is_alphabetic())
        && characters.all(|other| other == '_' || other.is_alphanumeric())
}

/// Reads `data, /, *args, newline = true, **kwargs`.
pub(crate) fn signature(tokens: TokenStream) -> Result<Vec<Parameter>, Error> {
    let mut reader = Reader::default();
    for part in tokens::split_at_commas(tokens, false)? {
        reader.part(&part)?;
    }
    if let Some(star) = reader.bare_star {
        return Err(Error::new(
            star,
            "`*` must be followed by the keyword-only parameters: `*, name`",
        ));
    }
    if let Some(extra) = reader
        .parameters
        .iter()
        .filter(|one| !matches!(one.kind, Kind::Args | Kind::Kwargs))
        .nth(MOST_PARAMETERS)
    {
        return Err(Error::new(
            extra.name.span(),
            format!(
                "a function has at most {MOST_PARAMETERS} named parameters: \
                 take the others with `*args` or `**kwargs`"
            ),
        ));
    }
    Ok(reader.parameters)
}

/// What has been read of a signature.
#[derive(Default)]
struct Reader {
    parameters: Vec<Parameter>,
    slash: bool,
    /// `*` or `*args` was there, so what follows is keyword-only.
    keyword_only: bool,
    /// A `*` that no keyword-only parameter has followed yet.
    bare_star: Option<Span>,
}

impl Reader {
    fn part(&mut self, part: &[TokenTree]) -> Result<(), Error> {
        if let (Some(first), Some(last)) = (part.first(), self.parameters.last()) {
            if last.kind == Kind::Kwargs {
                return Err(Error::new(
                    first.span(),
                    format!("`**{}` must be the last: put this before it", last.name),
                ));
            }
        }
        match part {
            [TokenTree::Punct(slash)] if slash.as_char() == '/' => self.slash(slash.span()),
            [TokenTree::Punct(star)] if star.as_char() == '*' => self.star(star.span()),
            [TokenTree::Punct(one), TokenTree::Punct(two), rest @ ..]
                if one.as_char() == '*' && two.as_char() == '*' =>
            {
                let name = star_name(rest, two.span(), "**kwargs")?;
                if let Some(star) = self.bare_star {
                    return Err(Error::new(
                        star,
                        "`*` must be followed by a keyword-only parameter, and `**kwargs` is \
                         none: take the `*` away",
                    ));
                }
                self.add(name, Kind::Kwargs, None)
            }
            [TokenTree::Punct(star), rest @ ..] if star.as_char() == '*' => {
                let name = star_name(rest, star.span(), "*args")?;
                if let Some(args) = self.parameters.iter().find(|one| one.kind == Kind::Args) {
                    return Err(Error::new(
                        name.span(),
                        format!(
                            "`*{}` already takes what is left: take this away",
                            args.name
                        ),
                    ));
                }
                if self.keyword_only {
                    return Err(Error::new(
                        name.span(),
                        format!("write `*{name}` in the place of the `*` before it"),
                    ));
                }
                self.keyword_only = true;
                self.add(name, Kind::Args, None)
            }
            [TokenTree::Ident(name), rest @ ..] => {
                let default = default(rest)?;
                let kind = if self.keyword_only {
                    Kind::KeywordOnly
                } else {
                    Kind::PositionalOrKeyword
                };
                // As in Argument Clinic, and unlike `def`, this holds for keyword-only ones too.
                let after_default = self.parameters.last().is_some_and(|last| {
                    last.default.is_some()
                        && (last.kind == Kind::KeywordOnly) == (kind == Kind::KeywordOnly)
                });
                if default.is_none() && after_default {
                    return Err(Error::new(
                        name.span(),
                        format!(
                            "`{name}` follows a parameter with a default: give it one, \
                             `{name} = …`, or put it before that"
                        ),
                    ));
                }
                self.bare_star = None;
                self.add(name, kind, default)
            }
            [other, ..] => Err(Error::new(
                other.span(),
                "expected `name`, `name = default`, `/`, `*`, `*args` or `**kwargs`",
            )),
            [] => Ok(()),
        }
    }

    fn add(&mut self, name: &Ident, kind: Kind, default: Option<TokenStream>) -> Result<(), Error> {
        let text = name.to_string();
        let in_python = text.strip_prefix("r#").unwrap_or(&text);
        if PYTHON_KEYWORDS.contains(&in_python) {
            return Err(Error::new(
                name.span(),
                format!(
                    "`{in_python}` is a keyword of Python, which no parameter can be called: \
                     try `{in_python}_`"
                ),
            ));
        }
        if self
            .parameters
            .iter()
            .any(|one| one.name.to_string() == text)
        {
            return Err(Error::new(
                name.span(),
                format!("there is a parameter `{name}` already: give this one another name"),
            ));
        }
        self.parameters.push(Parameter {
            name: name.clone(),
            kind,
            default,
        });
        Ok(())
    }

    fn slash(&mut self, span: Span) -> Result<(), Error> {
        let wrong = if self.slash {
            "`/` can appear only once: take this one away"
        } else if self.keyword_only {
            "`/` must be before `*`: put it after the last positional-only parameter"
        } else if self.parameters.is_empty() {
            "`/` must follow the positional-only parameters: `name, /`"
        } else {
            self.slash = true;
            for parameter in &mut self.parameters {
                parameter.kind = Kind::PositionalOnly;
            }
            return Ok(());
        };
        Err(Error::new(span, wrong))
    }

    fn star(&mut self, span: Span) -> Result<(), Error> {
        if self.keyword_only {
            return Err(Error::new(
                span,
                "what follows is keyword-only already: take this `*` away",
            ));
        }
        self.keyword_only = true;
        self.bare_star = Some(span);
        Ok(())
    }
}

/// The name after `*` or `**`, and nothing else.
fn star_name<'a>(rest: &'a [TokenTree], star: Span, form: &str) -> Result<&'a Ident, Error> {
    match rest {
        [TokenTree::Ident(name)] => Ok(name),
        [TokenTree::Ident(_), other, ..] => Err(Error::new(
            other.span(),
            format!("`{form}` has no default, it is empty instead: write only `{form}`"),
        )),
        [other, ..] => Err(Error::new(other.span(), format!("expected `{form}`"))),
        [] => Err(Error::new(star, format!("expected `{form}`"))),
    }
}

/// What follows a name.
fn default(rest: &[TokenTree]) -> Result<Option<TokenStream>, Error> {
    match rest {
        [] => Ok(None),
        [TokenTree::Punct(equals)] if equals.as_char() == '=' => Err(Error::new(
            equals.span(),
            "a default must follow `=`: `name = None`",
        )),
        [TokenTree::Punct(equals), value @ ..] if equals.as_char() == '=' => {
            Ok(Some(value.iter().cloned().collect()))
        }
        [TokenTree::Punct(colon), ..] if colon.as_char() == ':' => Err(Error::new(
            colon.span(),
            "types are in the Rust signature: write only the name here",
        )),
        [other, ..] => Err(Error::new(
            other.span(),
            "expected `name` or `name = default`; is a comma missing?",
        )),
    }
}
