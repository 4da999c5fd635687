//! An unpacked source tree of ours, and the stamp that says where it came from.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::releases::Release;

const STAMP: &str = ".xtask-source.json";

/// A source tree that is ours to graft.
#[derive(Debug, Clone)]
pub(crate) struct Tree {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// What its directory, and those of its builds, are called.
    pub(crate) name: String,
    /// CPython's own word, e.g. `3.13.15`.
    pub(crate) version: String,
}

/// Where a tree came from. It is written before the tree gets its name, so that a tree with a
/// stamp is whole.
#[derive(Debug, Serialize, Deserialize, PartialEq)]
pub(crate) struct Stamp {
    pub(crate) version: String,
    /// In words.
    pub(crate) from: String,
    /// Changes when the source does: a tarball's SHA-256, or a fingerprint of a directory.
    pub(crate) identity: String,
}

impl Stamp {
    pub(crate) fn write(&self, tree: &Path) -> Result<()> {
        let path = tree.join(STAMP);
        let text = serde_json::to_string_pretty(self).context("a stamp is plain data")?;
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
    }

    fn read(tree: &Path) -> Option<Self> {
        serde_json::from_str(&std::fs::read_to_string(tree.join(STAMP)).ok()?).ok()
    }
}

impl Tree {
    /// The tree of `release` below `trees`, if it is there and whole.
    pub(crate) fn of_release(trees: &Path, release: &Release) -> Option<Self> {
        Self::find(trees, release.version, release.sha256)
    }

    /// The tree called `name` below `trees`, if it has this identity.
    pub(crate) fn find(trees: &Path, name: &str, identity: &str) -> Option<Self> {
        let path = trees.join(name);
        let stamp = Stamp::read(&path).filter(|stamp| stamp.identity == identity)?;
        Some(Self {
            path,
            name: name.to_owned(),
            version: stamp.version,
        })
    }

    /// The tree below `trees` that has this identity, whatever it is called.
    pub(crate) fn with_identity(trees: &Path, identity: &str) -> Option<Self> {
        std::fs::read_dir(trees)
            .ok()?
            .filter_map(Result::ok)
            .find_map(|entry| Self::find(trees, entry.file_name().to_str()?, identity))
    }
}

/// The version that the source tree at `path` says it is.
pub(crate) fn version_of(path: &Path) -> Result<String> {
    let header = path.join("Include/patchlevel.h");
    let text = std::fs::read_to_string(&header).unwrap_or_default();
    let version = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("#define PY_VERSION "))
        .map(|value| value.trim().trim_matches('"').to_owned());
    match version {
        Some(version) if path.join("configure.ac").is_file() => Ok(version),
        _ => bail!(
            "it is not the source of CPython: {} says no version",
            header.display()
        ),
    }
}
