//! Packages, unpacked to a folder that is there as a whole or not at all.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::PARTIAL;
use crate::process::{self, Log};

/// Unpacks `packages` to `folder`, after `finish` has done the rest; one that was there is replaced.
pub(super) fn into(
    folder: &Path,
    packages: &[PathBuf],
    log: &mut Log,
    finish: impl FnOnce(&Path, &mut Log) -> Result<()>,
) -> Result<()> {
    let below = folder.parent().context("the folder is in another")?;
    let partial = tempfile::Builder::new()
        .prefix(PARTIAL)
        .tempdir_in(below)
        .with_context(|| format!("cannot make a directory in {}", below.display()))?;
    let new = partial.path().join("new");
    for package in packages {
        let mut unpack = process::command("dpkg-deb");
        unpack.arg("-x").arg(package).arg(&new);
        process::run("dpkg-deb", &mut unpack, log, &mut |_| ())?;
    }
    finish(&new, log)?;
    let rename = |from: &Path, to: &Path| {
        std::fs::rename(from, to).with_context(|| format!("cannot rename to {}", to.display()))
    };
    if folder.exists() {
        rename(folder, &partial.path().join("old"))?;
    }
    rename(&new, folder)
}

/// What a package of Debian's does when it is installed: /bin is /usr/bin, and so on.
pub(super) fn merge_usr(root: &Path) -> Result<()> {
    for name in ["bin", "sbin", "lib", "lib64"] {
        let link = root.join(name);
        if root.join("usr").join(name).is_dir() && !link.exists() {
            std::os::unix::fs::symlink(format!("usr/{name}"), &link)
                .with_context(|| format!("cannot make {}", link.display()))?;
        }
    }
    Ok(())
}

/// Removes what killed runs left in `folder`. The caller holds the lock.
pub(super) fn remove_partials(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(PARTIAL) {
            // What cannot be removed only takes up room.
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}
