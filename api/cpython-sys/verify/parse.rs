//! Read the restricted Rust that `cargo xtask bindings` writes.
//!
//! It is ordinary Rust, so what is checked is what rustc compiles; it is a small part of Rust, so
//! that this parser can be read in five minutes and refuses, by line, all that it does not know.

/// A type, as far as declarations need it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Type {
    Name(String),
    Pointer { is_const: bool, to: Box<Type> },
    Array(Box<Type>, u64),
    Function(Box<Signature>),
    Never,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Signature {
    pub(crate) args: Vec<Type>,
    pub(crate) variadic: bool,
    /// `None` is C's `void`.
    pub(crate) ret: Option<Type>,
}

#[derive(Debug, PartialEq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) ty: Type,
    pub(crate) line: usize,
}

#[derive(Debug, PartialEq)]
pub(crate) enum Kind {
    Alias(Type),
    Const(Type, i64),
    Struct(Vec<Field>),
    /// An anonymous union of C's, named here for the field of a struct.
    Union(Vec<Field>),
    /// Only the first fields are declared, or none.
    Opaque(Vec<Field>),
    Function(Signature),
    Static(Type),
}

/// The condition of a `#[cfg(...)]`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cfg {
    Flag(String),
    PointerWidth(u64),
    Not(Box<Cfg>),
    All(Vec<Cfg>),
    Any(Vec<Cfg>),
}

#[derive(Debug, PartialEq)]
pub(crate) struct Item {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    /// Every one of these has to hold.
    pub(crate) cfgs: Vec<Cfg>,
    pub(crate) line: usize,
}

/// Parse a whole file. An error starts with the line number.
pub(crate) fn parse(source: &str) -> Result<Vec<Item>, String> {
    let mut parser = Parser {
        tokens: tokens(source)?,
        next: 0,
    };
    let mut items = Vec::new();
    while parser.next < parser.tokens.len() {
        parser.item(&mut items)?;
    }
    Ok(items)
}

/// Split into words (identifiers, numbers, strings) and single punctuation characters; `->` and
/// `...` are one token each. Line comments end at the line's end; there are no others.
fn tokens(source: &str) -> Result<Vec<(String, usize)>, String> {
    let mut tokens = Vec::new();
    for (index, text) in source.lines().enumerate() {
        let line = index + 1;
        let mut rest = text.trim_start();
        while !rest.is_empty() && !rest.starts_with("//") {
            let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let len = if rest.starts_with("->") {
                2
            } else if rest.starts_with("...") {
                3
            } else if let Some(string) = rest.strip_prefix('"') {
                string
                    .find('"')
                    .ok_or(format!("{line}: a string that does not end"))?
                    + 2
            } else if rest.starts_with(is_word) {
                rest.find(|c| !is_word(c)).unwrap_or(rest.len())
            } else if rest.starts_with(|c: char| "#[](){}<>:;,=*!-".contains(c)) {
                1
            } else {
                return Err(format!("{line}: cannot read `{rest}`"));
            };
            tokens.push((rest[..len].to_owned(), line));
            rest = rest[len..].trim_start();
        }
    }
    Ok(tokens)
}

struct Parser {
    tokens: Vec<(String, usize)>,
    next: usize,
}

impl Parser {
    fn line(&self) -> usize {
        let index = self.next.min(self.tokens.len().saturating_sub(1));
        self.tokens.get(index).map_or(1, |token| token.1)
    }

    fn peek(&self) -> &str {
        self.tokens.get(self.next).map_or("", |token| &token.0)
    }

    fn error<T>(&self, expected: &str) -> Result<T, String> {
        Err(format!(
            "{}: expected {expected}, found `{}`",
            self.line(),
            self.peek()
        ))
    }

    /// Step over all of `wanted` if they come next.
    fn accept(&mut self, wanted: &str) -> bool {
        let mut words = wanted.split(' ').zip(self.tokens.iter().skip(self.next));
        let count = wanted.split(' ').count();
        let found = words
            .by_ref()
            .take(count)
            .filter(|(w, t)| **w == t.0)
            .count()
            == count;
        self.next += if found { count } else { 0 };
        found
    }

    fn expect(&mut self, wanted: &str) -> Result<(), String> {
        if self.accept(wanted) {
            Ok(())
        } else {
            self.error(&format!("`{wanted}`"))
        }
    }

    fn name(&mut self) -> Result<String, String> {
        if !self
            .peek()
            .starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        {
            return self.error("a name");
        }
        self.next += 1;
        Ok(self.tokens[self.next - 1].0.clone())
    }

    fn integer(&mut self) -> Result<i64, String> {
        let negative = self.accept("-");
        let digits = self.peek().replace('_', "");
        let value = match digits.strip_prefix("0x") {
            Some(hex) => i64::from_str_radix(hex, 16),
            None => digits.parse(),
        };
        let Ok(value) = value else {
            return self.error("an integer of 63 bits");
        };
        self.next += 1;
        Ok(if negative { -value } else { value })
    }

    fn size(&mut self) -> Result<u64, String> {
        let line = self.line();
        u64::try_from(self.integer()?).map_err(|_| format!("{line}: a negative size"))
    }

    fn item(&mut self, items: &mut Vec<Item>) -> Result<(), String> {
        let cfgs = self.cfgs()?;
        if self.accept("use") {
            while !self.accept(";") {
                if self.peek().is_empty() {
                    return self.error("`;`");
                }
                self.next += 1;
            }
            return Ok(());
        }
        // A condition belongs to the items of such a block, one by one.
        if cfgs.is_empty() && self.accept("unsafe extern \"C\" {") {
            while !self.accept("}") {
                let cfgs = self.cfgs()?;
                items.push(self.foreign(cfgs)?);
            }
            return Ok(());
        }
        let is_repr_c = self.accept("# [ repr ( C ) ]");
        let line = self.line();
        self.expect("pub")?;
        let is_struct = self.accept("struct");
        let is_union = !is_struct && self.accept("union");
        if (is_struct || is_union) != is_repr_c {
            return Err(format!(
                "{line}: #[repr(C)] belongs to a struct or union, and each needs it"
            ));
        }
        let (name, kind) = if is_struct {
            (self.name()?, self.fields()?)
        } else if is_union {
            let name = self.name()?;
            let Kind::Struct(views) = self.fields()? else {
                return Err(format!("{line}: an opaque union"));
            };
            (name, Kind::Union(views))
        } else if self.accept("type") {
            let name = self.name()?;
            self.expect("=")?;
            (name, Kind::Alias(self.ty()?))
        } else if self.accept("const") {
            let name = self.name()?;
            self.expect(":")?;
            let ty = self.ty()?;
            self.expect("=")?;
            (name, Kind::Const(ty, self.integer()?))
        } else {
            return self.error("struct, union, type or const");
        };
        if !is_struct && !is_union {
            self.expect(";")?;
        }
        items.push(Item {
            name,
            kind,
            cfgs,
            line,
        });
        Ok(())
    }

    fn foreign(&mut self, cfgs: Vec<Cfg>) -> Result<Item, String> {
        let line = self.line();
        let (name, kind) = if self.accept("pub fn") {
            (self.name()?, Kind::Function(self.signature()?))
        } else if self.accept("pub static mut") {
            let name = self.name()?;
            self.expect(":")?;
            (name, Kind::Static(self.ty()?))
        } else {
            return self.error("`pub fn` or `pub static mut`");
        };
        self.expect(";")?;
        Ok(Item {
            name,
            kind,
            cfgs,
            line,
        })
    }

    fn fields(&mut self) -> Result<Kind, String> {
        self.expect("{")?;
        let mut fields = Vec::new();
        while !self.accept("}") {
            if self.accept("_opaque : [ u8 ; 0 ] , }") {
                return Ok(Kind::Opaque(fields));
            }
            let line = self.line();
            self.expect("pub")?;
            let name = self.name()?;
            self.expect(":")?;
            fields.push(Field {
                name,
                ty: self.ty()?,
                line,
            });
            self.expect(",")?;
        }
        Ok(Kind::Struct(fields))
    }

    fn cfgs(&mut self) -> Result<Vec<Cfg>, String> {
        let mut cfgs = Vec::new();
        while self.accept("# [ cfg (") {
            cfgs.push(self.cfg()?);
            self.expect(") ]")?;
        }
        Ok(cfgs)
    }

    fn cfg(&mut self) -> Result<Cfg, String> {
        if self.accept("target_pointer_width =") {
            let width = self.peek().trim_matches('"').parse();
            let Ok(width) = width else {
                return self.error("a pointer width");
            };
            self.next += 1;
            return Ok(Cfg::PointerWidth(width));
        }
        if self.accept("not (") {
            let inner = self.cfg()?;
            self.expect(")")?;
            return Ok(Cfg::Not(Box::new(inner)));
        }
        let is_all = self.accept("all (");
        if is_all || self.accept("any (") {
            let mut list = Vec::new();
            while !self.accept(")") {
                list.push(self.cfg()?);
                self.accept(",");
            }
            return Ok(if is_all {
                Cfg::All(list)
            } else {
                Cfg::Any(list)
            });
        }
        Ok(Cfg::Flag(self.name()?))
    }

    fn ty(&mut self) -> Result<Type, String> {
        if self.accept("!") {
            return Ok(Type::Never);
        }
        let is_const = self.accept("* const");
        if is_const || self.accept("* mut") {
            return Ok(Type::Pointer {
                is_const,
                to: Box::new(self.ty()?),
            });
        }
        if self.accept("[") {
            let element = self.ty()?;
            self.expect(";")?;
            let len = self.size()?;
            self.expect("]")?;
            return Ok(Type::Array(Box::new(element), len));
        }
        if self.accept("Option < unsafe extern \"C\" fn") {
            let signature = self.signature()?;
            self.accept(",");
            self.expect(">")?;
            return Ok(Type::Function(Box::new(signature)));
        }
        Ok(Type::Name(self.name()?))
    }

    fn signature(&mut self) -> Result<Signature, String> {
        self.expect("(")?;
        let (mut args, mut variadic) = (Vec::new(), false);
        while !self.accept(")") {
            if self.accept("...") {
                variadic = true;
            } else {
                self.name()?;
                self.expect(":")?;
                args.push(self.ty()?);
            }
            if self.peek() != ")" {
                self.expect(",")?;
            }
        }
        let ret = if self.accept("->") {
            Some(self.ty()?)
        } else {
            None
        };
        Ok(Signature {
            args,
            variadic,
            ret,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Cfg, Kind, Type, parse};

    #[test]
    fn reads_each_kind_of_item() {
        let source = "\
            //! A comment.\n\
            use core::ffi::{c_char, c_int};\n\
            pub type Size = isize;\n\
            pub const ALL: c_int = -0x1_0;\n\
            #[cfg(not(Py_GIL_DISABLED))]\n\
            #[repr(C)] pub struct S { pub a: *const *mut c_char, pub b: [u8; 2], }\n\
            #[repr(C)] pub struct O { pub a: u8, _opaque: [u8; 0], }\n\
            #[repr(C)] pub union U { pub a: u8, pub b: *mut c_int, }\n\
            unsafe extern \"C\" {\n\
                pub fn f(a: Option<unsafe extern \"C\" fn(x: c_int)>, ...) -> !;\n\
                pub static mut s: O;\n\
            }\n";
        let items = parse(source).unwrap();
        let names: Vec<_> = items
            .iter()
            .map(|item| (item.name.as_str(), item.line))
            .collect();
        assert_eq!(
            names,
            [
                ("Size", 3),
                ("ALL", 4),
                ("S", 6),
                ("O", 7),
                ("U", 8),
                ("f", 10),
                ("s", 11)
            ]
        );
        assert_eq!(items[1].kind, Kind::Const(Type::Name("c_int".into()), -16));
        assert_eq!(
            items[2].cfgs,
            [Cfg::Not(Box::new(Cfg::Flag("Py_GIL_DISABLED".into())))]
        );
        assert!(matches!(&items[2].kind, Kind::Struct(fields) if fields.len() == 2));
        assert!(matches!(&items[3].kind, Kind::Opaque(fields) if fields.len() == 1));
        assert!(matches!(&items[4].kind, Kind::Union(views) if views.len() == 2));
        assert!(matches!(&items[5].kind, Kind::Function(f) if f.variadic && f.args.len() == 1));
    }

    #[test]
    fn refuses_by_line_what_it_does_not_know() {
        for (source, error) in [
            (
                "\npub enum E {}",
                "2: expected struct, union, type or const, found `enum`",
            ),
            (
                "pub struct S { pub a: u8, }",
                "1: #[repr(C)] belongs to a struct",
            ),
            (
                "#[repr(C)] pub union U { _opaque: [u8; 0], }",
                "1: an opaque union",
            ),
            (
                "#[repr(C, packed)]\npub struct S {}",
                "1: expected `pub`, found `#`",
            ),
            (
                "#[repr(C)] pub struct S { a: u8, }",
                "1: expected `pub`, found `a`",
            ),
            (
                "#[inline]\npub type A = u8;",
                "1: expected `pub`, found `#`",
            ),
            ("extern \"C\" { }", "1: expected `pub`, found `extern`"),
            (
                "#[cfg(A)] unsafe extern \"C\" { }",
                "1: expected `pub`, found `unsafe`",
            ),
            (
                "unsafe extern \"C\" {\n safe fn f(); }",
                "2: expected `pub fn`",
            ),
            ("unsafe extern \"C\" {\n pub fn f()", "2: expected `;`"),
            ("pub type A = &u8;", "1: cannot read `&u8;`"),
            ("pub type A = (u8, u8);", "1: expected a name, found `(`"),
            (
                "pub const A: u64 = 0xffff_ffff_ffff_ffff;",
                "1: expected an integer of 63 bits",
            ),
            ("/* a */ pub type A = u8;", "1: cannot read `/* a */"),
        ] {
            let found = parse(source).unwrap_err();
            assert!(found.starts_with(error), "{source:?} gave {found:?}");
        }
    }
}
