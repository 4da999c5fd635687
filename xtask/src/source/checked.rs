//! Files of a known content: hashed while written, and there only when they are right.

use std::fmt;
use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use super::releases::Release;
use crate::process::check_interrupt;

/// How files that are still being written are called; left behind only by a crash.
pub(crate) const PARTIAL_PREFIX: &str = ".partial-";

/// Why what was read is not the release that was asked for.
#[derive(Debug, PartialEq)]
pub(crate) enum Mismatch {
    Truncated {
        got: u64,
        expected: u64,
    },
    Content {
        sha256: String,
        expected: &'static str,
    },
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated { got, expected } => {
                write!(
                    f,
                    "it is truncated: it ends after {got} of {expected} bytes"
                )
            }
            Self::Content { sha256, expected } => {
                write!(
                    f,
                    "it is not what was released: its SHA-256 is {sha256}, not {expected}"
                )
            }
        }
    }
}

impl std::error::Error for Mismatch {}

/// There is no room for the file, wherever it comes from.
#[derive(Debug)]
pub(crate) struct DiskFull {
    dir: String,
}

impl fmt::Display for DiskFull {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "there is not enough room on the disk of {}; make some and run this again",
            self.dir
        )
    }
}

impl std::error::Error for DiskFull {}

/// `error`, or a clear word about a full disk if it is one, when writing below `dir`.
pub(crate) fn write_error(error: std::io::Error, dir: &Path) -> anyhow::Error {
    if full(&error) {
        DiskFull {
            dir: dir.display().to_string(),
        }
        .into()
    } else {
        anyhow::Error::new(error).context(format!("cannot write to {}", dir.display()))
    }
}

pub(crate) fn full(error: &std::io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded
    )
}

/// An error if fewer than `bytes` can be written below `dir`: for programs that do not say so.
pub(crate) fn require_space(dir: &Path, bytes: u64) -> Result<()> {
    let disk = rustix::fs::statvfs(dir)
        .with_context(|| format!("cannot see how much room {} has", dir.display()))?;
    if disk.f_bavail.saturating_mul(disk.f_frsize) < bytes {
        return Err(DiskFull {
            dir: dir.display().to_string(),
        }
        .into());
    }
    Ok(())
}

/// Read `content` to its end into `path`, which comes to be only if the content is `release`.
///
/// `on_bytes` is told how many bytes have come so far.
pub(crate) fn write(
    release: &Release,
    content: &mut dyn Read,
    path: &Path,
    on_bytes: &mut dyn FnMut(u64),
) -> Result<()> {
    let dir = path.parent().unwrap_or(Path::new("."));
    let mut partial = tempfile::Builder::new()
        .prefix(PARTIAL_PREFIX)
        .tempfile_in(dir)
        .map_err(|error| write_error(error, dir))?;
    let digest = copy(content, partial.as_file_mut(), dir, on_bytes)?;
    digest.check(release)?;
    partial
        .as_file()
        .sync_all()
        .map_err(|error| write_error(error, dir))?;
    partial
        .persist(path)
        .map_err(|error| write_error(error.error, dir))?;
    Ok(())
}

/// What was read: how much, and its hash.
pub(crate) struct Digested {
    size: u64,
    pub(crate) sha256: String,
}

impl Digested {
    pub(crate) fn check(&self, release: &Release) -> Result<(), Mismatch> {
        if self.sha256 == release.sha256 {
            Ok(())
        } else if self.size < release.size {
            Err(Mismatch::Truncated {
                got: self.size,
                expected: release.size,
            })
        } else {
            Err(Mismatch::Content {
                sha256: self.sha256.clone(),
                expected: release.sha256,
            })
        }
    }
}

/// The hash of the file at `path`.
pub(crate) fn digest(path: &Path) -> Result<Digested> {
    let mut file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    copy(&mut file, &mut std::io::sink(), path, &mut |_| ())
        .with_context(|| format!("cannot read {}", path.display()))
}

fn copy(
    from: &mut dyn Read,
    to: &mut dyn Write,
    dir: &Path,
    on_bytes: &mut dyn FnMut(u64),
) -> Result<Digested> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 256 << 10];
    let mut size = 0;
    loop {
        check_interrupt()?;
        let read = match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => break,
            Err(error) => return Err(error).context("it stopped coming"),
        };
        hasher.update(&buffer[..read]);
        to.write_all(&buffer[..read])
            .map_err(|error| write_error(error, dir))?;
        size += read as u64;
        on_bytes(size);
    }
    Ok(Digested {
        size,
        sha256: hex(&hasher.finalize()),
    })
}

/// The SHA-256 of several `parts`, none of which has a NUL in it.
pub(crate) fn hash_of<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
        hasher.update([0]);
    }
    hex(&hasher.finalize())
}

/// As much of [`hash_of`] as tells names apart.
pub(crate) fn short_hash<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    hash_of(parts)[..8].to_owned()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::super::releases::ABC;
    use super::*;

    fn attempt(content: &[u8]) -> (Result<()>, Vec<String>) {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let result = write(
            &ABC,
            &mut &content[..],
            &dir.path().join("abc"),
            &mut |_| (),
        );
        let left = std::fs::read_dir(dir.path()).expect("the directory");
        let names = left.map(|e| e.expect("entry").file_name().to_string_lossy().into_owned());
        (result, names.collect())
    }

    #[test]
    fn the_right_content_gets_its_name() {
        let (result, left) = attempt(b"abc");
        result.expect("right");
        assert_eq!(left, ["abc"]);
    }

    #[test]
    fn a_truncated_file_says_so_and_leaves_nothing() {
        let (result, left) = attempt(b"ab");
        let text = result.expect_err("truncated").to_string();
        assert_eq!(text, "it is truncated: it ends after 2 of 3 bytes");
        assert!(left.is_empty(), "{left:?}");
    }

    #[test]
    fn other_content_says_so_and_leaves_nothing() {
        let (result, left) = attempt(b"abd");
        let text = result.expect_err("wrong").to_string();
        assert!(
            text.starts_with("it is not what was released: its SHA-256 is a52d159f"),
            "{text}"
        );
        assert!(text.contains("not ba7816bf"), "{text}");
        assert!(left.is_empty(), "{left:?}");
    }

    #[test]
    fn a_stream_that_breaks_leaves_nothing() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
                Err(std::io::Error::from(ErrorKind::ConnectionReset))
            }
        }
        let dir = tempfile::tempdir().expect("a temporary directory");
        let mut content = b"a".chain(Broken);
        let error = write(&ABC, &mut content, &dir.path().join("abc"), &mut |_| ());
        let text = format!("{:#}", error.expect_err("broken"));
        assert!(text.starts_with("it stopped coming: "), "{text}");
        assert_eq!(
            std::fs::read_dir(dir.path())
                .expect("the directory")
                .count(),
            0
        );
    }

    #[test]
    fn too_little_room_is_a_full_disk() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        require_space(dir.path(), 1).expect("one byte");
        assert!(
            require_space(dir.path(), u64::MAX)
                .expect_err("too much")
                .is::<DiskFull>()
        );
    }

    #[test]
    fn a_full_disk_is_called_that() {
        // Linux has a device that is always full.
        let Ok(mut full) = File::options().write(true).open("/dev/full") else {
            return;
        };
        let dir = Path::new("/the/cache");
        let result = copy(&mut &b"abc"[..], &mut full, dir, &mut |_| ());
        let error = result.err().expect("full");
        assert!(error.is::<DiskFull>());
        assert_eq!(
            error.to_string(),
            "there is not enough room on the disk of /the/cache; make some and run this again"
        );
    }
}
