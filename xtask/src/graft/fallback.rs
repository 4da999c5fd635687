//! Nothing in the standard library exists only in Rust: a platform without Rust, and the Python that builds
//! rustc, lack nothing.
//!
//! A module that is in the standard library takes the place of one in C, which is built where it is not,
//! or of functions in Python, which stay where it cannot be imported. Who imports one of the
//! second kind has to say so: the import stands in a `try`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::crates::read_crates;
use super::modules::{Module, Modules, Twin};

/// What is looked at of `anchors.toml`.
#[derive(Deserialize)]
struct Edits {
    #[serde(rename = "edit")]
    edits: Vec<Edit>,
}

#[derive(Deserialize)]
struct Edit {
    file: String,
    insert: Option<String>,
}

/// For each module of `graft/modules.toml` that exists only in Rust, what to do about it.
pub(crate) fn only_in_rust(repository: &Path) -> Result<Vec<String>> {
    let graft = repository.join("graft");
    let modules = Modules::read(&graft, &read_crates(repository)?)?;
    let path = graft.join("anchors.toml");
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let edits: Edits =
        toml::from_str(&text).with_context(|| format!("{} is wrong", path.display()))?;
    Ok(complaints(&modules.modules, &edits.edits))
}

fn complaints(modules: &[Module], edits: &[Edit]) -> Vec<String> {
    let complaint = |module: &Module| complaint(module, edits);
    modules.iter().filter_map(complaint).collect()
}

fn complaint(module: &Module, edits: &[Edit]) -> Option<String> {
    let name = &module.name;
    match &module.twin {
        _ if module.is_test => None,
        Some(Twin::C(_)) => None,
        Some(Twin::Python(twin)) => {
            let file = &twin.python;
            let mut inserted = edits.iter().filter(|edit| edit.file == *file);
            let ready = inserted.any(|edit| {
                let text = edit.insert.as_deref().unwrap_or_default();
                goes_on_without(text, name)
            });
            (!ready).then(|| {
                format!(
                    "{name} is no module without Rust, and no edit of {file} imports it in a `try` with \
                     `except ImportError`; add one to graft/anchors.toml"
                )
            })
        }
        None => Some(format!(
            "{name} exists only in Rust; name its twin in C or in Python in graft/modules.toml, or \
             say `test = true` if only tests use it"
        )),
    }
}

/// Whether Python code imports `module`, and goes on if there is none.
fn goes_on_without(code: &str, module: &str) -> bool {
    let is_import = |line: &str| {
        let mut words = line.split_whitespace();
        matches!(words.next(), Some("from" | "import")) && words.next() == Some(module)
    };
    let mut in_try = false;
    let mut imported = false;
    for line in code.lines().map(str::trim) {
        match line {
            "try:" => in_try = true,
            "except ImportError:" | "except ModuleNotFoundError:" if imported => return true,
            _ if line.starts_with("except") => in_try = false,
            _ if is_import(line) && !in_try => return false,
            _ => imported |= is_import(line),
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    const FALLBACK: &str =
        "try:\n    from _one import (\n        f,\n    )\nexcept ImportError:\n    pass\n";

    /// What there is to complain of in `modules.toml` with one entry, and one edit of `Lib/one.py`.
    fn found(entry: &str, insert: &str) -> Vec<String> {
        let text =
            format!("[[module]]\nname = '_one'\ncrate = 'c'\ntype = 'T'\nneeds = []\n{entry}");
        let modules: Modules = toml::from_str(&text).expect("an entry");
        let edit = Edit {
            file: "Lib/one.py".to_owned(),
            insert: Some(insert.to_owned()),
        };
        complaints(&modules.modules, &[edit])
    }

    #[test]
    fn a_module_only_in_rust_is_refused() {
        let [complaint] = &found("", "")[..] else {
            panic!("one complaint");
        };
        assert!(
            complaint.starts_with("_one exists only in Rust; "),
            "{complaint}"
        );
    }

    #[test]
    fn tests_may_have_their_own_and_a_twin_in_c_is_built_instead() {
        assert_eq!(found("test = true", ""), [""; 0]);
        let twin = "twin = { clinic = 'a.h', source = 'a.c', doc = 'd' }";
        assert_eq!(found(twin, ""), [""; 0]);
    }

    #[test]
    fn functions_in_python_stay_only_if_the_import_may_fail() {
        let twin = "twin = { python = 'Lib/one.py' }";
        assert_eq!(found(twin, FALLBACK), [""; 0]);
        for insert in [
            "",
            "from _one import f\n",
            "try:\n    from _other import f\nexcept ImportError:\n    pass\n",
            "try:\n    f()\nexcept ImportError:\n    pass\nfrom _one import f\n",
            "try:\n    import _one\nexcept KeyError:\n    pass\n",
        ] {
            assert_eq!(found(twin, insert).len(), 1, "{insert}");
        }
        let elsewhere = "twin = { python = 'Lib/two.py' }";
        assert_eq!(found(elsewhere, FALLBACK).len(), 1);
    }

    #[test]
    fn no_module_of_ours_exists_only_in_rust() {
        assert_eq!(
            only_in_rust(&super::super::repository()).expect("read"),
            [""; 0]
        );
    }
}
