//! What a file is to the graft: bytes, permissions and, for restored ones, a time.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use super::tree::Tree;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Content {
    pub(super) bytes: Vec<u8>,
    pub(super) mode: u32,
    /// When the file was last changed, if writing it must not make it look new.
    pub(super) modified: Option<SystemTime>,
}

impl Content {
    /// A new file that only differs from others by being executable or not, so
    /// that the result does not depend on how this repository was checked out.
    pub(super) fn new(bytes: impl Into<Vec<u8>>, executable: bool) -> Content {
        let mode = if executable { 0o755 } else { 0o644 };
        Content {
            bytes: bytes.into(),
            mode,
            modified: None,
        }
    }

    pub(super) fn read(path: &Path) -> io::Result<Content> {
        let metadata = fs::metadata(path)?;
        let modified = Some(metadata.modified()?);
        Ok(Content {
            bytes: fs::read(path)?,
            mode: mode(&metadata),
            modified,
        })
    }

    pub(super) fn executable(&self) -> bool {
        self.mode & 0o111 != 0
    }

    /// Whether the tree's file is this one. Archives and checkouts apply the
    /// user's mask to permissions, so only being executable counts.
    pub(super) fn is_at(&self, tree: &Tree, path: &str) -> Result<bool> {
        let present = tree.read(path)?;
        Ok(present.is_some_and(|present| {
            present.bytes == self.bytes && present.executable() == self.executable()
        }))
    }

    /// Writes a new file, to disk: what follows relies on it being whole.
    pub(super) fn write(&self, path: &Path) -> Result<()> {
        let write = || {
            let mut file = File::create_new(path)?;
            file.write_all(&self.bytes)?;
            set_mode(&file, self.mode)?;
            if let Some(modified) = self.modified {
                file.set_modified(modified)?;
            }
            file.sync_all()
        };
        write().with_context(|| format!("cannot write {}", path.display()))
    }
}

/// The SHA-256 of `bytes`, in hexadecimal.
pub(super) fn digest(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a String takes everything");
        text
    })
}

#[cfg(unix)]
fn mode(metadata: &fs::Metadata) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    metadata.permissions().mode() & 0o7777
}

#[cfg(unix)]
fn set_mode(file: &File, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn mode(_: &fs::Metadata) -> u32 {
    0o644
}

#[cfg(not(unix))]
fn set_mode(_: &File, _: u32) -> io::Result<()> {
    Ok(())
}
