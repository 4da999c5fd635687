//! Which names of the C API a C file uses.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

/// The list of what the modules of a tree use, as it is checked in.
pub(super) fn of_tree(tree: &Path, modules: &[(&str, &str)]) -> Result<String> {
    let mut known = HashSet::new();
    collect(&tree.join("Include"), &mut known)?;
    ensure!(
        !known.is_empty(),
        "{} is no source tree of CPython: it has no Include/*.h",
        tree.display()
    );
    let mut list = String::from(
        "# Which names of the C API CPython 3.13's modules use, with what Argument Clinic wrote for them.\n\
         # Written by `cargo xtask coverage --tree TREE`.\n",
    );
    for (module, file) in modules {
        let source = tree.join("Modules").join(file);
        let mut text = fs::read_to_string(&source)
            .with_context(|| format!("cannot read {}", source.display()))?;
        let clinic = tree.join("Modules/clinic").join(format!("{file}.h"));
        text.push('\n');
        // Not each module has one.
        text += &fs::read_to_string(clinic).unwrap_or_default();
        list += &format!("\n[{module}]\n");
        for name in names(&text) {
            if known.contains(name) {
                list += name;
                list.push('\n');
            }
        }
    }
    Ok(list)
}

/// The list, by module.
pub(super) fn parse(list: &str) -> Result<Vec<(String, Vec<String>)>> {
    let mut modules: Vec<(String, Vec<String>)> = Vec::new();
    for line in list.lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(module) = line
            .strip_prefix('[')
            .and_then(|line| line.strip_suffix(']'))
        {
            modules.push((module.to_owned(), Vec::new()));
        } else if let Some((_, names)) = modules.last_mut() {
            names.push(line.to_owned());
        } else {
            bail!("the list of names has no module above {line}");
        }
    }
    Ok(modules)
}

/// The names that headers mention: others that begin like them are a module's own.
fn collect(folder: &Path, known: &mut HashSet<String>) -> Result<()> {
    let entries = fs::read_dir(folder)
        .with_context(|| format!("{} is no source tree of CPython", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, known)?;
        } else if path.extension().is_some_and(|extension| extension == "h") {
            let text = fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            known.extend(names(&text).into_iter().map(str::to_owned));
        }
    }
    Ok(())
}

/// The words of C code that begin with `Py` or `_Py`, without comments and literals.
fn names(text: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let len = if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if first == '"' || first == '\'' {
            literal(rest, first)
        } else if first.is_ascii_alphanumeric() || first == '_' {
            let word = rest
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .map_or(rest, |end| &rest[..end]);
            let public = word.strip_prefix('_').unwrap_or(word);
            // PyObject and the like; not `Py` itself, nor `Python`.
            if public.len() > 3
                && public.starts_with("Py")
                && (public[2..].starts_with('_') || public[2..].starts_with(char::is_uppercase))
            {
                names.insert(word);
            }
            word.len()
        } else {
            first.len_utf8()
        };
        rest = &rest[len..];
    }
    names
}

/// How long the literal at the beginning of `text` is.
fn literal(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (index, character) in text.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if character == '\\' {
            escaped = true;
        } else if character == quote || character == '\n' {
            return index + 1;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_words_of_code() {
        let text = r#"
            /* PyComment_A */ // PyComment_B
            #include "PyText_A.h"
            PyObject *f(void) { return _PyLong_New('"', "PyText_B \" PyText_C"); }
            Python Py MyPy_Name Py_None xPy_None
        "#;
        let found: Vec<_> = names(text).into_iter().collect();
        assert_eq!(found, ["PyObject", "Py_None", "_PyLong_New"]);
    }

    #[test]
    fn a_module_s_own_names_are_left_out() {
        let tree = tempfile::tempdir().expect("a folder");
        for (path, text) in [
            ("Include/object.h", "PyObject Py_None"),
            ("Include/cpython/more.h", "_Py_More"),
            ("Modules/m.c", "PyObject PyOwn_Type _Py_More"),
            ("Modules/clinic/m.c.h", "Py_None"),
        ] {
            let path = tree.path().join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        let list = of_tree(tree.path(), &[("m", "m.c")]).expect("a list");
        let names = ["PyObject", "Py_None", "_Py_More"].map(str::to_owned);
        assert_eq!(
            parse(&list).expect("modules"),
            [("m".to_owned(), names.to_vec())]
        );
    }

    #[test]
    fn another_folder_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let error = of_tree(folder.path(), &[])
            .expect_err("refused")
            .to_string();
        assert!(error.contains("no source tree of CPython"), "{error}");
    }
}
