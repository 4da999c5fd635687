//! `#[methods]`: from an `impl` block to the implementation of `cpython_api::class::Methods`.

use crate::documentation::documentation;
use crate::expand::{
    contains_word, conversions, numbers, parameter_names, parser, python_name, same_names,
};
use crate::item::{Argument, Item, doc_line, output, without_lifetimes};
use crate::parse::{self, Parameter};
use crate::slots::{self, Kind};
use crate::tokens::{Error, is_punct, is_word, split_at_commas, string, substitute, template};
use proc_macro::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

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
    if let Some(word) = attribute.into_iter().next() {
        return Err(Error::new(
            word.span(),
            "#[methods] takes nothing in parentheses",
        ));
    }
    let block = block(item)?;
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

fn implementation(
    class: Ident,
    markers: TokenStream,
    tables: Tables,
) -> Result<TokenStream, Error> {
    template(
        "const _: () = {
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

/// A property that is being put together.
struct Property {
    name: Ident,
    doc: String,
    get: Option<Ident>,
    set: Option<Ident>,
    delete: Option<Ident>,
}

/// Two functions that share a slot: an operator and its reflection, a setter and a deleter.
struct Pair {
    slot: &'static str,
    first: Option<Ident>,
    second: Option<Ident>,
}

#[derive(Default)]
struct Tables {
    new: Option<TokenStream>,
    methods: TokenStream,
    statics: TokenStream,
    properties: TokenStream,
    slots: TokenStream,
    pending: Vec<Property>,
    numbers: Vec<Pair>,
    assigns: Vec<Pair>,
    power: Option<Pair>,
    comparisons: Vec<(&'static str, Ident)>,
}

impl Tables {
    /// Writes the marker of a function, and its entry.
    fn add(
        &mut self,
        class: &Ident,
        function: &Function,
        marker: &Ident,
    ) -> Result<TokenStream, Error> {
        let name = &function.item.name;
        let entry = |code: &str| {
            template(
                code,
                &[("__marker", TokenTree::from(marker.clone()).into())],
            )
        };
        match function.role {
            Role::New => {
                if self.new.is_some() {
                    return Err(Error::new(name.span(), "a class has only one `#[new]`"));
                }
                self.new = Some(entry("Some(::cpython_api::class::New::by::<__marker>())")?);
            }
            Role::Method if function.python == "__call__" => self
                .slots
                .extend(entry("::cpython_api::class::Slot::call::<__marker>(),")?),
            Role::Method => self.methods.extend(entry(
                "::cpython_api::class::ClassMethod::instance::<__marker>(),",
            )?),
            Role::ClassMethod => self.methods.extend(entry(
                "::cpython_api::class::ClassMethod::class::<__marker>(),",
            )?),
            Role::StaticMethod => self.statics.extend(entry(
                "::cpython_api::class::StaticMethod::new::<__marker>(),",
            )?),
            Role::Getter => {
                let property = self.property(name, "");
                property.get = Some(marker.clone());
                property.doc = function.item.doc.clone();
            }
            Role::Setter => self.property(name, "set_").set = Some(marker.clone()),
            Role::Deleter => self.property(name, "delete_").delete = Some(marker.clone()),
            Role::Slot(kind) => {
                if kind == Kind::Buffer {
                    self.slots.extend(entry(
                        "::cpython_api::class::Slot::buffer::<__marker>(),
                        ::cpython_api::class::Slot::release_buffer(),",
                    )?);
                    return export(class, function, marker);
                }
                self.slot(kind, name, marker)?;
            }
        }
        call(class, function, marker)
    }

    fn slot(&mut self, kind: Kind, name: &Ident, marker: &Ident) -> Result<(), Error> {
        let python = name.to_string();
        match kind {
            Kind::Object(slot) | Kind::Operand(slot) | Kind::Value(_, slot) => {
                self.slots.extend(slot_entry(slot, &[marker])?);
                if python == "__len__" {
                    self.slots.extend(slot_entry("sequence_len()", &[marker])?);
                } else if python == "__getitem__" {
                    self.slots
                        .extend(slot_entry("indexed(Indexed::Item)", &[marker])?);
                }
            }
            Kind::Next => self.slots.extend(slot_entry("next()", &[marker])?),
            Kind::Number(slot, reflected) => {
                put(&mut self.numbers, slot, reflected, marker);
            }
            Kind::Assign(slot, deletes) => put(&mut self.assigns, slot, deletes, marker),
            Kind::Power(reflected) => {
                let mut pairs: Vec<Pair> = self.power.take().into_iter().collect();
                put(&mut pairs, "power()", reflected, marker);
                self.power = pairs.pop();
            }
            Kind::Comparison(op) => self.comparisons.push((op, marker.clone())),
            Kind::Buffer => {}
        }
        Ok(())
    }

    fn property(&mut self, name: &Ident, prefix: &str) -> &mut Property {
        let python = python_name(name);
        let python = python.strip_prefix(prefix).unwrap_or(&python).to_owned();
        let found = self
            .pending
            .iter()
            .position(|property| python_name(&property.name) == python);
        let index = found.unwrap_or_else(|| {
            self.pending.push(Property {
                name: Ident::new(&python, name.span()),
                doc: String::new(),
                get: None,
                set: None,
                delete: None,
            });
            self.pending.len() - 1
        });
        &mut self.pending[index]
    }

    /// Writes what needed more than one function.
    fn complete(&mut self, class: &Ident, markers: &mut TokenStream) -> Result<(), Error> {
        for property in &self.pending {
            let Some(get) = &property.get else {
                return Err(Error::new(
                    property.name.span(),
                    format!("there is no `#[getter] fn {}`", property.name),
                ));
            };
            self.properties.extend(template(
                "::cpython_api::class::Property::new::<__get, __set, __delete>(
                    ::cpython_api::c_string(__name),
                    ::cpython_api::c_string(__doc),
                ),",
                &[
                    ("__get", TokenTree::from(get.clone()).into()),
                    ("__set", or_absent(property.set.as_ref(), "Nothing")?),
                    ("__delete", or_absent(property.delete.as_ref(), "Nothing")?),
                    (
                        "__name",
                        string(&format!("{}\0", python_name(&property.name))),
                    ),
                    ("__doc", string(&format!("{}\0", property.doc.trim_end()))),
                ],
            )?);
        }
        for pair in &self.numbers {
            let slot = format!("number(Number::{})", pair.slot);
            self.slots.extend(pair_entry(&slot, pair, "Object")?);
        }
        for pair in &self.assigns {
            let slot = format!("assign(Assign::{})", pair.slot);
            self.slots.extend(pair_entry(&slot, pair, "Nothing")?);
        }
        if let Some(pair) = &self.power {
            self.slots.extend(pair_entry(pair.slot, pair, "Object")?);
        }
        if !self.comparisons.is_empty() {
            let mut types = TokenStream::new();
            for op in ["Lt", "Le", "Eq", "Ne", "Gt", "Ge"] {
                let marker = self.comparisons.iter().find(|(name, _)| *name == op);
                types.extend(template(
                    &format!("type {op} = __marker;"),
                    &[(
                        "__marker",
                        or_absent(marker.map(|(_, marker)| marker), "Object")?,
                    )],
                )?);
            }
            markers.extend(template(
                "enum Compared {}
                impl ::cpython_api::class::Comparisons<__class> for Compared { __types }",
                &[
                    ("__class", TokenTree::from(class.clone()).into()),
                    ("__types", types),
                ],
            )?);
            self.slots.extend(template(
                "::cpython_api::class::Slot::compare::<Compared>(),",
                &[],
            )?);
        }
        Ok(())
    }
}

fn put(pairs: &mut Vec<Pair>, slot: &'static str, second: bool, marker: &Ident) {
    let found = pairs.iter().position(|pair| pair.slot == slot);
    let index = found.unwrap_or_else(|| {
        pairs.push(Pair {
            slot,
            first: None,
            second: None,
        });
        pairs.len() - 1
    });
    let place = match second {
        false => &mut pairs[index].first,
        true => &mut pairs[index].second,
    };
    *place = Some(marker.clone());
}

/// `marker`, or `Absent<Object>`.
fn or_absent(marker: Option<&Ident>, output: &str) -> Result<TokenStream, Error> {
    match marker {
        Some(marker) => Ok(TokenTree::from(marker.clone()).into()),
        None => template(
            &format!("::cpython_api::class::Absent<::cpython_api::class::{output}>"),
            &[],
        ),
    }
}

fn pair_entry(slot: &str, pair: &Pair, output: &str) -> Result<TokenStream, Error> {
    let (constructor, argument) = slot.split_once('(').unwrap_or((slot, ")"));
    let argument = qualified(argument);
    template(
        &format!("::cpython_api::class::Slot::{constructor}::<__first, __second>({argument},"),
        &[
            ("__first", or_absent(pair.first.as_ref(), output)?),
            ("__second", or_absent(pair.second.as_ref(), output)?),
        ],
    )
}

/// `Slot::unary::<marker>(Unary::Repr),` from `unary(Unary::Repr)`.
fn slot_entry(slot: &str, markers: &[&Ident]) -> Result<TokenStream, Error> {
    let (constructor, argument) = slot.split_once('(').unwrap_or((slot, ")"));
    let argument = qualified(argument);
    let mut types = TokenStream::new();
    for marker in markers {
        types.extend([TokenTree::from((*marker).clone())]);
    }
    template(
        &format!("::cpython_api::class::Slot::{constructor}::<__types>({argument},"),
        &[("__types", types)],
    )
}

fn qualified(argument: &str) -> String {
    match argument {
        ")" => argument.to_owned(),
        _ => format!("::cpython_api::class::{argument}"),
    }
}

const OBJECT: &str = "::cpython_api::Bound<'py, ::cpython_api::Any>";
const NEXT: &str = "::cpython_api::Next<::cpython_api::Bound<'py, ::cpython_api::Any>, \
                    Option<::cpython_api::Bound<'py, ::cpython_api::Any>>>";

/// `let value_0 = …;`, where a wrong type is not an error.
fn operands(arguments: &[Argument]) -> Result<TokenStream, Error> {
    let mut output = TokenStream::new();
    for (index, argument) in arguments.iter().enumerate() {
        output.extend(template(
            &format!(
                "let value_{index} = match arguments.required::<__type>(cx, {index}) {{
                    Ok(value) => value,
                    Err(raised) => return ::cpython_api::class::wrong_operand(cx, raised),
                }};"
            ),
            &[("__type", argument.of_type.clone())],
        )?);
    }
    Ok(output)
}

/// The implementation of `Call` for a marker.
fn call(class: &Ident, function: &Function, marker: &Ident) -> Result<TokenStream, Error> {
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

    let operand = matches!(
        function.role,
        Role::Slot(Kind::Operand(_) | Kind::Number(..) | Kind::Power(_) | Kind::Comparison(_))
    );
    let conversions = match operand {
        false => conversions(parameters, &item.arguments)?,
        true => operands(&item.arguments)?,
    };
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
    let (output, finish) = match function.role {
        Role::New => ("__class", "result"),
        Role::Setter | Role::Deleter | Role::Slot(Kind::Assign(..)) => ("()", "result"),
        Role::Slot(Kind::Value(output, _)) => (output, "result"),
        Role::Slot(Kind::Next) => (
            NEXT,
            "::cpython_api::class::IntoNext::into_next(result?, cx)",
        ),
        _ if contains_word(item.output.clone(), "impl") => {
            (OBJECT, "::cpython_api::IntoPython::into_python(result, cx)")
        }
        _ => (
            OBJECT,
            "<__returned as ::cpython_api::IntoPython<'py>>::into_python(result, cx)",
        ),
    };
    let (pointer, doc) = match function.role {
        Role::New => {
            let doc = documentation("", "", parameters, "");
            (
                template(
                    "<__class as ::cpython_api::class::Class>::SPEC.name()",
                    &[("__class", class_tokens.clone())],
                )?,
                format!("{doc}\0"),
            )
        }
        Role::Method | Role::ClassMethod | Role::StaticMethod => (
            template(
                "::cpython_api::c_string(__text)",
                &[("__text", string(&format!("{python}\0")))],
            )?,
            format!("{}\0", documentation(python, prefix, parameters, &item.doc)),
        ),
        _ => (
            template(
                "::cpython_api::c_string(__text)",
                &[("__text", string(&format!("{python}\0")))],
            )?,
            String::from("\0"),
        ),
    };
    let parser = parser(&pointer, parameters)?;
    template(
        &format!(
            "enum __marker {{}}
            impl ::cpython_api::class::Call<__receiver> for __marker {{
                const SIGNATURE: ::cpython_api::Signature = ::cpython_api::Signature::new(
                    __python,
                    ::cpython_api::c_string(__doc),
                    ::cpython_api::Counts {{ __numbers }},
                    &[__parameter_names],
                );
                type Output<'py> = {output};
                __parser
                #[inline]
                fn call<'py>(
                    cx: &mut ::cpython_api::Context<'py>,
                    this: ::cpython_api::Borrowed<'py, __receiver>,
                    arguments: ::cpython_api::Arguments<'py>,
                ) -> ::cpython_api::PyResult<{output}> {{
                    let _ = (&this, &arguments);
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
            ("__doc", string(&doc)),
            ("__numbers", numbers(parameters)?),
            ("__parameter_names", parameter_names(parameters)?),
            ("__parser", parser),
            ("__conversions", conversions),
            ("__name", TokenTree::from(item.name.clone()).into()),
        ],
    )
}

/// The implementation of `Export` for a marker.
fn export(class: &Ident, function: &Function, marker: &Ident) -> Result<TokenStream, Error> {
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

struct Block {
    class: Ident,
    functions: Vec<Function>,
    /// The block without the attributes that only `#[methods]` knows.
    output: TokenStream,
}

/// Reads `impl Counter { … }`.
fn block(item: TokenStream) -> Result<Block, Error> {
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
fn items(block: TokenStream) -> Vec<Vec<TokenTree>> {
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
fn read(tokens: Vec<TokenTree>, kept: &mut TokenStream) -> Result<Option<Function>, Error> {
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

/// Reads `method(by = 1, /)`; none for an attribute that is not ours.
fn attribute(group: &Group) -> Result<Option<(Role, TokenStream, Span)>, Error> {
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
fn function(
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
        role,
        python,
        item,
        parameters,
        receiver,
    })
}

fn is_self(part: &[TokenTree]) -> bool {
    part.iter()
        .take_while(|token| !matches!(token, TokenTree::Punct(p) if p.as_char() == ':'))
        .any(|token| token.to_string() == "self")
}

/// Whether a parameter's type ends in `Context<…>`.
fn is_context(part: &[TokenTree]) -> bool {
    part.iter().any(|token| token.to_string() == "Context")
}

fn receiver(part: &[TokenTree], list: &Group) -> Result<Receiver, Error> {
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
fn argument(part: &[TokenTree], list: &Group, lifetimes: &[String]) -> Result<Argument, Error> {
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
fn positional(
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
