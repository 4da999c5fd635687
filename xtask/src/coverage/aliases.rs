//! Which public item of cpython-api stands for a name of the C API: the one that has it as a
//! `#[doc(alias = "…")]`.
//!
//! Items are often written by macros of their own, so the text is read line by line and no syntax
//! is expected: an item's name is the first word after the attributes that is no keyword.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// An item of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// Its name, after that of what has it.
    pub(super) name: String,
    /// The file that it is in.
    pub(super) file: String,
}

/// The private layer, whose functions are not for modules.
const PRIVATE: &str = "raw";

/// The items of a folder and of those below, by their aliases.
pub(super) fn of_folder(folder: &Path) -> Result<BTreeMap<String, Item>> {
    let mut items = BTreeMap::new();
    walk(folder, folder, &mut items)?;
    Ok(items)
}

fn walk(root: &Path, folder: &Path, items: &mut BTreeMap<String, Item>) -> Result<()> {
    let listed = || format!("cannot list {}", folder.display());
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).with_context(listed)? {
        paths.push(entry.with_context(listed)?.path());
    }
    paths.sort();
    for path in paths {
        if path.is_dir() {
            if path.file_name().is_none_or(|name| name != PRIVATE) {
                walk(root, &path, items)?;
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            let file = path
                .strip_prefix(root)
                .unwrap_or(&path)
                .display()
                .to_string();
            for (alias, name) in of_text(&text) {
                let item = Item {
                    name,
                    file: file.clone(),
                };
                // The first one, of those that are as good.
                items.entry(alias).or_insert(item);
            }
        }
    }
    Ok(())
}

/// The aliases in a file, each with the name of its item.
fn of_text(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut aliases: Vec<&str> = Vec::new();
    let mut owner: Option<String> = None;
    for line in text.lines() {
        let code = line.trim();
        if let Some(new) = owner_of(code) {
            owner = Some(new);
        } else if line == "}" {
            owner = None;
        }
        if let Some(alias) = code
            .strip_prefix("#[doc(alias = \"")
            .and_then(|rest| rest.strip_suffix("\")]"))
        {
            aliases.push(alias);
        } else if let Some((name, rest)) = code.split_once(" = PyExc_") {
            // A line of `builtin_exceptions!`, whose alias the macro makes.
            let object = rest.split(',').next().unwrap_or_default();
            found.push((format!("PyExc_{object}"), name.to_owned()));
        } else if !aliases.is_empty() && !code.starts_with("//") && !code.starts_with("#[") {
            if let Some(name) = name_of(code) {
                let name = match &owner {
                    Some(owner) => format!("{owner}::{name}"),
                    None => name.to_owned(),
                };
                found.extend(
                    aliases
                        .iter()
                        .map(|alias| ((*alias).to_owned(), name.clone())),
                );
            }
            aliases.clear();
        }
    }
    found
}

/// The type that an `impl` is for, as users write it; or the trait, and the type.
fn owner_of(line: &str) -> Option<String> {
    let line = line.strip_suffix('{')?.trim();
    let (trait_, header) = match line.strip_prefix("impl") {
        Some(header) => (false, header),
        None => {
            let line = line.strip_prefix("pub ").unwrap_or(line);
            (
                true,
                line.strip_prefix("trait ")
                    .or_else(|| line.strip_prefix("pub enum "))?,
            )
        }
    };
    let mut header = header.trim();
    if trait_ {
        let end = header.find(|c: char| !c.is_alphanumeric() && c != '_');
        return Some(header[..end.unwrap_or(header.len())].to_owned());
    }
    if header.starts_with('<') {
        let mut depth = 0;
        let end = header.find(|c| {
            depth += match c {
                '<' => 1,
                '>' => -1,
                _ => 0,
            };
            depth == 0
        })?;
        header = header[end + 1..].trim();
    }
    let short = header
        .replace("'py, ", "")
        .replace("<'py>", "")
        .replace("<'_>", "");
    Some(match short.split_once(" for ") {
        Some((of, what)) => format!("<{what} as {of}>"),
        None => short.replace("'_, ", ""),
    })
}

/// The first word of a line that names something public.
fn name_of(line: &str) -> Option<&str> {
    if line.starts_with("pub(") {
        return None;
    }
    let keywords = [
        "pub", "const", "unsafe", "extern", "fn", "enum", "struct", "trait", "type",
    ];
    line.split(|c: char| !c.is_alphanumeric() && c != '_')
        .find(|word| !word.is_empty() && !keywords.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> Vec<(String, String)> {
        of_text(text)
    }

    fn pair(alias: &str, name: &str) -> (String, String) {
        (alias.to_owned(), name.to_owned())
    }

    #[test]
    fn a_method_has_the_name_of_its_type() {
        let text = r#"
impl<'py> Bound<'py, PyList> {
    /// Text.
    #[doc(alias = "PyList_Append")]
    #[inline]
    pub fn append(&self) {}
}

impl<'py> IntoPython<'py> for u32 {
    #[doc(alias = "PyLong_FromUnsignedLong")]
    fn into_python(self) {}
}

#[doc(alias = "PyCapsule_Type")]
pub enum PyCapsule {}
"#;
        assert_eq!(
            items(text),
            [
                pair("PyList_Append", "Bound<PyList>::append"),
                pair(
                    "PyLong_FromUnsignedLong",
                    "<u32 as IntoPython>::into_python"
                ),
                pair("PyCapsule_Type", "PyCapsule"),
            ]
        );
    }

    #[test]
    fn lines_of_macros_have_names_too() {
        let text = "binary! {\n    #[doc(alias = \"PyNumber_Add\")]\n    add = raw::add;\n}\n";
        assert_eq!(items(text), [pair("PyNumber_Add", "add")]);
    }

    #[test]
    fn what_modules_cannot_use_stands_for_nothing() {
        let text = "#[doc(alias = \"Py_X\")]\npub(crate) fn x() {}\n";
        assert_eq!(items(text), []);
    }
}
