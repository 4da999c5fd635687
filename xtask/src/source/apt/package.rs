//! A source package of Debian's with its changes: the upstream tarball, and `debian/`.
//!
//! Its description (`.dsc`) is not asked for: what apt downloads it compares with the archive's signed index
//! itself, and mirrors have been seen that lack only that file.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use super::{Archive, require_space};
use crate::progress::Step;

/// The files of a source package, which go when this does.
pub(crate) struct SourceParts {
    dir: TempDir,
    /// Debian's, such as `1.95.0+dfsg1-2`.
    pub(crate) version: String,
    tarball: String,
}

impl SourceParts {
    /// Fetch a version of the package `name` into a directory in `below`: of those that apt
    /// knows, one for which `rank` gives the most. `room` is how many bytes it takes.
    pub(crate) fn fetch(
        name: &str,
        rank: impl Fn(&str) -> Option<u64>,
        room: u64,
        below: &Path,
        log: &Path,
        step: &mut Step<'_>,
    ) -> Result<Self> {
        require_space(below, room)?;
        let mut archive = Archive::new(below, log, &[name.to_owned()], step)?;
        let packages = &archive.packages;
        let usable = packages.iter().filter(|one| rank(&one.version).is_some());
        let Some(chosen) = usable.max_by_key(|one| rank(&one.version)).cloned() else {
            let versions: Vec<_> = packages.iter().map(|one| one.version.as_str()).collect();
            bail!("of {name}, apt knows only {}", versions.join(", "));
        };
        let package = format!("{name}={}", chosen.version);
        for part in ["--tar-only", "--diff-only"] {
            step.say(&format!("apt-get source {part} {package}"));
            let mut source = archive.apt("apt-get");
            source
                .args(["source", part, "--download-only", "--only-source", &package])
                .current_dir(archive.dir.path());
            archive.run("apt-get source", &mut source, step)?;
        }
        Ok(Self {
            dir: archive.dir,
            version: chosen.version,
            tarball: chosen.tarball,
        })
    }

    /// The upstream tarball.
    pub(crate) fn tarball(&self) -> PathBuf {
        self.dir.path().join(&self.tarball)
    }

    /// The tarball with Debian's changes.
    pub(crate) fn changes(&self) -> Result<PathBuf> {
        let entries = std::fs::read_dir(self.dir.path()).context("apt's directory went away")?;
        let mut paths = entries.filter_map(Result::ok).map(|entry| entry.path());
        paths
            .find(|path| path.to_string_lossy().contains(".debian.tar."))
            .context("apt-get source left no changes of Debian's")
    }
}
