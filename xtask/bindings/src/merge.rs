//! One file from the declarations of all configurations.

use crate::allowlist::{Kind, Section};
use crate::headers::FLAGS;
use crate::rust::{self, Found};
use crate::version::Version;
use anyhow::{Context as _, Result, bail};
use std::collections::BTreeSet;

/// How many configurations there are.
pub(crate) const BUILDS: usize = 1 << FLAGS.len();

/// The unformatted Rust file; `found[build]` is as in [`crate::headers::declarations`].
pub(crate) fn file(version: Version, sections: &[Section], found: &[Found]) -> Result<String> {
    let mut used = BTreeSet::new();
    let mut body = String::new();
    for section in sections {
        let (mut plain, mut foreign) = (String::new(), String::new());
        for entry in &section.entries {
            let variants = found
                .iter()
                .map(|found| found.declaration(entry, &mut used));
            let variants = variants.collect::<Result<Vec<_>>>()?;
            if variants.iter().all(Option::is_none) {
                bail!(
                    "{}: {} is not declared in any build",
                    section.header,
                    entry.name
                );
            }
            let is_foreign = matches!(entry.kind, Kind::Function | Kind::Static);
            let target = if is_foreign { &mut foreign } else { &mut plain };
            for (condition, text) in conditions(&variants) {
                // An item with lines of its own, such as one per pointer width, repeats the cfg.
                for line in text.lines() {
                    *target += &format!("{condition}{line}\n");
                    if line.contains("pub struct ") || line.contains("pub union ") {
                        target.push('\n');
                    }
                }
            }
        }
        body += &format!("\n// {}\n\n{plain}", section.header);
        if !foreign.is_empty() {
            body += &format!("unsafe extern \"C\" {{\n{foreign}}}\n");
        }
    }
    let declared = sections.iter().flat_map(|section| &section.entries);
    let declared = declared.map(|entry| entry.name.as_str()).collect();
    let imports = rust::imports(&used, &declared)?.join(", ");
    Ok(format!(
        "//! What CPython {version} declares, as far as `allowlist.txt` lists it.\n\
         //!\n\
         //! Written by `cargo xtask bindings`; to change it, change the list and run that again.\n\
         \n\
         use core::ffi::{{{imports}}};\n\
         {body}"
    ))
}

/// The different texts among `variants`, each with the `#[cfg]` under which it holds.
fn conditions(variants: &[Option<String>]) -> Vec<(String, String)> {
    // Only the flags that make a difference belong in the condition.
    let matters = |bit: &usize| {
        (0..variants.len()).any(|build| variants[build] != variants[build ^ (1 << bit)])
    };
    let flags: Vec<usize> = (0..FLAGS.len()).filter(matters).collect();
    let mask: usize = flags.iter().map(|bit| 1 << bit).sum();
    let builds = (0..variants.len()).filter(|build| build & !mask == 0);
    builds
        .filter_map(|build| {
            let terms = flags.iter().map(|&bit| match build & (1 << bit) {
                0 => format!("not({})", FLAGS[bit]),
                _ => FLAGS[bit].to_owned(),
            });
            let terms: Vec<_> = terms.collect();
            let condition = match terms.as_slice() {
                [] => String::new(),
                [one] => format!("#[cfg({one})] "),
                several => format!("#[cfg(all({}))] ", several.join(", ")),
            };
            variants[build].clone().map(|text| (condition, text))
        })
        .collect()
}

/// The name of the first item in which two files differ, if they do.
pub(crate) fn first_difference(old: &str, new: &str) -> Result<Option<String>> {
    if old == new {
        return Ok(None);
    }
    let (old, new) = (items(old)?, items(new)?);
    let differs = (0..).find(|&index| old.get(index) != new.get(index) || index > new.len());
    let index = differs.unwrap_or_default();
    let name = new
        .get(index)
        .or(old.get(index))
        .map(|(name, _)| name.as_str());
    Ok(Some(
        name.map_or("the layout of the text".to_owned(), |name| {
            format!("`{name}`")
        }),
    ))
}

/// Name and text of each item, foreign ones included.
fn items(source: &str) -> Result<Vec<(String, String)>> {
    use quote::ToTokens as _;
    let file = syn::parse_file(source).context("the declarations are not Rust")?;
    let mut items = Vec::new();
    for item in file.items {
        let text = item.to_token_stream().to_string();
        let name = match item {
            syn::Item::Const(item) => item.ident.to_string(),
            syn::Item::Struct(item) => item.ident.to_string(),
            syn::Item::Type(item) => item.ident.to_string(),
            syn::Item::Union(item) => item.ident.to_string(),
            syn::Item::ForeignMod(block) => {
                for item in block.items {
                    let name = match &item {
                        syn::ForeignItem::Fn(item) => item.sig.ident.to_string(),
                        syn::ForeignItem::Static(item) => item.ident.to_string(),
                        _ => "an item that does not belong here".to_owned(),
                    };
                    items.push((name, item.to_token_stream().to_string()));
                }
                continue;
            }
            syn::Item::Use(_) => "use core::ffi".to_owned(),
            _ => "an item that does not belong here".to_owned(),
        };
        items.push((name, text));
    }
    Ok(items)
}

#[cfg(test)]
mod tests {
    use super::{conditions, first_difference};

    /// In the order: neither flag, free-threaded, debug, both.
    fn cfgs(variants: [&str; 4]) -> Vec<(String, String)> {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        conditions(&variants.map(some))
    }

    fn pair(cfg: &str, text: &str) -> (String, String) {
        (cfg.to_owned(), text.to_owned())
    }

    #[test]
    fn a_condition_names_only_the_flags_that_matter() {
        assert_eq!(cfgs(["a", "a", "a", "a"]), [pair("", "a")]);
        assert_eq!(
            cfgs(["a", "b", "a", "b"]),
            [
                pair("#[cfg(not(Py_GIL_DISABLED))] ", "a"),
                pair("#[cfg(Py_GIL_DISABLED)] ", "b")
            ]
        );
        assert_eq!(cfgs(["", "", "d", "d"]), [pair("#[cfg(Py_DEBUG)] ", "d")]);
        let all = cfgs(["", "", "", "x"]);
        assert_eq!(all, [pair("#[cfg(all(Py_GIL_DISABLED, Py_DEBUG))] ", "x")]);
    }

    #[test]
    fn drift_is_named_by_its_first_item() {
        let old = "pub const A: u8 = 1;\nunsafe extern \"C\" { pub fn f(); pub fn g(); }";
        let difference = |new: &str| first_difference(old, new).unwrap();
        assert_eq!(difference(old), None);
        assert_eq!(difference(&old.replace("= 1", "= 2")).unwrap(), "`A`");
        assert_eq!(difference(&old.replace("g()", "g(a: u8)")).unwrap(), "`g`");
        assert_eq!(difference(&old.replace("pub fn g();", "")).unwrap(), "`g`");
        assert_eq!(difference(&old.replace("pub fn f(); ", "")).unwrap(), "`g`");
        assert_eq!(
            difference(&format!("\n{old}")).unwrap(),
            "the layout of the text"
        );
    }
}
