//! Where everything is, below the repository's `build/`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::Config;
use crate::source::Tree;

/// `build/` of this repository.
pub(crate) struct Layout {
    root: PathBuf,
}

impl Layout {
    pub(crate) fn of_repository() -> Result<Self> {
        Ok(Self {
            root: repository()?.join("build"),
        })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn lock(&self) -> PathBuf {
        self.root.join(".lock")
    }

    /// Unpacked sources, grafted in place.
    pub(crate) fn trees(&self) -> PathBuf {
        self.root.join("tree")
    }

    /// CPythons for other processors, with what runs them and compiles for them.
    pub(crate) fn foreign(&self) -> PathBuf {
        self.root.join("foreign")
    }

    /// Not the lock of builds, which can go on meanwhile.
    pub(crate) fn rootfs_lock(&self) -> PathBuf {
        self.root.join(".rootfs.lock")
    }

    /// The build directory of `tree` in the configuration `config`.
    pub(crate) fn build_dir(&self, tree: &Tree, config: &Config) -> PathBuf {
        self.root.join(config.build_name(&tree.name))
    }

    /// The log called `name` of what concerns all builds.
    pub(crate) fn log(&self, name: &str) -> PathBuf {
        self.root.join("logs").join(name)
    }

    /// The log called `name` of one build; not in its directory, which may be made anew.
    pub(crate) fn build_log(&self, build_dir: &Path, name: &str) -> PathBuf {
        let build = build_dir.file_name().unwrap_or_default();
        self.root.join("logs").join(build).join(name)
    }
}

/// The root of the repository: where the workspace of this crate is.
pub(crate) fn repository() -> Result<PathBuf> {
    // cargo says at run time where the crate is; the compiled-in place may have been moved.
    let crate_dir = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    let root = crate_dir
        .parent()
        .context("xtask is a folder of the repository")?;
    root.canonicalize()
        .with_context(|| format!("cannot find the repository {}", root.display()))
}
