//! A CPython source tree: what it is, what is in it.
//!
//! Nothing here writes. Paths inside a tree are relative, with `/`, as `String`s,
//! because they are also what manifests and messages contain.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::content::Content;
use super::version::Version;

/// What `./configure` leaves behind when it is run in the source tree itself.
const CONFIGURED: [&str; 3] = ["config.status", "Makefile", "pyconfig.h"];

/// Files without which a tree cannot be built at all.
const ESSENTIAL: [&str; 3] = ["configure.ac", "configure", "Makefile.pre.in"];

/// What make builds when it is run in the source tree; the graft neither makes nor takes it.
const BUILD: &str = "Rust/build";

pub(super) struct Tree {
    root: PathBuf,
    release: String,
    version: Version,
}

impl Tree {
    pub(super) fn open(path: &Path) -> Result<Tree> {
        let shown = path.display();
        if !path.exists() {
            bail!("{shown} does not exist; give the folder of an unpacked CPython source tree");
        }
        let root = path
            .canonicalize()
            .with_context(|| format!("cannot open {shown}"))?;
        let Ok(patchlevel) = fs::read_to_string(root.join("Include/patchlevel.h")) else {
            bail!("{shown} is not a CPython source tree: it has no Include/patchlevel.h");
        };
        let (release, version) = release_of(&patchlevel)
            .with_context(|| format!("{shown}: Include/patchlevel.h is unusual"))?;
        Ok(Tree {
            root,
            release,
            version,
        })
    }

    /// Fails if this tree is not one to graft for the first time.
    pub(super) fn must_be_pristine(&self) -> Result<()> {
        let shown = self.root.display();
        if let Some(file) = ESSENTIAL.iter().find(|file| !self.join(file).is_file()) {
            bail!("{shown} is not a complete CPython source tree: it has no {file}");
        }
        if let Some(file) = CONFIGURED.iter().find(|file| self.join(file).exists()) {
            bail!("{shown} was configured in place ({file} exists): run `make distclean` in it");
        }
        if let Some(file) = self.files_under("Rust")?.first() {
            bail!("{shown} has a folder Rust/ that no graft made (with {file}): unpack it anew");
        }
        Ok(())
    }

    /// Keeps a second graft out of the tree for as long as the result lives.
    pub(super) fn lock(&self) -> Result<Lock> {
        let shown = self.root.display();
        let folder = File::open(&self.root).with_context(|| format!("cannot open {shown}"))?;
        let lock = Lock { folder };
        // One that was just killed may still be waiting for its disk.
        for _ in 0..10 {
            if lock.take() {
                return Ok(lock);
            }
            thread::sleep(Duration::from_millis(100));
        }
        bail!("another graft is at work in {shown}; wait for it to end")
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The full version, such as `3.13.5` or `3.14.0rc2+`.
    pub(super) fn release(&self) -> &str {
        &self.release
    }

    /// The feature version, such as `3.13`.
    pub(super) fn version(&self) -> Version {
        self.version
    }

    pub(super) fn join(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// The file at `path`, or `None` if there is none.
    pub(super) fn read(&self, path: &str) -> Result<Option<Content>> {
        let full = self.join(path);
        match fs::symlink_metadata(&full) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).with_context(|| format!("cannot read {path}")),
            // Writing through a link would change another tree, replacing it this one's shape.
            Ok(data) if !data.is_file() => bail!("{path} is not a regular file"),
            Ok(_) => {}
        }
        Content::read(&full)
            .map(Some)
            .with_context(|| format!("cannot read {path}"))
    }

    /// The text of a file that must be there.
    pub(super) fn text(&self, path: &str) -> Result<String> {
        let Some(content) = self.read(path)? else {
            bail!("unknown tree: it has no {path}");
        };
        String::from_utf8(content.bytes).with_context(|| format!("{path} is not UTF-8 text"))
    }

    /// Every file in a folder of the tree, sorted, without make's products.
    pub(super) fn files_under(&self, folder: &str) -> Result<Vec<String>> {
        let mut files = Vec::new();
        self.collect(folder, &mut files)
            .with_context(|| format!("cannot list {folder}"))?;
        files.sort();
        Ok(files)
    }

    fn collect(&self, folder: &str, files: &mut Vec<String>) -> Result<()> {
        let entries = match fs::read_dir(self.join(folder)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if path == BUILD {
                continue;
            }
            match entry.file_type()?.is_dir() {
                true => self.collect(&path, files)?,
                false => files.push(path),
            }
        }
        Ok(())
    }
}

/// A lock of a tree's folder itself, so that nothing has to be written for it.
pub(super) struct Lock {
    #[cfg_attr(not(unix), expect(dead_code, reason = "there, folders have no locks"))]
    folder: File,
}

#[cfg(unix)]
impl Lock {
    fn take(&self) -> bool {
        use rustix::fs::{FlockOperation, flock};
        // Some network file systems have no locks; there, the user is alone.
        flock(&self.folder, FlockOperation::NonBlockingLockExclusive)
            != Err(rustix::io::Errno::WOULDBLOCK)
    }
}

#[cfg(not(unix))]
impl Lock {
    fn take(&self) -> bool {
        true
    }
}

#[cfg(unix)]
impl Drop for Lock {
    fn drop(&mut self) {
        // Closing is not enough: a process that another thread is just starting has a copy.
        let _ = rustix::fs::flock(&self.folder, rustix::fs::FlockOperation::Unlock);
    }
}

/// The release that a patchlevel.h is of, and its feature version.
pub(super) fn release_of(patchlevel: &str) -> Result<(String, Version)> {
    let release =
        defined_string(patchlevel, "PY_VERSION").context("it does not define PY_VERSION")?;
    Ok((release.into(), Version::of_release(release)?))
}

/// The value of `#define NAME "value"`.
fn defined_string<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    header.lines().find_map(|line| {
        let mut words = line.split_whitespace();
        let is_it = words.next() == Some("#define") && words.next() == Some(name);
        is_it
            .then(|| words.next())??
            .strip_prefix('"')?
            .strip_suffix('"')
    })
}
