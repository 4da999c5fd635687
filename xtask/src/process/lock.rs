//! Two runs at once are kept apart.

use std::fs::File;
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result};
use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use super::check_interrupt;
use crate::progress::Progress;

/// A directory that is ours until this is dropped.
pub(crate) struct Lock {
    file: File,
}

impl Lock {
    /// Wait for the lock file `path`; `what` says in a message what it guards.
    pub(crate) fn acquire(path: &Path, what: &str, progress: &Progress) -> Result<Self> {
        Self::wait(path, |holder| {
            progress.note(&format!("waiting for {holder}, which uses {what}"));
        })
    }

    /// Wait for the lock file `path`; if it takes time, `tell` is called with who holds it.
    pub(crate) fn wait(path: &Path, tell: impl Fn(&str)) -> Result<Self> {
        let context = || format!("cannot lock {}", path.display());
        let mut file = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(path)
            .with_context(context)?;
        let mut told = false;
        loop {
            match flock(&file, FlockOperation::NonBlockingLockExclusive) {
                Ok(()) => break,
                Err(Errno::WOULDBLOCK) => {
                    if !told {
                        let mut holder = String::new();
                        let _ = file.read_to_string(&mut holder);
                        let holder = if holder.is_empty() {
                            "another run"
                        } else {
                            holder.trim()
                        };
                        tell(holder);
                        told = true;
                    }
                    check_interrupt()?;
                    std::thread::sleep(Duration::from_millis(200));
                }
                Err(error) => return Err(error).with_context(context),
            }
        }
        // Who holds it is only for the message above; the lock itself does not depend on it.
        let _ = file.set_len(0).and_then(|()| file.rewind());
        let _ = writeln!(file, "process {}", std::process::id());
        Ok(Self { file })
    }

    /// The lock as a child's (empty) standard input: should we be killed, the lock is held until
    /// the last child has ended too.
    pub(crate) fn as_stdin(&self) -> Result<Stdio> {
        Ok(Stdio::from(
            self.file
                .try_clone()
                .context("cannot share the lock with a child")?,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_held_until_the_last_child_has_ended() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let path = dir.path().join("lock");
        let lock = Lock::acquire(&path, "a test", &Progress::silent()).expect("free");
        let mut child = super::super::command("sleep")
            .arg("300")
            .stdin(lock.as_stdin().expect("a handle"))
            .spawn()
            .expect("sleep");
        drop(lock);
        let other = File::open(&path).expect("the lock file");
        let attempt = || flock(&other, FlockOperation::NonBlockingLockExclusive);
        assert_eq!(attempt(), Err(Errno::WOULDBLOCK));
        child.kill().expect("killed");
        child.wait().expect("ended");
        assert_eq!(attempt(), Ok(()));
    }
}
