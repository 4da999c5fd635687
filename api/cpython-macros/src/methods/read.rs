//! Reading an `impl` block: its functions, and what is said above them.

use super::{Function, Receiver, Role};
use crate::expand::python_name;
use crate::item::{Argument, Item, doc_line, output, without_lifetimes};
use crate::parse::{self, Parameter};
use crate::slots::{self, Kind};
use crate::tokens::{Error, is_punct, split_at_commas, template};
use proc_macro::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

pub(super) struct Block {
    pub(super) class: Ident,
    pub(super) functions: Vec<Function>,
    /// The block without the attributes that only `#[methods]` knows.
    pub(super) output: TokenStream,
}

/// Reads `impl Counter { … }`.
pub(super) fn block(item: TokenStream) -> Result<Block, Error> {
    let mut output = TokenStream::new();
    let mut class = None;
    let mut functions = Vec::new();
    let mut last = Span::call_site();
    let mut after_impl = false;
    for token in item {
        last = token.span();
        match &token {
            TokenTree::Ident(word) if word.to_string() == "impl" => after_impl = true,
            TokenTree::Ident(word) if after_impl && class.is_none() => class = Some(word.clone()),
            TokenTree::Group(group) if class.is_some() && group.delimiter() == Delimiter::Brace => {
                let mut inside = TokenStream::new();
                for part in items(group.stream()) {
                    if let Some(mut function) = read(part, &mut inside)? {
                        function.name_the_class(class.as_ref());
                        functions.push(function);
                    }
                }
                let mut group = Group::new(Delimiter::Brace, inside);
                group.set_span(last);
                output.extend([TokenTree::from(group)]);
                continue;
            }
            other if after_impl => {
                return Err(Error::new(
                    other.span(),
                    "#[methods] belongs above `impl Name { … }`, where `Name` is a `#[class]`",
                ));
            }
            _ => {}
        }
        output.extend([token]);
    }
    match class {
        Some(class) => Ok(Block {
            class,
            functions,
            output,
        }),
        None => Err(Error::new(last, "#[methods] belongs above an `impl` block")),
    }
}

/// The items of a block, each with its attributes.
pub(super) fn items(block: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut items = Vec::new();
    let mut item = Vec::new();
    for token in block {
        let ends = match &token {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(punct) => punct.as_char() == ';',
            _ => false,
        };
        item.push(token);
        if ends {
            items.push(std::mem::take(&mut item));
        }
    }
    if !item.is_empty() {
        items.push(item);
    }
    items
}

/// Reads one item of the block, and gives it out without our attribute.
pub(super) fn read(
    tokens: Vec<TokenTree>,
    kept: &mut TokenStream,
) -> Result<Option<Function>, Error> {
    let mut role: Option<(Role, TokenStream, Span)> = None;
    let mut doc = String::new();
    let mut name = None;
    let mut list = None;
    let mut lifetimes = Vec::new();
    let mut after = Vec::new();
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        if let (TokenTree::Punct(hash), Some(TokenTree::Group(group))) = (&token, rest.peek()) {
            if hash.as_char() == '#' && name.is_none() {
                let group = group.clone();
                rest.next();
                if let Some(found) = attribute(&group)? {
                    if role.replace(found).is_some() {
                        return Err(Error::new(
                            group.span(),
                            "a function has one of these attributes",
                        ));
                    }
                    continue;
                }
                doc_line(group.stream(), &mut doc)?;
                kept.extend([token, TokenTree::from(group)]);
                continue;
            }
        }
        match &token {
            tick if is_punct(tick, '\'') && name.is_some() && list.is_none() => {
                lifetimes.extend(rest.peek().map(ToString::to_string));
            }
            other if list.is_some() => after.push(other.clone()),
            TokenTree::Ident(word) if name.is_none() && word.to_string() == "fn" => {
                if let Some(TokenTree::Ident(found)) = rest.peek() {
                    name = Some(found.clone());
                }
            }
            TokenTree::Group(group)
                if name.is_some()
                    && list.is_none()
                    && group.delimiter() == Delimiter::Parenthesis =>
            {
                list = Some(group.clone());
            }
            _ => {}
        }
        kept.extend([token]);
    }
    let (Some(name), Some(list)) = (name, list) else {
        return match role {
            Some((_, _, span)) => Err(Error::new(span, "the attribute belongs above a function")),
            None => Ok(None),
        };
    };
    let python = python_name(&name);
    let slot = slots::find(&python);
    let (role, signature) = match (role, slot) {
        (Some((Role::Method, signature, _)), None) => (Role::Method, signature),
        (Some((Role::Method, _, span)), Some(_)) => {
            return Err(Error::new(
                span,
                format!("`{python}` is called by Python itself: it takes no attribute"),
            ));
        }
        (Some((role, signature, _)), _) => (role, signature),
        (None, Some((kind, _, _))) => (Role::Slot(kind), TokenStream::new()),
        (None, None) if python.starts_with("__") && python.ends_with("__") => {
            return Err(Error::new(
                name.span(),
                format!("`{python}` is an ordinary method: put `#[method(…)]` above it"),
            ));
        }
        (None, None) => return Ok(None),
    };
    let item = Item {
        name,
        doc,
        context: false,
        arguments: Vec::new(),
        output: output(after.into_iter(), &lifetimes),
    };
    function(role, signature, item, &list, &lifetimes).map(Some)
}

/// Reads `method(by = 1, /)`; none for an attribute that is not ours.
pub(super) fn attribute(group: &Group) -> Result<Option<(Role, TokenStream, Span)>, Error> {
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    let Some(TokenTree::Ident(word)) = tokens.first() else {
        return Ok(None);
    };
    let (role, signed) = match word.to_string().as_str() {
        "new" => (Role::New, true),
        "method" => (Role::Method, true),
        "classmethod" => (Role::ClassMethod, true),
        "staticmethod" => (Role::StaticMethod, true),
        "getter" => (Role::Getter, false),
        "setter" => (Role::Setter, false),
        "deleter" => (Role::Deleter, false),
        _ => return Ok(None),
    };
    match (&tokens[1..], signed) {
        ([TokenTree::Group(signature)], true)
            if signature.delimiter() == Delimiter::Parenthesis =>
        {
            Ok(Some((role, signature.stream(), word.span())))
        }
        ([], true) => Ok(Some((role, TokenStream::new(), word.span()))),
        ([], false) => Ok(Some((role, TokenStream::new(), word.span()))),
        (_, true) => Err(Error::new(
            word.span(),
            format!("expected the Python signature, `#[{word}(…)]`"),
        )),
        (_, false) => Err(Error::new(
            word.span(),
            format!("`#[{word}]` takes nothing in parentheses"),
        )),
    }
}

/// Reads the parameters: receiver, context, and those that Python passes.
pub(super) fn function(
    role: Role,
    signature: TokenStream,
    mut item: Item,
    list: &Group,
    lifetimes: &[String],
) -> Result<Function, Error> {
    let parts = split_at_commas(list.stream(), true)?;
    let mut parts = parts.as_slice();
    let receiver = match role {
        Role::New | Role::StaticMethod => {
            if let Some(part) = parts.first() {
                if is_self(part) {
                    return Err(Error::new(
                        part[0].span(),
                        "there is no instance: the first parameter is the context",
                    ));
                }
            }
            Receiver::None
        }
        Role::ClassMethod => match parts {
            [first, rest @ ..] if !is_self(first) && !is_context(first) => {
                parts = rest;
                Receiver::Handle
            }
            _ => {
                return Err(Error::new(
                    list.span(),
                    "a class method begins with `class: Borrowed<'py, PyType>`",
                ));
            }
        },
        _ => match parts {
            [first, rest @ ..] => {
                let receiver = receiver(first, list)?;
                parts = rest;
                receiver
            }
            [] => {
                return Err(Error::new(list.span(), "a method begins with `&self`"));
            }
        },
    };
    if let [context, rest @ ..] = parts {
        if is_context(context) {
            item.context = true;
            parts = rest;
        }
    }
    if let Some(context) = parts.iter().find(|part| is_context(part)) {
        return Err(Error::new(
            context[0].span(),
            "the context follows the receiver: move it to the front",
        ));
    }
    for part in parts {
        item.arguments.push(argument(part, list, lifetimes)?);
    }
    let arguments = &item.arguments;
    let mut python = python_name(&item.name);
    let parameters = match role {
        Role::New | Role::Method | Role::ClassMethod | Role::StaticMethod => {
            let (parameters, options) = parse::attribute(signature)?;
            if let Some(name) = options.name {
                python = name;
            }
            parameters
        }
        Role::Getter | Role::Deleter => positional(&item.name, arguments, 0, 0)?,
        Role::Setter => positional(&item.name, arguments, 1, 1)?,
        Role::Slot(_) => {
            let (_, least, most) = slots::find(&python).unwrap_or((Kind::Next, 0, 0));
            positional(&item.name, arguments, least, most)?
        }
    };
    Ok(Function {
        twin: None,
        role,
        python,
        item,
        parameters,
        receiver,
    })
}

pub(super) fn is_self(part: &[TokenTree]) -> bool {
    part.iter()
        .take_while(|token| !matches!(token, TokenTree::Punct(p) if p.as_char() == ':'))
        .any(|token| token.to_string() == "self")
}

/// Whether a parameter's type ends in `Context<…>`.
pub(super) fn is_context(part: &[TokenTree]) -> bool {
    part.iter().any(|token| token.to_string() == "Context")
}

pub(super) fn receiver(part: &[TokenTree], list: &Group) -> Result<Receiver, Error> {
    if is_self(part) {
        let text: String = part.iter().map(ToString::to_string).collect();
        if text == "&self" {
            return Ok(Receiver::Payload);
        }
        return Err(Error::new(
            part[0].span(),
            "a payload is only ever lent as `&self`, because another thread, or a method that is \
             called back, can be in it as well; what changes is an atomic, a `Field` or a `Guarded`",
        ));
    }
    let colon = part
        .iter()
        .position(|token| matches!(token, TokenTree::Punct(p) if p.as_char() == ':'));
    let of_type = colon.map_or(&[][..], |colon| &part[colon + 1..]);
    let has = |word: &str| of_type.iter().any(|token| token.to_string() == word);
    match of_type.first() {
        Some(TokenTree::Punct(and)) if and.as_char() == '&' && has("Bound") => Ok(Receiver::Lent),
        Some(_) if has("Borrowed") => Ok(Receiver::Handle),
        _ => Err(Error::new(
            part.first().map_or(list.span(), TokenTree::span),
            "expected the receiver here: `&self`, or `this: &Bound<'py, Self>` for the object itself",
        )),
    }
}

/// Reads `name: Type`.
pub(super) fn argument(
    part: &[TokenTree],
    list: &Group,
    lifetimes: &[String],
) -> Result<Argument, Error> {
    match part {
        [
            TokenTree::Ident(name),
            TokenTree::Punct(colon),
            of_type @ ..,
        ] if colon.as_char() == ':' && !of_type.is_empty() => Ok(Argument {
            name: name.to_string(),
            of_type: without_lifetimes(of_type.iter().cloned(), lifetimes),
            span: name.span(),
        }),
        other => Err(Error::new(
            other.first().map_or(list.span(), TokenTree::span),
            "expected `name: Type`",
        )),
    }
}

/// The parameters of a special method, which are what the function has.
pub(super) fn positional(
    name: &Ident,
    arguments: &[Argument],
    least: usize,
    most: usize,
) -> Result<Vec<Parameter>, Error> {
    if !(least..=most).contains(&arguments.len()) {
        let many = match most {
            0 => String::from("no parameter"),
            1 => String::from("one parameter"),
            _ => format!("{most} parameters"),
        };
        return Err(Error::new(
            name.span(),
            format!("Python calls `{name}` with {many} after the context"),
        ));
    }
    arguments
        .iter()
        .map(|argument| {
            let text = argument.of_type.to_string();
            let default = match text.starts_with("Option") {
                true => Some(template("None", &[])?),
                false => None,
            };
            Ok(Parameter {
                name: Ident::new(&argument.name, argument.span),
                kind: parse::Kind::PositionalOnly,
                default,
            })
        })
        .collect()
}
