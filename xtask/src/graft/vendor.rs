//! `graft/vendor.toml`: the crates of others that go into a tree, and where they come from.
//!
//! cargo fetches them, and compares the package with the hash that is recorded. What the tree
//! receives of it is compared once more, each time: the copy in `build/vendor` is nobody's but ours,
//! and still only files.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::content::{Content, digest};
use super::crates::{Crate, add_files};
use crate::process::{self, Lock};

/// What the tree receives of a crate: its license goes where its source does, and its root file
/// includes the description. What cargo has to know of it is in `vendor.toml`.
const TAKEN: [&str; 3] = ["LICENSE", "README.md", "src"];

/// Where cargo is to put what it fetches.
const FETCHED: &str = "fetched";

/// In `build/vendor`: whose turn it is to fetch.
const LOCK: &str = ".lock";

/// A crate of others.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Vendored {
    pub(super) name: String,
    pub(super) version: String,
    pub(super) sha256: String,
    pub(super) content: String,
    /// As its Cargo.toml has them.
    pub(super) license: String,
    pub(super) repository: String,
    pub(crate) edition: String,
    features: Vec<String>,
    std_features: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vendor {
    #[serde(rename = "crate")]
    crates: Vec<Vendored>,
}

/// The crates that are recorded, without their files: see [`Vendored::obtain`].
pub(super) fn read(graft: &Path) -> Result<Vec<Crate>> {
    let path = graft.join("vendor.toml");
    if !path.exists() {
        return Ok(Vec::new());
    }
    let shown = path.display();
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {shown}"))?;
    let vendor: Vendor = toml::from_str(&text).with_context(|| format!("{shown} is wrong"))?;
    Ok(vendor
        .crates
        .into_iter()
        .map(Vendored::into_crate)
        .collect())
}

impl Vendored {
    fn into_crate(self) -> Crate {
        Crate {
            name: self.name.replace('-', "_"),
            package: self.name.clone(),
            folder: format!("vendor/{}", self.name),
            dependencies: Vec::new(),
            features: self.features.clone(),
            std_features: self.std_features.clone(),
            is_macro: false,
            files: BTreeMap::new(),
            vendored: Some(self),
        }
    }

    /// The files that the tree receives, by their path in it.
    pub(super) fn files(
        &self,
        repository: &Path,
        cargo: &OsStr,
    ) -> Result<BTreeMap<String, Content>> {
        let source = self.obtain(repository, cargo)?;
        taken(&source, &format!("Rust/vendor/{}", self.name))
    }

    /// The folder with its source, which is in `build/vendor` from now on.
    pub(crate) fn obtain(&self, repository: &Path, cargo: &OsStr) -> Result<PathBuf> {
        let Vendored { name, version, .. } = self;
        let vendor = repository.join("build/vendor");
        let kept = vendor.join(format!("{name}-{version}"));
        if kept.exists() && content_digest(&kept)? == self.content {
            return Ok(kept);
        }
        fs::create_dir_all(&vendor)
            .with_context(|| format!("cannot make the directory {}", vendor.display()))?;
        // Or two runs would each take the other's for the damaged one, and remove it.
        let _lock = Lock::wait(&vendor.join(LOCK), |holder| {
            eprintln!("waiting for {holder}, which fetches {name}");
        })?;
        if kept.exists() && content_digest(&kept)? == self.content {
            return Ok(kept);
        }
        let work = workspace(&vendor)?;
        let fetched = self.fetch(repository, cargo, work.path())?;
        let content = content_digest(&fetched)?;
        if content != self.content {
            bail!(
                "what cargo fetched as {name} {version} has the content {content}, and not what \
                 graft/vendor.toml says; find out why before you change that"
            );
        }
        if kept.exists() {
            fs::remove_dir_all(&kept)
                .with_context(|| format!("cannot remove the damaged {}", kept.display()))?;
        }
        fs::rename(&fetched, &kept)
            .with_context(|| format!("cannot write to {}", vendor.display()))?;
        Ok(kept)
    }

    /// As [`Self::obtain`], of a version whose content nobody has looked at so far: all that is
    /// compared is the package, by cargo.
    pub(super) fn take(&self, repository: &Path, cargo: &OsStr) -> Result<PathBuf> {
        let vendor = repository.join("build/vendor");
        let work = workspace(&vendor)?;
        let mut taken = self.clone();
        taken.content = content_digest(&self.fetch(repository, cargo, work.path())?)?;
        taken.obtain(repository, cargo)
    }

    /// Has cargo put the source into `work`: from what it has, or else from where it gets packages.
    fn fetch(&self, repository: &Path, cargo: &OsStr, work: &Path) -> Result<PathBuf> {
        let Vendored { name, version, .. } = self;
        let project = [
            ("Cargo.toml", self.manifest()),
            ("Cargo.lock", self.lock(&repository.join("Cargo.lock"))?),
            ("lib.rs", String::new()),
        ];
        for (file, text) in project {
            fs::write(work.join(file), text)
                .with_context(|| format!("cannot write to {}", work.display()))?;
        }
        let mut said = String::new();
        for offline in [true, false] {
            let mut command: Command = process::command(cargo);
            command.current_dir(work).args(["vendor", "--locked"]);
            if offline {
                command.arg("--offline");
            }
            // It is no workspace of xtask's cargo.
            command.env_remove("CARGO_MANIFEST_DIR").arg(FETCHED);
            let succeeded;
            (succeeded, said) = process::said(&format!("fetching {name}"), &mut command)?;
            if succeeded {
                return Ok(work.join(FETCHED).join(name));
            }
        }
        let why = said.lines().map(str::trim).rfind(|line| !line.is_empty());
        bail!(
            "{name} {version} is not in {} and cargo cannot fetch it ({}); run this once where \
             cargo reaches its registry, or copy build/vendor from a checkout that has it",
            repository.join("build/vendor").display(),
            why.unwrap_or("it does not say why")
        )
    }

    fn manifest(&self) -> String {
        let Vendored { name, version, .. } = self;
        format!(
            "[package]\nname = \"vendor\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\
             [lib]\npath = \"lib.rs\"\n\
             [dependencies]\n{name} = {{ version = \"={version}\", default-features = false }}\n\
             [workspace]\n"
        )
    }

    /// What pins the package to the one that is recorded, and says where it is from: our own lock
    /// file knows.
    fn lock(&self, path: &Path) -> Result<String> {
        #[derive(Deserialize)]
        struct Lock {
            package: Vec<Package>,
        }
        #[derive(Deserialize)]
        struct Package {
            name: String,
            version: String,
            source: Option<String>,
            checksum: Option<String>,
        }
        let shown = path.display();
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?;
        let lock: Lock = toml::from_str(&text).with_context(|| format!("{shown} is wrong"))?;
        let Vendored {
            name,
            version,
            sha256,
            ..
        } = self;
        let package = lock.package.iter().find(|package| {
            (&package.name, &package.version) == (name, version)
                && package.checksum.as_ref() == Some(sha256)
        });
        let Some(source) = package.and_then(|package| package.source.as_ref()) else {
            bail!(
                "Cargo.lock has no {name} {version} with the SHA-256 {sha256}, which \
                 graft/vendor.toml asks for; let both say the same"
            );
        };
        Ok(format!(
            "version = 4\n\n\
             [[package]]\nname = \"vendor\"\nversion = \"0.0.0\"\ndependencies = [\"{name}\"]\n\n\
             [[package]]\nname = \"{name}\"\nversion = \"{version}\"\nsource = \"{source}\"\n\
             checksum = \"{sha256}\"\n"
        ))
    }
}

/// A folder to fetch into, on the same disk.
fn workspace(vendor: &Path) -> Result<tempfile::TempDir> {
    fs::create_dir_all(vendor)
        .with_context(|| format!("cannot make the directory {}", vendor.display()))?;
    tempfile::Builder::new()
        .prefix("fetch-")
        .tempdir_in(vendor)
        .context("cannot make a temporary directory")
}

/// What is taken of the crate in `folder`, by its path in `target`.
pub(super) fn taken(folder: &Path, target: &str) -> Result<BTreeMap<String, Content>> {
    let mut files = BTreeMap::new();
    for part in TAKEN {
        add_files(&folder.join(part), &format!("{target}/{part}"), &mut files)?;
    }
    Ok(files)
}

/// What `graft/vendor.toml` calls the content of a crate.
pub(super) fn content_digest(folder: &Path) -> Result<String> {
    let mut lines = String::new();
    for (path, content) in taken(folder, ".")? {
        writeln!(lines, "{}  {path}", digest(&content.bytes))?;
    }
    Ok(digest(lines.as_bytes()))
}
