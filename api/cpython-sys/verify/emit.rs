//! Write the C file: for every declaration, assertions that CPython's headers say the same.

use crate::parse::{Cfg, Field, Item, Kind, Signature, Type};

/// The conditions that configure passes to rustc; each is a macro of pyconfig.h, too.
pub(crate) const BUILD_CFGS: [&str; 2] = ["Py_GIL_DISABLED", "Py_DEBUG"];

/// The conditions that say which CPython it is: each holds for its version and all later ones.
const VERSION_CFGS: [(&str, &str); 2] = [
    ("Py_3_14", "PY_VERSION_HEX >= 0x030e0000"),
    ("Py_3_15", "PY_VERSION_HEX >= 0x030f0000"),
];

/// Whether rustc may be given the condition `name`.
pub(crate) fn is_known(name: &str) -> bool {
    condition(&Cfg::Flag(name.to_owned())).is_ok()
}

/// A field with this name stands for an anonymous union whose views differ between machines, and
/// which is as large as a pointer on each.
const WORD: &str = "_word";

/// What the assertions need. `SAME_TYPE` compares through a pointer, so that no qualifier is
/// dropped and no array decays. Fields of CPython that are deprecated still have an offset.
const PRELUDE: &str = r#"/* Written by cpython-sys's verify: compiles only if CPython's headers agree. */
#include "Python.h"
#include "pycore_long.h"
#include "pycore_modsupport.h"
#include "pycore_pylifecycle.h"
#include <stddef.h>
#include <stdint.h>
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#pragma GCC diagnostic error "-Wreturn-type"
#define SAME_TYPE(POINTER, TYPE) _Generic((POINTER), TYPE: 1, default: 0)
#define IS_SIGNED(TYPE) ((TYPE)-1 < (TYPE)1)
_Static_assert(sizeof(size_t) == sizeof(void *), "cpython-sys: usize differs from size_t");
"#;

/// The C file for `items`, which were read from `path` and are compiled with `cfgs`. An error
/// starts with the line number.
pub(crate) fn c_source(path: &str, items: &[Item], cfgs: &[String]) -> Result<String, String> {
    let mut emit = Emit {
        c: PRELUDE.to_owned(),
        path: path.replace('\\', "/"),
        unions: Vec::new(),
    };
    // rustc takes one of two declarations by its --cfg, the C compiler by its headers.
    let builds = BUILD_CFGS.map(|name| (name, format!("defined({name})"), "pyconfig.h"));
    let versions = VERSION_CFGS.map(|(name, c)| (name, c.to_owned(), "patchlevel.h"));
    for (name, c, header) in builds.into_iter().chain(versions) {
        let given = cfgs.iter().any(|cfg| cfg == name);
        emit.line(&format!("#if {}({c})", if given { "!" } else { "" }));
        let (rustc, verb) = if given {
            ("has", "is not")
        } else {
            ("lacks", "is")
        };
        emit.line(&format!(
            "#error \"cpython-sys: rustc {rustc} --cfg {name}, but it {verb} true in {header}\""
        ));
        emit.line("#endif");
    }
    for item in items {
        emit.item(item)
            .map_err(|error| format!("{}: {}: {error}", item.line, item.name))?;
    }
    if let Some(unused) = emit.unions.iter().find(|union| !union.used) {
        let (line, name) = (unused.item.line, &unused.item.name);
        return Err(format!(
            "{line}: {name}: no struct has a field of this type"
        ));
    }
    Ok(emit.c)
}

struct Emit<'a> {
    c: String,
    path: String,
    unions: Vec<Union<'a>>,
}

/// A union, which C does not know by its name: it is checked where a struct has it.
struct Union<'a> {
    item: &'a Item,
    views: &'a [Field],
    used: bool,
}

impl<'a> Emit<'a> {
    fn line(&mut self, text: &str) {
        self.c.push_str(text);
        self.c.push('\n');
    }

    /// What follows comes from this line of the Rust file, and the compiler will say so.
    fn at(&mut self, line: usize, text: &str) {
        self.line(&format!("#line {line} \"{}\"", self.path));
        self.line(text);
    }

    fn assert(&mut self, line: usize, condition: &str, what: &str) {
        let message = format!("cpython-sys: {what} differs from Python.h");
        self.at(
            line,
            &format!("_Static_assert({condition}, \"{message}\");"),
        );
    }

    fn item(&mut self, item: &'a Item) -> Result<(), String> {
        let Item { name, line, .. } = item;
        let conditions = item
            .cfgs
            .iter()
            .map(condition)
            .collect::<Result<Vec<_>, _>>()?;
        for condition in &conditions {
            self.line(&format!("#if {condition}"));
        }
        match &item.kind {
            Kind::Alias(ty) => self.alias(name, *line, ty)?,
            Kind::Const(ty, value) => self.constant(name, *line, ty, *value)?,
            Kind::Opaque(fields) => {
                let known = format!("SAME_TYPE(({name} *)0, {name} *)");
                self.assert(*line, &known, &format!("type {name}"));
                if !fields.is_empty() {
                    self.fields(name, fields)?;
                }
            }
            Kind::Struct(fields) => {
                self.fields(name, fields)?;
                for (property, operator) in [("size", "sizeof"), ("alignment", "_Alignof")] {
                    let same = format!("{operator}(struct rust_{name}) == {operator}({name})");
                    self.assert(*line, &same, &format!("{property} of {name}"));
                }
            }
            Kind::Union(views) => {
                self.line(&format!("union rust_{name} {{"));
                for view in views {
                    let view = declare(&view.ty, &view.name, false)?;
                    self.line(&format!("    {view};"));
                }
                self.line("};");
                let used = false;
                self.unions.push(Union { item, views, used });
            }
            Kind::Static(ty) => {
                self.line(&format!("#undef {name}"));
                let same = same_type(&format!("&{name}"), ty)?;
                self.assert(*line, &same, &format!("type of {name}"));
            }
            Kind::Function(signature) => self.function(name, *line, signature)?,
        }
        for _ in &conditions {
            self.line("#endif");
        }
        Ok(())
    }

    fn alias(&mut self, name: &str, line: usize, ty: &Type) -> Result<(), String> {
        match ty {
            Type::Function(signature) => {
                let ty = declare_function(signature, "**")?;
                let same = format!("SAME_TYPE(({name} *)0, {ty})");
                self.assert(line, &same, &format!("type {name}"));
            }
            // An integer: several C types have its range, and any of them is right.
            Type::Name(_) => {
                let ty = declare(ty, "", false)?;
                let same = format!("sizeof({name}) == sizeof({ty})");
                self.assert(line, &same, &format!("size of {name}"));
                let same = format!("IS_SIGNED({name}) == IS_SIGNED({ty})");
                self.assert(line, &same, &format!("signedness of {name}"));
            }
            _ => return Err("cannot check this kind of alias".to_owned()),
        }
        Ok(())
    }

    fn constant(&mut self, name: &str, line: usize, ty: &Type, value: i64) -> Result<(), String> {
        let same = if *ty == Type::Name("usize".to_owned()) {
            // A usize may stand for a pointer. C allows its value in a constant expression only
            // where the compiler is asked first.
            let value_is = format!("(size_t)({name}) == (size_t){value}LL");
            format!("__builtin_constant_p((size_t)({name})) ? {value_is} : 0")
        } else {
            format!("(long long)({name}) == {value}LL")
        };
        self.assert(line, &same, &format!("value of {name}"));
        let fits = format!(
            "(long long)({}){value}LL == {value}LL",
            declare(ty, "", false)?
        );
        self.assert(line, &fits, &format!("range of {name}"));
        Ok(())
    }

    fn fields(&mut self, name: &str, fields: &[Field]) -> Result<(), String> {
        // Each with the views of its union, if it is one.
        let mut members = Vec::new();
        for field in fields {
            let views = self.union_of(&field.ty);
            members.push((field, views));
        }
        self.line(&format!("struct rust_{name} {{"));
        for (field, views) in &members {
            let inner = c_field(&field.name);
            let member = match (&field.ty, views) {
                (Type::Name(union), Some(_)) => format!("union rust_{union} {inner}"),
                (ty, _) => declare(ty, inner, false)?,
            };
            self.line(&format!("    {member};"));
        }
        self.line("};");
        for (field, views) in members {
            match views {
                // What follows it, and the size of the whole, prove its size.
                _ if field.name == WORD => {}
                None => self.member(name, "", field)?,
                Some(views) => {
                    let prefix = format!("{}.", field.name);
                    for view in views {
                        self.member(name, &prefix, view)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The views of the union `ty`, which is used with this, or nothing if it is none.
    fn union_of(&mut self, ty: &Type) -> Option<&'a [Field]> {
        let Type::Name(name) = ty else { return None };
        let union = self.unions.iter_mut().find(|u| u.item.name == *name)?;
        union.used = true;
        Some(union.views)
    }

    /// That C's struct `name` has `field`, which Rust has as `prefix` and its name.
    fn member(&mut self, name: &str, prefix: &str, field: &Field) -> Result<(), String> {
        let (member, line) = (c_field(&field.name), field.line);
        let same =
            format!("offsetof(struct rust_{name}, {prefix}{member}) == offsetof({name}, {member})");
        self.assert(line, &same, &format!("offset of {name}.{member}"));
        let same = same_type(&format!("&(({name} *)0)->{member}"), &field.ty)?;
        self.assert(line, &same, &format!("type of {name}.{member}"));
        Ok(())
    }

    fn function(&mut self, name: &str, line: usize, signature: &Signature) -> Result<(), String> {
        // Rust links with the function even where C has a macro of its name.
        self.line(&format!("#undef {name}"));
        let ty = declare_function(signature, "*")?;
        let same = format!("SAME_TYPE(&{name}, {ty})");
        self.assert(line, &same, &format!("signature of {name}"));
        // Says no more than the assertion, but the compiler's note about it shows both types.
        let pointer = declare_function(signature, &format!("*const rust_{name}"))?;
        self.at(
            line,
            &format!("__attribute__((unused)) static {pointer} = &{name};"),
        );
        if signature.ret == Some(Type::Never) {
            // That a function never returns is no part of its C type, but a compiler that does
            // not know it finds the end of this one reachable.
            let names: Vec<_> = (0..signature.args.len())
                .map(|i| format!("arg{i}"))
                .collect();
            let args = signature.args.iter().zip(&names);
            let args = args.map(|(ty, arg)| declare(ty, arg, false));
            let args = args.collect::<Result<Vec<_>, _>>()?.join(", ");
            let call = format!("{name}({});", names.join(", "));
            let caller = format!("int {name}_never_returns({args}) {{ {call} }}");
            self.at(line, &format!("__attribute__((unused)) static {caller}"));
        }
        Ok(())
    }
}

fn condition(cfg: &Cfg) -> Result<String, String> {
    let join = |list: &[Cfg], operator: &str| {
        let list = list.iter().map(condition).collect::<Result<Vec<_>, _>>()?;
        Ok::<_, String>(format!("({})", list.join(operator)))
    };
    match cfg {
        Cfg::Flag(name) if BUILD_CFGS.contains(&name.as_str()) => Ok(format!("defined({name})")),
        Cfg::Flag(name) => match VERSION_CFGS.iter().find(|(cfg, _)| cfg == name) {
            Some((_, c)) => Ok(format!("({c})")),
            None => Err(format!("unknown condition {name}")),
        },
        Cfg::PointerWidth(bits) => Ok(format!("SIZEOF_VOID_P * 8 == {bits}")),
        Cfg::Not(inner) => Ok(format!("!({})", condition(inner)?)),
        Cfg::All(list) => join(list, " && "),
        Cfg::Any(list) => join(list, " || "),
    }
}

/// A C expression that is 1 if `pointer` points to exactly `ty`.
fn same_type(pointer: &str, ty: &Type) -> Result<String, String> {
    let same = format!("SAME_TYPE({pointer}, {})", declare(ty, "*", false)?);
    if *ty == Type::Name("usize".to_owned()) {
        // Rust has one type for both; in C they may be different types of one size.
        return Ok(format!("({same} || SAME_TYPE({pointer}, uintptr_t *))"));
    }
    Ok(same)
}

/// C declares from the inside out: what `inner` declares, to be of type `ty`.
fn declare(ty: &Type, inner: &str, is_const: bool) -> Result<String, String> {
    let qualifier = if is_const { "const " } else { "" };
    match ty {
        Type::Name(name) => Ok(format!("{qualifier}{} {inner}", c_name(name)?)
            .trim_end()
            .into()),
        Type::Pointer {
            is_const: to_const,
            to,
        } => declare(to, &format!("*{qualifier}{inner}"), *to_const),
        // The qualifier of an array is that of its elements.
        Type::Array(element, len) => {
            let inner = if inner.starts_with('*') {
                format!("({inner})")
            } else {
                inner.into()
            };
            declare(element, &format!("{inner}[{len}]"), is_const)
        }
        Type::Function(signature) => declare_function(signature, &format!("*{qualifier}{inner}")),
        Type::Never => Err("`!` is only a return type".to_owned()),
    }
}

fn declare_function(signature: &Signature, inner: &str) -> Result<String, String> {
    let args = signature.args.iter().map(|arg| declare(arg, "", false));
    let mut args = args.collect::<Result<Vec<_>, _>>()?;
    if signature.variadic {
        args.push("...".to_owned());
    }
    if args.is_empty() {
        args.push("void".to_owned());
    }
    let inner = format!("({inner})({})", args.join(", "));
    match &signature.ret {
        None | Some(Type::Never) => Ok(format!("void {inner}")),
        Some(ty) => declare(ty, &inner, false),
    }
}

/// The C name of a field: Rust's keywords have an underscore added.
fn c_field(name: &str) -> &str {
    match name {
        "type_" => "type",
        other => other,
    }
}

/// The C name of a primitive type. Any other name is the same in C.
fn c_name(name: &str) -> Result<&str, String> {
    Ok(match name {
        "c_char" => "char",
        "c_schar" => "signed char",
        "c_uchar" => "unsigned char",
        "c_short" => "short",
        "c_ushort" => "unsigned short",
        "c_int" => "int",
        "c_uint" => "unsigned int",
        "c_long" => "long",
        "c_ulong" => "unsigned long",
        "c_longlong" => "long long",
        "c_ulonglong" => "unsigned long long",
        "c_void" => "void",
        "c_double" | "f64" => "double",
        "c_float" | "f32" => "float",
        "i8" => "int8_t",
        "u8" => "uint8_t",
        "i16" => "int16_t",
        "u16" => "uint16_t",
        "i32" => "int32_t",
        "u32" => "uint32_t",
        "i64" => "int64_t",
        "u64" => "uint64_t",
        "isize" => "intptr_t",
        "usize" => "size_t",
        "bool" | "char" | "str" | "i128" | "u128" => return Err(format!("no C type for `{name}`")),
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::c_source;
    use crate::parse::parse;

    /// The C of one item, without the prelude and the `#line`s.
    fn c(rust: &str) -> String {
        let c = c_source("x.rs", &parse(rust).unwrap(), &[]).unwrap();
        let (_, c) = c.rsplit_once("patchlevel.h\"\n#endif\n").unwrap();
        c.lines()
            .filter(|line| !line.starts_with("#line"))
            .map(|line| format!("{line}\n"))
            .collect()
    }

    #[test]
    fn declares_from_the_inside_out() {
        for (rust, expected) in [
            ("c_int", "int *"),
            ("*const c_char", "const char **"),
            ("*mut *const c_char", "const char ***"),
            ("*const *mut c_void", "void *const **"),
            ("*const *const c_char", "const char *const **"),
            ("[c_char; 1]", "char (*)[1]"),
            ("*const [u8; 4]", "const uint8_t (**)[4]"),
            (
                "Option<unsafe extern \"C\" fn(a: c_int, ...) -> *mut X>",
                "X *(**)(int, ...)",
            ),
            (
                "*const Option<unsafe extern \"C\" fn()>",
                "void (*const **)(void)",
            ),
        ] {
            let c = c(&format!(
                "unsafe extern \"C\" {{ pub static mut x: {rust}; }}"
            ));
            assert!(
                c.contains(&format!("SAME_TYPE(&x, {expected})")),
                "{rust}: {c}"
            );
        }
    }

    #[test]
    fn conditions_become_those_of_the_preprocessor() {
        let c =
            c("#[cfg(all(not(Py_DEBUG), target_pointer_width = \"32\"))]\npub const A: u8 = 1;");
        assert!(
            c.starts_with("#if (!(defined(Py_DEBUG)) && SIZEOF_VOID_P * 8 == 32)\n"),
            "{c}"
        );
        assert!(c.ends_with("#endif\n"), "{c}");
    }

    #[test]
    fn a_condition_may_be_a_version() {
        let c = c("#[cfg(not(Py_3_15))]\npub const A: u8 = 1;");
        assert!(
            c.starts_with("#if !((PY_VERSION_HEX >= 0x030f0000))\n"),
            "{c}"
        );
    }

    #[test]
    fn the_views_of_a_union_are_fields_in_c() {
        let c = c(
            "#[repr(C)] pub union S_value { pub p: *mut c_void, pub i: i64, }\n\
                   #[repr(C)] pub struct S { pub id: u16, pub value: S_value, }",
        );
        assert!(
            c.contains("struct rust_S {\n    uint16_t id;\n    union rust_S_value value;\n};\n"),
            "{c}"
        );
        for check in [
            "offsetof(struct rust_S, value.i) == offsetof(S, i)",
            "SAME_TYPE(&((S *)0)->p, void **)",
        ] {
            assert!(c.contains(check), "{check}: {c}");
        }
        assert!(!c.contains("offsetof(S, value)"), "{c}");
    }

    #[test]
    fn a_word_is_proven_by_what_follows() {
        let c = c("#[repr(C)] pub struct S { pub _word: usize, pub type_: c_int, }");
        assert!(c.contains("    size_t _word;\n    int type;\n"), "{c}");
        assert!(c.contains("offsetof(struct rust_S, type) == offsetof(S, type)"));
        assert!(!c.contains("offsetof(S, _word)"), "{c}");
    }

    #[test]
    fn refuses_what_c_cannot_check() {
        for (rust, error) in [
            (
                "\n#[cfg(windows)]\npub const A: u8 = 1;",
                "3: A: unknown condition windows",
            ),
            (
                "pub type A = *mut u8;",
                "1: A: cannot check this kind of alias",
            ),
            ("pub const A: bool = 1;", "1: A: no C type for `bool`"),
            (
                "#[repr(C)] pub union U { pub a: u8, }",
                "1: U: no struct has a field of this type",
            ),
            (
                "unsafe extern \"C\" { pub static mut a: !; }",
                "1: a: `!` is only a return type",
            ),
        ] {
            assert_eq!(
                c_source("x.rs", &parse(rust).unwrap(), &[]).unwrap_err(),
                error
            );
        }
    }
}
