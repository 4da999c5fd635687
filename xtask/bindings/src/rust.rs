//! From bindgen's output to declarations in the one form that cpython-sys has.
//!
//! The form is what a person would write, and what `api/cpython-sys/verify` can read: C's public
//! names instead of its tags, no paths, no derives, no anonymous unions.

use crate::allowlist::{Entry, Kind};
use crate::headers::CONSTANT;
use anyhow::{Result, bail};
use proc_macro2::{Ident, Span};
use quote::{ToTokens as _, quote};
use std::collections::{BTreeMap, BTreeSet};
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Fields, ForeignItem, Item, Lit, Token, Type};

/// Types of `core::ffi`, which the file imports.
const FFI_TYPES: [&str; 14] = [
    "c_char",
    "c_schar",
    "c_uchar",
    "c_short",
    "c_ushort",
    "c_int",
    "c_uint",
    "c_long",
    "c_ulong",
    "c_longlong",
    "c_ulonglong",
    "c_float",
    "c_double",
    "c_void",
];
const PRIMITIVES: [&str; 12] = [
    "i8", "u8", "i16", "u16", "i32", "u32", "i64", "u64", "isize", "usize", "f32", "f64",
];

/// What bindgen found in one configuration, by name.
#[derive(Default)]
pub(crate) struct Found {
    types: BTreeMap<String, Type>,
    structs: BTreeMap<String, syn::FieldsNamed>,
    unions: BTreeMap<String, Punctuated<syn::Field, Token![,]>>,
    foreign: BTreeMap<String, ForeignItem>,
    constants: BTreeMap<String, i64>,
    /// The public name of each tag: `_object` is `PyObject`.
    public: BTreeMap<String, String>,
}

impl Found {
    pub(crate) fn new(file: syn::File) -> Self {
        let mut found = Self::default();
        for item in file.items {
            match item {
                Item::Type(alias) => {
                    let name = alias.ident.to_string();
                    if let Some(tag) = last_segment(&alias.ty) {
                        found.public.entry(tag).or_insert_with(|| name.clone());
                    }
                    found.types.insert(name, *alias.ty);
                }
                Item::Struct(item) => {
                    if let Fields::Named(fields) = item.fields {
                        found.structs.insert(item.ident.to_string(), fields);
                    }
                }
                Item::Union(item) => {
                    let views = item.fields.named;
                    found.unions.insert(item.ident.to_string(), views);
                }
                Item::ForeignMod(block) => {
                    for item in block.items {
                        let name = match &item {
                            ForeignItem::Fn(function) => function.sig.ident.to_string(),
                            ForeignItem::Static(variable) => variable.ident.to_string(),
                            _ => continue,
                        };
                        found.foreign.insert(name, item);
                    }
                }
                Item::Const(item) => {
                    let name = item.ident.to_string();
                    if let (Some(name), Some(value)) =
                        (name.strip_prefix(CONSTANT), integer(&item.expr))
                    {
                        found.constants.insert(name.to_owned(), value);
                    }
                }
                _ => {}
            }
        }
        // A typedef of a typedef is not the public name of a tag.
        found
            .public
            .retain(|tag, _| found.structs.contains_key(tag));
        found
    }

    /// The declaration of `entry`, unformatted, or `None` if this configuration lacks it. Adds the
    /// names of all types that it uses to `used`.
    pub(crate) fn declaration(
        &self,
        entry: &Entry,
        used: &mut BTreeSet<String>,
    ) -> Result<Option<String>> {
        let mut plain = Plain {
            public: &self.public,
            used,
        };
        let name = &entry.name;
        let ident = Ident::new(name, Span::call_site());
        Ok(match &entry.kind {
            Kind::Function | Kind::Static => self.foreign.get(name).map(|item| {
                let mut item = item.clone();
                plain.visit_foreign_item_mut(&mut item);
                item.to_token_stream().to_string()
            }),
            Kind::Const { ty, narrow } => {
                plain.used.insert(ty.clone());
                self.constants
                    .get(name)
                    .map(|wide| constant(name, ty, *wide, *narrow))
            }
            Kind::Opaque { up_to: None } => (self.types.contains_key(name)
                || self.structs.contains_key(name))
            .then(|| opaque(&ident)),
            Kind::Opaque { up_to: Some(last) } => {
                let Some(fields) = self.struct_fields(name) else {
                    return Ok(None);
                };
                let Some(end) = fields
                    .iter()
                    .position(|f| f.ident.as_ref().is_some_and(|i| i == last))
                else {
                    bail!("{name} has no field {last}")
                };
                let fields = fields.iter().take(end + 1);
                let (_, fields) = self.plain_fields(name, fields, None, &mut plain)?;
                Some(
                    quote!(#[repr(C)] pub struct #ident { #(#fields,)* _opaque: [u8; 0], })
                        .to_string(),
                )
            }
            Kind::Type { union } => {
                if let Some(fields) = self.struct_fields(name) {
                    if fields.iter().any(is_incomplete) {
                        // C knows no more than that it exists.
                        return Ok(Some(opaque(&ident)));
                    }
                    let union = union.as_deref();
                    let (views, fields) =
                        self.plain_fields(name, fields.iter(), union, &mut plain)?;
                    let item = quote!(#[repr(C)] pub struct #ident { #(#fields,)* });
                    Some(format!("{views}{item}"))
                } else if let Some(target) = self.types.get(name) {
                    let mut target = target.clone();
                    plain.visit_type_mut(&mut target);
                    Some(quote!(pub type #ident = #target;).to_string())
                } else {
                    None
                }
            }
        })
    }

    /// The fields of the struct that has this public name or tag.
    fn struct_fields(&self, name: &str) -> Option<&Punctuated<syn::Field, Token![,]>> {
        let tag = self.types.get(name).and_then(last_segment);
        Some(
            &self
                .structs
                .get(&tag.unwrap_or_else(|| name.to_owned()))?
                .named,
        )
    }

    /// The fields as Rust has them, after the declaration of the union among them if it is to
    /// have the name `union`.
    ///
    /// An anonymous union has several views of the same memory, and Rust none without a name.
    /// Unless it is to have one, its first view stands for it.
    fn plain_fields<'a>(
        &self,
        name: &str,
        fields: impl Iterator<Item = &'a syn::Field>,
        union: Option<&str>,
        plain: &mut Plain<'_>,
    ) -> Result<(String, Vec<syn::Field>)> {
        let (mut declared, mut result) = (String::new(), Vec::new());
        for field in fields {
            let views = last_segment(&field.ty).and_then(|tag| self.unions.get(&tag));
            match (views, union) {
                (None, _) => result.push(plain_field(name, field, plain)?),
                (Some(views), Some(union)) if views.len() > 1 => {
                    if !declared.is_empty() {
                        bail!("{name} has several unions, and only one can be called {union}");
                    }
                    let views = views.iter().map(|view| plain_field(name, view, plain));
                    let views = views.collect::<Result<Vec<_>>>()?;
                    let field = Ident::new(union, Span::call_site());
                    let ty = Ident::new(&format!("{name}_{union}"), Span::call_site());
                    declared = format!("{}\n", quote!(#[repr(C)] pub union #ty { #(#views,)* }));
                    result.push(syn::parse_quote!(pub #field: #ty));
                }
                (Some(views), _) => {
                    let Some(first) = views.first() else {
                        bail!("{name} has a union without a view: list it as opaque")
                    };
                    let mut view = plain_field(name, first, plain)?;
                    if last_segment(&view.ty).is_some_and(|ty| ty == "i64") {
                        // Machines with shorter pointers have other views, and shorter ones.
                        view = syn::parse_quote!(pub _word: usize);
                    }
                    result.push(view);
                }
            }
        }
        if union.is_some() && declared.is_empty() {
            bail!("{name} has no anonymous union of several views");
        }
        Ok((declared, result))
    }
}

/// `field` in C's names.
fn plain_field(name: &str, field: &syn::Field, plain: &mut Plain<'_>) -> Result<syn::Field> {
    let mut field = field.clone();
    let field_name = field_name(&field);
    if ["_bitfield_", "__bindgen", "_unused", "_address", "_bindgen"]
        .iter()
        .any(|prefix| field_name.starts_with(prefix))
    {
        bail!("{name} has no fields that Rust can name (`{field_name}`): list it as opaque");
    }
    plain.visit_field_mut(&mut field);
    Ok(field)
}

fn field_name(field: &syn::Field) -> String {
    field
        .ident
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default()
}

/// What bindgen writes for a struct that C has declared and not defined.
fn is_incomplete(field: &syn::Field) -> bool {
    field_name(field) == "_unused"
}

fn opaque(ident: &Ident) -> String {
    quote!(#[repr(C)] pub struct #ident { _opaque: [u8; 0], }).to_string()
}

/// Check the names that declarations use, and give those to import from `core::ffi`.
pub(crate) fn imports(used: &BTreeSet<String>, declared: &BTreeSet<&str>) -> Result<Vec<String>> {
    let mut imports = Vec::new();
    for name in used {
        if FFI_TYPES.contains(&name.as_str()) {
            imports.push(name.clone());
        } else if !PRIMITIVES.contains(&name.as_str()) && !declared.contains(name.as_str()) {
            bail!("a declaration uses the type {name}: list it in allowlist.txt, too");
        }
    }
    Ok(imports)
}

/// Rewrites to the plain form, and collects the names of types.
struct Plain<'a> {
    public: &'a BTreeMap<String, String>,
    used: &'a mut BTreeSet<String>,
}

impl VisitMut for Plain<'_> {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<syn::Attribute>) {
        attributes.clear();
    }

    fn visit_type_path_mut(&mut self, path: &mut syn::TypePath) {
        let Some(mut last) = path.path.segments.last().cloned() else {
            return;
        };
        visit_mut::visit_path_segment_mut(self, &mut last);
        if let Some(public) = self.public.get(&last.ident.to_string()) {
            last.ident = Ident::new(public, last.ident.span());
        }
        if last.ident != "Option" {
            self.used.insert(last.ident.to_string());
        }
        path.path = last.into();
    }

    fn visit_type_array_mut(&mut self, array: &mut syn::TypeArray) {
        visit_mut::visit_type_array_mut(self, array);
        if let Some(len) = integer(&array.len) {
            let len = proc_macro2::Literal::i64_unsuffixed(len);
            array.len = syn::parse_quote!(#len);
        }
    }
}

fn last_segment(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => path
            .path
            .segments
            .last()
            .map(|segment| segment.ident.to_string()),
        _ => None,
    }
}

fn integer(expr: &Expr) -> Option<i64> {
    match expr {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Int(value) => value.base10_parse().ok(),
            _ => None,
        },
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Neg(_)) => {
            integer(&unary.expr).map(|value: i64| -value)
        }
        _ => None,
    }
}

fn constant(name: &str, ty: &str, wide: i64, narrow: Option<i64>) -> String {
    let item = |value| format!("pub const {name}: {ty} = {};", literal(value));
    match narrow {
        None => item(wide),
        Some(narrow) => format!(
            "#[cfg(target_pointer_width = \"32\")] {}\n#[cfg(target_pointer_width = \"64\")] {}",
            item(narrow),
            item(wide)
        ),
    }
}

/// Flags and limits are read in hexadecimal.
fn literal(value: i64) -> String {
    let (sign, digits) = (if value < 0 { "-" } else { "" }, value.unsigned_abs());
    if digits < 10 {
        return format!("{sign}{digits}");
    }
    let digits = format!("{digits:x}");
    if digits.len() <= 4 {
        return format!("{sign}0x{digits}");
    }
    let digits = format!(
        "{digits:0>width$}",
        width = digits.len().next_multiple_of(4)
    );
    let groups: Vec<_> = digits
        .as_bytes()
        .chunks(4)
        .map(String::from_utf8_lossy)
        .collect();
    format!("{sign}0x{}", groups.join("_"))
}

#[cfg(test)]
mod tests {
    use super::{Found, literal};
    use crate::allowlist::{Entry, Kind};
    use std::collections::BTreeSet;

    fn declaration(source: &str, kind: Kind, name: &str) -> String {
        let found = Found::new(syn::parse_str(source).unwrap());
        let entry = Entry {
            name: name.to_owned(),
            kind,
        };
        let text = found.declaration(&entry, &mut BTreeSet::new());
        text.map_or_else(|error| format!("{error}"), |text| text.unwrap())
            .replace(' ', "")
    }

    #[test]
    fn gives_c_names_and_no_paths() {
        let source = "
            pub type PyObject = _object;
            #[derive(Copy, Clone)] #[repr(C)]
            pub struct _object { pub __bindgen_anon_1: _u, pub next: *mut _object, }
            pub union _u { pub count: isize, pub split: [u32; 2usize] }
            unsafe extern \"C\" {
                #[must_use]
                pub fn f(a: *const ::core::ffi::c_char, b: *mut _object) -> [u8; 2usize];
            }";
        assert_eq!(
            declaration(source, Kind::Type { union: None }, "PyObject"),
            "#[repr(C)]pubstructPyObject{pubcount:isize,pubnext:*mutPyObject,}"
        );
        assert_eq!(
            declaration(source, Kind::Function, "f"),
            "pubfnf(a:*constc_char,b:*mutPyObject)->[u8;2];"
        );
    }

    #[test]
    fn an_opaque_type_keeps_the_fields_that_are_asked_for() {
        let source = "pub type T = _t; pub struct _t { pub a: u8, pub b: u8, pub c: u8, }";
        let opaque = |field: &str| Kind::Opaque {
            up_to: Some(field.to_owned()),
        };
        assert_eq!(
            declaration(source, opaque("b"), "T"),
            "#[repr(C)]pubstructT{puba:u8,pubb:u8,_opaque:[u8;0],}"
        );
        assert_eq!(declaration(source, opaque("d"), "T"), "Thasnofieldd");
    }

    #[test]
    fn refuses_what_rust_cannot_name() {
        let source = "#[repr(C)] pub struct S { pub _bitfield_align_1: [u8; 0], }";
        let plain = Kind::Type { union: None };
        assert!(declaration(source, plain, "S").contains("listitasopaque"));
    }

    #[test]
    fn a_struct_that_c_has_only_announced_is_opaque() {
        let source = "#[repr(C)] pub struct S { pub _unused: [u8; 0usize], }";
        assert_eq!(
            declaration(source, Kind::Type { union: None }, "S"),
            "#[repr(C)]pubstructS{_opaque:[u8;0],}"
        );
    }

    #[test]
    fn a_union_has_the_name_that_it_is_given() {
        let source = "
            pub struct S { pub __bindgen_anon_1: _one, pub __bindgen_anon_2: _two, }
            pub union _one { pub a: u32 }
            pub union _two { pub p: *mut ::core::ffi::c_void, pub i: i64 }";
        let union = |name: &str| Kind::Type {
            union: Some(name.to_owned()),
        };
        assert_eq!(
            declaration(source, union("value"), "S"),
            "#[repr(C)]pubunionS_value{pubp:*mutc_void,pubi:i64,}\n\
             #[repr(C)]pubstructS{puba:u32,pubvalue:S_value,}"
        );
        let source = "pub struct S { pub a: u8, }";
        assert_eq!(
            declaration(source, union("value"), "S"),
            "Shasnoanonymousunionofseveralviews"
        );
    }

    #[test]
    fn a_view_that_not_every_machine_has_is_a_word() {
        let source = "
            pub struct S { pub __bindgen_anon_1: _u, pub next: *mut S, }
            pub union _u { pub full: i64, pub __bindgen_anon_1: _halves, }";
        assert_eq!(
            declaration(source, Kind::Type { union: None }, "S"),
            "#[repr(C)]pubstructS{pub_word:usize,pubnext:*mutS,}"
        );
    }

    #[test]
    fn writes_numbers_as_people_read_them() {
        let numbers = [0, 9, 16, 0x100, 0x1234_5678, 0x10_0000, -1, -32].map(literal);
        let expected = [
            "0",
            "9",
            "0x10",
            "0x100",
            "0x1234_5678",
            "0x0010_0000",
            "-1",
            "-0x20",
        ];
        assert_eq!(numbers, expected);
    }
}
