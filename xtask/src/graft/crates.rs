//! Which files of this repository go into a tree: crates, and what is in `graft/`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::content::Content;

/// The folders whose crates go into a tree, under the same names in `Rust/`.
const LAYERS: [&str; 3] = ["api", "codecs", "modules"];

/// The folders of a crate that do; the rest is for cargo.
const SOURCES: [&str; 2] = ["src", "verify"];

/// A crate of this repository.
pub(super) struct Crate {
    /// As rustc knows it, such as `codec_base64`.
    pub(super) name: String,
    /// Its folder in the repository, and in the tree's `Rust/`.
    pub(super) folder: String,
    /// Its sources, by their path in the tree.
    pub(super) files: BTreeMap<String, Content>,
}

pub(super) fn read_crates(repository: &Path) -> Result<Vec<Crate>> {
    let mut crates = Vec::new();
    for layer in LAYERS {
        for name in entries(&repository.join(layer))? {
            let folder = format!("{layer}/{name}");
            let manifest = repository.join(&folder).join("Cargo.toml");
            if manifest.exists() {
                let name = crate_name(&manifest)?;
                let mut files = BTreeMap::new();
                for part in SOURCES {
                    let part = format!("{folder}/{part}");
                    add_files(&repository.join(&part), &format!("Rust/{part}"), &mut files)?;
                }
                crates.push(Crate {
                    name,
                    folder,
                    files,
                });
            }
        }
    }
    Ok(crates)
}

/// The files of `graft/` that stand in `Rust/` itself: not the graft's own data (in TOML), nor
/// those that become a part of one of CPython's.
pub(super) fn read_graft<'a>(
    graft: &Path,
    inserted: impl Iterator<Item = &'a str>,
) -> Result<BTreeMap<String, Content>> {
    let mut files = BTreeMap::new();
    add_files(graft, "Rust", &mut files)?;
    files.retain(|path, _| !path.ends_with(".toml"));
    for file in inserted {
        files.remove(&format!("Rust/{file}"));
    }
    Ok(files)
}

/// Makefile variables with each crate's sources, so that make knows on what a crate depends:
/// `RUST_SRC_CODEC_HEX` and so on, and `RUST_SRC_VERIFY` for those of `verify` folders.
pub(super) fn makefile_variables(crates: &[Crate]) -> String {
    let mut text = String::new();
    let mut add = |name: &str, files: Vec<&String>| {
        text.push_str(&format!("RUST_SRC_{}=", name.to_uppercase()));
        for file in files {
            text.push_str(&format!(" \\\n\t\t$(srcdir)/{file}"));
        }
        text.push('\n');
    };
    let is_verify = |file: &&String| file.split('/').nth(3) == Some("verify");
    for Crate { name, files, .. } in crates {
        add(name, files.keys().filter(|file| !is_verify(file)).collect());
    }
    add(
        "VERIFY",
        crates
            .iter()
            .flat_map(|one| one.files.keys())
            .filter(is_verify)
            .collect(),
    );
    text
}

/// `graft/modules.toml`: the modules that exist in Rust.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Modules {
    #[serde(rename = "module")]
    pub(super) modules: Vec<Module>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Module {
    /// As Python knows it.
    pub(super) name: String,
    #[serde(rename = "crate")]
    pub(super) crate_name: String,
    /// The crates it needs, each after those that it needs itself.
    needs: Vec<String>,
    /// The C module whose place it takes, if there is one.
    pub(super) twin: Option<Twin>,
}

/// Where the docstrings of a C module are.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Twin {
    /// The file that Argument Clinic wrote, with those of its functions.
    pub(super) clinic: String,
    /// The file with the module's own,
    pub(super) source: String,
    /// and its C name.
    pub(super) doc: String,
}

impl Modules {
    pub(super) fn read(graft: &Path, crates: &[Crate]) -> Result<Modules> {
        let path = graft.join("modules.toml");
        let text =
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let modules: Modules =
            toml::from_str(&text).with_context(|| format!("{} is wrong", path.display()))?;
        for Module {
            name,
            crate_name,
            needs,
            ..
        } in &modules.modules
        {
            for needed in needs.iter().chain([crate_name]) {
                if !crates.iter().any(|one| one.name == *needed) {
                    bail!(
                        "{}: {name} needs a crate {needed}, which is not here",
                        path.display()
                    );
                }
            }
        }
        Ok(modules)
    }
}

fn crate_name(manifest: &Path) -> Result<String> {
    #[derive(Deserialize)]
    struct Cargo {
        package: Package,
    }
    #[derive(Deserialize)]
    struct Package {
        name: String,
    }
    let shown = manifest.display();
    let text = fs::read_to_string(manifest).with_context(|| format!("cannot read {shown}"))?;
    let cargo: Cargo = toml::from_str(&text).with_context(|| format!("{shown} is wrong"))?;
    Ok(cargo.package.name.replace('-', "_"))
}

/// Adds every file in `folder`, if it exists, as one in `target`.
fn add_files(folder: &Path, target: &str, files: &mut BTreeMap<String, Content>) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    for name in entries(folder)? {
        let (path, target) = (folder.join(&name), format!("{target}/{name}"));
        if path.is_dir() {
            add_files(&path, &target, files)?;
        } else {
            let content =
                Content::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            files.insert(
                target,
                Content::new(content.bytes.clone(), content.executable()),
            );
        }
    }
    Ok(())
}

/// The names in a folder, sorted, without those that editors leave behind.
fn entries(folder: &Path) -> Result<Vec<String>> {
    let listed = || format!("cannot list {}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).with_context(listed)? {
        let name = entry.with_context(listed)?.file_name();
        let name = name.into_string().ok().with_context(listed)?;
        if !name.starts_with(['.', '#']) && !name.ends_with('~') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}
