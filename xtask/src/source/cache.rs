//! Tarballs that were fetched before, for every checkout of this repository.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::checked;
use super::releases::Release;
use super::unpack::remove_partials;
use crate::process::Lock;
use crate::progress::{Progress, Step, Unit};

/// Names another cache directory.
const VARIABLE: &str = "CPYTHON_RUST_CACHE";

/// The cache directory, ours alone until this is dropped.
pub(crate) struct Cache {
    dir: PathBuf,
    _lock: Lock,
}

impl Cache {
    /// The cache of this user.
    pub(crate) fn open(progress: &Progress) -> Result<Self> {
        let Some(dir) = directory(|name| std::env::var_os(name).map(PathBuf::from)) else {
            bail!("there is no cache directory: set {VARIABLE}, XDG_CACHE_HOME or HOME");
        };
        Self::at(&dir, progress)
            .with_context(|| format!("the cache cannot be used ({VARIABLE} can name another)"))
    }

    pub(crate) fn at(dir: &Path, progress: &Progress) -> Result<Self> {
        std::fs::create_dir_all(dir)
            .with_context(|| format!("cannot make the directory {}", dir.display()))?;
        let lock = Lock::acquire(&dir.join(".lock"), "the cache of sources", progress)?;
        remove_partials(dir);
        Ok(Self {
            dir: dir.to_owned(),
            _lock: lock,
        })
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    fn path(&self, release: &Release) -> PathBuf {
        self.dir.join(release.file_name())
    }

    /// The tarball of `release` if it is here. One that is damaged is removed, with an error.
    pub(crate) fn get(&self, release: &Release) -> Result<Option<PathBuf>> {
        let path = self.path(release);
        if !path.exists() {
            return Ok(None);
        }
        if let Err(mismatch) = checked::digest(&path)?.check(release) {
            std::fs::remove_file(&path)
                .with_context(|| format!("cannot remove the damaged {}", path.display()))?;
            bail!("{} was removed, for {mismatch}", path.display());
        }
        Ok(Some(path))
    }

    /// Put `content` here as the tarball of `release`, which it must be.
    pub(crate) fn put(
        &self,
        release: &Release,
        content: &mut dyn Read,
        step: &mut Step<'_>,
    ) -> Result<PathBuf> {
        let path = self.path(release);
        step.expect(release.size, Unit::Bytes);
        let name = release.file_name();
        checked::write(release, content, &path, &mut |bytes| step.at(bytes, &name))?;
        Ok(path)
    }
}

/// The cache directory that the variables name, by the XDG base directory specification.
fn directory(variable: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    let absolute = |name| variable(name).filter(|path: &PathBuf| path.is_absolute());
    if let Some(dir) = variable(VARIABLE).filter(|dir| !dir.as_os_str().is_empty()) {
        return std::path::absolute(dir).ok();
    }
    absolute("XDG_CACHE_HOME")
        .or_else(|| absolute("HOME").map(|home| home.join(".cache")))
        .map(|dir| dir.join("cpython-rust"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(variables: &[(&str, &str)]) -> Option<PathBuf> {
        directory(|wanted| {
            variables
                .iter()
                .find(|(name, _)| *name == wanted)
                .map(|(_, value)| value.into())
        })
    }

    #[test]
    fn the_variables_in_their_order() {
        let all = [(VARIABLE, "/c"), ("XDG_CACHE_HOME", "/x"), ("HOME", "/h")];
        assert_eq!(found(&all), Some("/c".into()));
        assert_eq!(found(&all[1..]), Some("/x/cpython-rust".into()));
        assert_eq!(found(&all[2..]), Some("/h/.cache/cpython-rust".into()));
        assert_eq!(found(&[]), None);
        let relative = [("XDG_CACHE_HOME", "x"), ("HOME", "/h")];
        assert_eq!(found(&relative), Some("/h/.cache/cpython-rust".into()));
    }
}
