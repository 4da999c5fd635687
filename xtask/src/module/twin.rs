//! The docstrings of what a module takes the place of, from the interpreter that has it, and from its library.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

use super::python::Python;
use crate::graft::{Module, PythonTwin, Twin, of_python, rust_file};

/// Prints the docstrings of the modules in `names`, less those that the interpreter does not have, by what C
/// calls them: `crc32`, `Compress_flush`, `ZlibDecompressor__new__`.
/// `__text_signature__` is the part of a C docstring that `__doc__` leaves out.
const QUESTION: &str = "
import importlib, json, types
def as_c_has_it(one):
    signature = getattr(one, '__text_signature__', None)
    doc = one.__doc__ or ''
    return f'{one.__name__}{signature}\\n--\\n\\n{doc}' if signature else doc
def classes(module):
    return [one for one in object.__subclasses__() if one.__module__ == module.__name__]
in_classes = (types.MethodDescriptorType, types.ClassMethodDescriptorType,
              types.GetSetDescriptorType, types.MemberDescriptorType)
shown = {}
for name in names:
    try:
        module = importlib.import_module(name)
    except ImportError:
        continue
    found = {name: as_c_has_it(one) for name, one in vars(module).items()
             if isinstance(one, types.BuiltinFunctionType)}
    for one in classes(module):
        in_c = one.__name__.lstrip('_')
        found[in_c + '__new__'] = as_c_has_it(one)
        found |= {f'{in_c}_{name}': as_c_has_it(part) for name, part in vars(one).items()
                  if isinstance(part, in_classes)}
    shown[name] = {'doc': module.__doc__ or '', 'docstrings': found}
print(json.dumps(shown))
";

/// What Python shows of a module.
#[derive(Deserialize)]
struct Shown {
    doc: String,
    docstrings: BTreeMap<String, String>,
}

/// Where the interpreter has its modules in Python.
const LIBRARY: &str = "
import json, os
print(json.dumps(os.path.dirname(os.__file__)))
";

/// Rust files with the docstrings of what `modules` take the place of, by the names of the crates that
/// include them.
pub(super) fn docstrings(python: &Python, modules: &[&Module]) -> Result<BTreeMap<String, String>> {
    let mut files = of_c(python, modules)?;
    for module in modules {
        if let Some(Twin::Python(PythonTwin { python: file })) = &module.twin {
            let library: PathBuf = python.answer(LIBRARY)?;
            let library = python.outside(&library);
            let path = library.join(file.trim_start_matches("Lib/"));
            let source = fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            files.insert(module.crate_name.clone(), of_python(file, &source)?);
        }
    }
    Ok(files)
}

/// Those of modules in C, which the interpreter shows.
fn of_c(python: &Python, modules: &[&Module]) -> Result<BTreeMap<String, String>> {
    let has_twin = |module: &&&Module| matches!(module.twin, Some(Twin::C(_)));
    let modules: Vec<_> = modules.iter().filter(has_twin).collect();
    let names: Vec<_> = modules.iter().map(|module| &module.name).collect();
    if names.is_empty() {
        return Ok(BTreeMap::new());
    }
    let names = serde_json::to_string(&names).context("names are plain data")?;
    let shown: BTreeMap<String, Shown> = python.answer(&format!("names = {names}{QUESTION}"))?;
    let file = |module: &&&Module| {
        let found = shown.get(&module.name)?;
        let by = format!(
            "xtask from the {} of CPython {}",
            module.name, python.version
        );
        Some((module.crate_name.clone(), found.to_rust(&by)))
    };
    Ok(modules.iter().filter_map(file).collect())
}

impl Shown {
    fn to_rust(&self, by: &str) -> String {
        let docstrings = self.docstrings.iter();
        let docstrings = docstrings.map(|(name, docstring)| (name.as_str(), docstring.clone()));
        rust_file(by, &self.doc, docstrings)
    }
}

/// A copy of a crate, in `copy`, that has `docstrings`; its path.
pub(super) fn with_docstrings(folder: &Path, docstrings: &str, copy: &Path) -> Result<PathBuf> {
    copy_folder(&folder.join("src"), &copy.join("src"))
        .and_then(|()| fs::write(copy.join("src/twin.rs"), docstrings))
        .with_context(|| format!("cannot copy {} to {}", folder.display(), copy.display()))?;
    Ok(copy.to_owned())
}

fn copy_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process;

    #[test]
    fn docstrings_are_put_together_again_as_c_has_them() {
        let mut python = process::command("python3");
        python.args([
            "-I",
            "-c",
            &format!("names = ['zlib', 'nothing']{QUESTION}"),
        ]);
        let shown = process::output(&mut python).expect("an interpreter");
        let shown: BTreeMap<String, Shown> = serde_json::from_str(&shown).expect("JSON");
        assert_eq!(shown.len(), 1);
        let begins = |name: &str, with: &str| {
            let docstring = &shown["zlib"].docstrings[name];
            assert!(docstring.starts_with(with), "{docstring}");
        };
        begins("compress", "compress($module, data, /");
        begins(
            "Compress_flush",
            "flush($self, mode=zlib.Z_FINISH, /)\n--\n\n",
        );
        assert_eq!(shown["zlib"].docstrings["Decompress_eof"], "");
    }

    #[test]
    fn they_become_constants() {
        let shown: Shown = serde_json::from_str(
            r#"{"doc": "Of the \"module\".", "docstrings": {"f": "f($module, /)\n--\n\nWhat f does."}}"#,
        )
        .expect("JSON");
        assert_eq!(
            shown.to_rust("xtask"),
            r#"// Generated by xtask.

pub(crate) const MODULE: &core::ffi::CStr = c"Of the \"module\".";
pub(crate) const f: &core::ffi::CStr = c"f($module, /)\n--\n\nWhat f does.";
"#
        );
    }
}
