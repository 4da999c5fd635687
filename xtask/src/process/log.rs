//! A log file that keeps everything a step printed.

use std::collections::VecDeque;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// One step's log; made anew at each run of the step.
pub(crate) struct Log {
    path: PathBuf,
    file: File,
    last: VecDeque<String>,
}

impl Log {
    /// How many lines are kept at hand for an error message.
    const KEPT: usize = 200;

    /// Start the log at `path`, in a directory that is made if need be.
    pub(crate) fn create(path: &Path) -> Result<Self> {
        if let Some(dir) = path.parent() {
            std::fs::create_dir_all(dir)
                .with_context(|| format!("cannot make the directory {}", dir.display()))?;
        }
        let file =
            File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Self {
            path: path.to_owned(),
            file,
            last: VecDeque::new(),
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// A line that a command printed.
    pub(crate) fn line(&mut self, line: &str) -> Result<()> {
        if self.last.len() == Self::KEPT {
            self.last.pop_front();
        }
        self.last.push_back(line.to_owned());
        self.note(line)
    }

    /// A line of our own; it is not repeated to the user when a command fails.
    pub(crate) fn note(&mut self, line: &str) -> Result<()> {
        writeln!(self.file, "{line}")
            .with_context(|| format!("cannot write {}", self.path.display()))
    }

    /// The last `count` lines that commands printed.
    pub(crate) fn tail(&self, count: usize) -> Vec<String> {
        self.last
            .iter()
            .skip(self.last.len().saturating_sub(count))
            .cloned()
            .collect()
    }
}
