//! Which files of this repository go into a tree: crates, and what is in `graft/`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::content::Content;
use super::vendor::{self, Vendored};

/// The folders whose crates go into a tree, under the same names in `Rust/`.
pub(super) const LAYERS: [&str; 3] = ["api", "codecs", "modules"];

/// The folders of a crate that do; the rest is for cargo.
const SOURCES: [&str; 2] = ["src", "verify"];

/// A crate of this repository.
pub(crate) struct Crate {
    /// As rustc knows it, such as `codec_base64`.
    pub(crate) name: String,
    /// As cargo knows it, such as `codec-base64`.
    pub(super) package: String,
    /// Its folder in the repository, and in the tree's `Rust/`.
    pub(crate) folder: String,
    /// The crates that it uses directly, as its Cargo.toml has them.
    pub(crate) dependencies: Vec<String>,
    /// The features that it has, …
    pub(crate) features: Vec<String>,
    /// … and those with Rust's standard library besides: of ours, those that are the default.
    pub(crate) std_features: Vec<String>,
    /// Whether it is for the compiler, not for the program.
    pub(crate) is_macro: bool,
    /// Its sources, by their path in the tree.
    pub(super) files: BTreeMap<String, Content>,
    /// What is known of it, if others have written it.
    pub(crate) vendored: Option<Vendored>,
}

/// The crates that go into a tree; those of others come without their files.
pub(crate) fn read_crates(repository: &Path) -> Result<Vec<Crate>> {
    let mut crates = vendor::read(&repository.join("graft"))?;
    for layer in LAYERS {
        crates.extend(read_layer(repository, layer)?);
    }
    Ok(crates)
}

/// The crates in one folder of the repository.
pub(crate) fn read_layer(repository: &Path, layer: &str) -> Result<Vec<Crate>> {
    let mut crates = Vec::new();
    for name in entries(&repository.join(layer))? {
        let folder = format!("{layer}/{name}");
        let manifest = repository.join(&folder).join("Cargo.toml");
        if manifest.exists() {
            let cargo = Cargo::read(&manifest)?;
            let mut files = BTreeMap::new();
            for part in SOURCES {
                let part = format!("{folder}/{part}");
                add_files(&repository.join(&part), &format!("Rust/{part}"), &mut files)?;
            }
            crates.push(cargo.into_crate(folder, files));
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

/// What `Cargo.toml` says that a build without cargo has to know.
#[derive(Deserialize)]
struct Cargo {
    package: Package,
    #[serde(default)]
    lib: Lib,
    #[serde(default)]
    features: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    dependencies: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
}

#[derive(Default, Deserialize)]
struct Lib {
    #[serde(default, rename = "proc-macro")]
    is_macro: bool,
}

impl Cargo {
    fn read(manifest: &Path) -> Result<Cargo> {
        let shown = manifest.display();
        let text = fs::read_to_string(manifest).with_context(|| format!("cannot read {shown}"))?;
        toml::from_str(&text).with_context(|| format!("{shown} is wrong"))
    }

    fn into_crate(mut self, folder: String, files: BTreeMap<String, Content>) -> Crate {
        let as_rustc = |name: &str| name.replace('-', "_");
        Crate {
            name: as_rustc(&self.package.name),
            package: self.package.name,
            folder,
            dependencies: self
                .dependencies
                .keys()
                .map(|name| as_rustc(name))
                .collect(),
            features: Vec::new(),
            std_features: self.features.remove("default").unwrap_or_default(),
            is_macro: self.lib.is_macro,
            files,
            vendored: None,
        }
    }
}

/// Adds `path`, if it exists, as `target`: a file, or every file in a folder.
pub(super) fn add_files(
    path: &Path,
    target: &str,
    files: &mut BTreeMap<String, Content>,
) -> Result<()> {
    if path.is_dir() {
        for name in entries(path)? {
            add_files(&path.join(&name), &format!("{target}/{name}"), files)?;
        }
    } else if path.exists() {
        let content =
            Content::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let executable = content.executable();
        files.insert(target.to_owned(), Content::new(content.bytes, executable));
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
