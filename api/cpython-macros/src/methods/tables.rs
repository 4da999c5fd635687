//! The tables of a class, and what of them needs more than one function.

use super::call::{call, export};
use super::{Function, Role, docstring};
use crate::expand::python_name;
use crate::slots::Kind;
use crate::tokens::{Error, string, template};
use proc_macro::{Ident, TokenStream, TokenTree};

/// A property that is being put together.
pub(super) struct Property {
    name: Ident,
    doc: String,
    twin: Option<Ident>,
    get: Option<Ident>,
    set: Option<Ident>,
    delete: Option<Ident>,
}

/// Two functions that share a slot: an operator and its reflection, a setter and a deleter.
pub(super) struct Pair {
    slot: &'static str,
    first: Option<Ident>,
    second: Option<Ident>,
}

#[derive(Default)]
pub(super) struct Tables {
    pub(super) new: Option<TokenStream>,
    pub(super) methods: TokenStream,
    pub(super) statics: TokenStream,
    pub(super) properties: TokenStream,
    pub(super) slots: TokenStream,
    pub(super) pending: Vec<Property>,
    pub(super) numbers: Vec<Pair>,
    pub(super) assigns: Vec<Pair>,
    pub(super) power: Option<Pair>,
    pub(super) comparisons: Vec<(&'static str, Ident)>,
}

impl Tables {
    /// Writes the marker of a function, and its entry.
    pub(super) fn add(
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
                property.twin = function.twin.clone();
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
                twin: None,
                get: None,
                set: None,
                delete: None,
            });
            self.pending.len() - 1
        });
        &mut self.pending[index]
    }

    /// Writes what needed more than one function.
    pub(super) fn complete(
        &mut self,
        class: &Ident,
        markers: &mut TokenStream,
    ) -> Result<(), Error> {
        for property in &self.pending {
            let Some(get) = &property.get else {
                return Err(Error::new(
                    property.name.span(),
                    format!("there is no `#[getter] fn {}`", property.name),
                ));
            };
            // One that says nothing has a twin that says nothing.
            let twin = property.twin.as_ref();
            let twin = twin.filter(|_| !property.doc.is_empty());
            self.properties.extend(template(
                "::cpython_api::class::Property::new::<__get, __set, __delete>(
                    ::cpython_api::c_string(__name),
                    __doc,
                ),",
                &[
                    ("__get", TokenTree::from(get.clone()).into()),
                    ("__set", or_absent(property.set.as_ref(), "Nothing")?),
                    ("__delete", or_absent(property.delete.as_ref(), "Nothing")?),
                    (
                        "__name",
                        string(&format!("{}\0", python_name(&property.name))),
                    ),
                    ("__doc", docstring(twin, property.doc.trim_end())?),
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

pub(super) fn put(pairs: &mut Vec<Pair>, slot: &'static str, second: bool, marker: &Ident) {
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
pub(super) fn or_absent(marker: Option<&Ident>, output: &str) -> Result<TokenStream, Error> {
    match marker {
        Some(marker) => Ok(TokenTree::from(marker.clone()).into()),
        None => template(
            &format!("::cpython_api::class::Absent<::cpython_api::class::{output}>"),
            &[],
        ),
    }
}

pub(super) fn pair_entry(slot: &str, pair: &Pair, output: &str) -> Result<TokenStream, Error> {
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
pub(super) fn slot_entry(slot: &str, markers: &[&Ident]) -> Result<TokenStream, Error> {
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

pub(super) fn qualified(argument: &str) -> String {
    match argument {
        ")" => argument.to_owned(),
        _ => format!("::cpython_api::class::{argument}"),
    }
}
