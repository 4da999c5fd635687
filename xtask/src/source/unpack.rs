//! From a tarball to a source tree: whole, or not there.

use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result, anyhow, bail};
use tempfile::TempDir;

use super::checked::{PARTIAL_PREFIX, full, write_error};
use super::releases::Release;
use super::tree::{Stamp, Tree, version_of};
use crate::process::check_interrupt;
use crate::progress::{Step, Unit};

/// Unpack the tarball of `release`, had from `from`.
pub(crate) fn release(
    tarball: &Path,
    release: &Release,
    from: &str,
    trees: &Path,
    step: &mut Step<'_>,
) -> Result<Tree> {
    let unpacked = Unpacked::new(tarball, trees, step)?;
    let stamp = Stamp {
        version: unpacked.version()?,
        from: from.to_owned(),
        identity: release.sha256.to_owned(),
    };
    finish(&unpacked.root, release.version, stamp, trees)
}

/// A tarball's content in a temporary directory, which is removed unless it is given a name.
pub(crate) struct Unpacked {
    _dir: TempDir,
    pub(crate) root: PathBuf,
}

impl Unpacked {
    pub(crate) fn new(tarball: &Path, trees: &Path, step: &mut Step<'_>) -> Result<Self> {
        let dir = partial_directory(trees)?;
        extract(tarball, dir.path(), step)?;
        let root = only_entry(dir.path())
            .with_context(|| format!("{} is not one folder in a tarball", tarball.display()))?;
        Ok(Self { _dir: dir, root })
    }

    pub(crate) fn version(&self) -> Result<String> {
        version_of(&self.root)
    }
}

/// A directory for something unfinished below `dir`.
pub(crate) fn partial_directory(dir: &Path) -> Result<TempDir> {
    let partial = tempfile::Builder::new()
        .prefix(PARTIAL_PREFIX)
        .tempdir_in(dir);
    partial.map_err(|error| write_error(error, dir))
}

/// Make the finished directory `root` the tree called `name`, in place of one that may be there.
pub(crate) fn finish(root: &Path, name: &str, stamp: Stamp, trees: &Path) -> Result<Tree> {
    stamp.write(root)?;
    // The name must not survive a power cut that the files do not.
    rustix::fs::sync();
    let path = trees.join(name);
    let rename = |from: &Path, to: &Path| {
        std::fs::rename(from, to).with_context(|| format!("cannot rename to {}", to.display()))
    };
    let _old = if path.exists() {
        let old = partial_directory(trees)?;
        rename(&path, &old.path().join(name))?;
        Some(old)
    } else {
        None
    };
    rename(root, &path)?;
    Ok(Tree {
        path,
        name: name.to_owned(),
        version: stamp.version,
    })
}

/// Remove what killed runs left in `dir`, whose lock the caller holds.
pub(crate) fn remove_partials(dir: &Path) {
    for entry in std::fs::read_dir(dir)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
    {
        if !entry
            .file_name()
            .to_string_lossy()
            .starts_with(PARTIAL_PREFIX)
        {
            continue;
        }
        // What cannot be removed only takes up room.
        let path = entry.path();
        let _ = if path.is_dir() {
            std::fs::remove_dir_all(&path)
        } else {
            std::fs::remove_file(&path)
        };
    }
}

fn extract(tarball: &Path, into: &Path, step: &mut Step<'_>) -> Result<()> {
    let context = || format!("cannot unpack {}", tarball.display());
    let file = File::open(tarball).with_context(context)?;
    step.expect(file.metadata().with_context(context)?.len(), Unit::Bytes);
    let position = Arc::new(AtomicU64::new(0));
    let content = decompress(file, &position).with_context(context)?;
    let mut archive = tar::Archive::new(content);
    for entry in archive.entries().with_context(context)? {
        check_interrupt()?;
        let mut entry = entry.with_context(context)?;
        let unpacked = entry.unpack_in(into).map_err(|error| {
            if full(&error) {
                return write_error(error, into.parent().unwrap_or(into));
            }
            // tar names the file twice on the way to what went wrong.
            let cause = anyhow::Error::from(error).root_cause().to_string();
            anyhow!(
                "cannot unpack {}: {cause}; if it is damaged, get it again",
                tarball.display()
            )
        });
        if !unpacked? {
            bail!("{} has a file outside of its folder", tarball.display());
        }
        step.at(position.load(Ordering::Relaxed), "unpacking");
    }
    Ok(())
}

/// The tar stream in `file`, whatever its name says; `position` follows what was read of it.
fn decompress(mut file: File, position: &Arc<AtomicU64>) -> Result<Box<dyn Read>> {
    let mut magic = [0; 512];
    let read = file.read(&mut magic)?;
    file.rewind()?;
    let counted = Counted {
        file: BufReader::with_capacity(1 << 20, file),
        position: position.clone(),
    };
    let magic = &magic[..read];
    Ok(if magic.starts_with(b"\xFD7zXZ\0") {
        Box::new(liblzma::read::XzDecoder::new(counted))
    } else if magic.starts_with(b"\x1F\x8B") {
        Box::new(flate2::read::MultiGzDecoder::new(counted))
    } else if magic.get(257..262) == Some(b"ustar") {
        Box::new(counted)
    } else {
        bail!("it is neither .tar.xz nor .tar.gz nor .tar")
    })
}

struct Counted {
    file: BufReader<File>,
    position: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.position.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

fn only_entry(dir: &Path) -> Result<PathBuf> {
    let mut entries: Vec<_> = std::fs::read_dir(dir)?.collect::<Result<_, _>>()?;
    match (entries.pop(), entries.is_empty()) {
        (Some(entry), true) if entry.path().is_dir() => Ok(entry.path()),
        _ => bail!("it has several files, or none, at its top"),
    }
}
