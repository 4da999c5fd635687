//! Changing many files of a tree as if at once.
//!
//! Everything that will be needed, new files and copies of the old ones, is first
//! written to a staging folder inside the tree (so that the rest is renaming).
//! Then a journal says what is to be done, and it is done. An error is undone on the
//! spot. After an interruption the journal is still there, and the next run finishes
//! what it says; without a journal, nothing was changed yet.

use std::fs::{self, File};
use std::io;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::content::Content;
use super::tree::Tree;

const STAGING: &str = ".cpython-rust-graft";
/// Exists while the steps it lists are done one by one.
const JOURNAL: &str = "journal";
/// The journal, renamed, while the steps are undone.
const UNDO: &str = "undo";

/// One file to write or, if there is no `new` content, to remove.
pub(super) struct Change {
    pub(super) path: String,
    pub(super) new: Option<Content>,
}

/// Called with the path of each file before it is changed.
pub(super) type Hook = dyn Fn(&str) -> io::Result<()>;

/// What the journal says of a change; its contents are in `N.new` and `N.old`.
#[derive(Deserialize, Serialize)]
struct Step {
    path: String,
    /// False if the file is to be removed.
    new: bool,
    /// False if there was no such file.
    old: bool,
}

/// Whether an interrupted transaction waits for [`recover`].
pub(super) fn is_pending(tree: &Tree) -> bool {
    tree.join(STAGING).join(JOURNAL).exists() || tree.join(STAGING).join(UNDO).exists()
}

/// Finishes what an interrupted run began.
pub(super) fn recover(tree: &Tree) -> Result<()> {
    let staging = Staging::of(tree);
    let recovered = if staging.folder.join(UNDO).exists() {
        staging.undo(&staging.steps(UNDO)?)
    } else if staging.folder.join(JOURNAL).exists() {
        staging.redo(&staging.steps(JOURNAL)?, &|_| Ok(()))
    } else {
        Ok(())
    };
    recovered.with_context(|| {
        let shown = tree.root().display();
        format!("cannot finish the interrupted graft of {shown}; remove the cause and run it again")
    })?;
    staging.close()
}

/// Makes all `changes` or, if it fails, none.
pub(super) fn commit(tree: &Tree, changes: &[Change], hook: &Hook) -> Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let staging = Staging::of(tree);
    let as_it_was = || format!("{} was left as it was", tree.root().display());

    let steps = match staging.prepare(changes) {
        Ok(steps) => steps,
        Err(error) => {
            let _ = fs::remove_dir_all(&staging.folder); // what failed is the better message
            return Err(error.context(as_it_was()));
        }
    };
    if let Err(error) = staging.redo(&steps, hook) {
        fs::rename(staging.folder.join(JOURNAL), staging.folder.join(UNDO))
            .map_err(anyhow::Error::from)
            .and_then(|()| staging.undo(&steps))
            .and_then(|()| staging.close())
            .with_context(|| format!("{error:#}; run `cargo xtask graft` again to recover"))?;
        return Err(error.context(as_it_was()));
    }
    staging.close()
}

struct Staging<'a> {
    tree: &'a Tree,
    folder: PathBuf,
}

impl<'a> Staging<'a> {
    fn of(tree: &'a Tree) -> Self {
        Staging {
            tree,
            folder: tree.join(STAGING),
        }
    }

    fn new_file(&self, index: usize) -> PathBuf {
        self.folder.join(format!("{index}.new"))
    }

    fn old_file(&self, index: usize) -> PathBuf {
        self.folder.join(format!("{index}.old"))
    }

    fn prepare(&self, changes: &[Change]) -> Result<Vec<Step>> {
        fs::create_dir(&self.folder)
            .with_context(|| format!("cannot write to {}", self.tree.root().display()))?;
        let mut steps = Vec::new();
        for (index, Change { path, new }) in changes.iter().enumerate() {
            let old = self.tree.read(path)?;
            if let Some(content) = new {
                content.write(&self.new_file(index))?;
            }
            if let Some(content) = &old {
                content.write(&self.old_file(index))?;
            }
            steps.push(Step {
                path: path.clone(),
                new: new.is_some(),
                old: old.is_some(),
            });
        }
        // Under its own name only when it is complete, for it is obeyed from then on.
        let journal = self.folder.join("journal.new");
        Content::new(serde_json::to_vec_pretty(&steps)?, false).write(&journal)?;
        fs::rename(&journal, self.folder.join(JOURNAL))?;
        Ok(steps)
    }

    fn steps(&self, journal: &str) -> Result<Vec<Step>> {
        let file = File::open(self.folder.join(journal))?;
        serde_json::from_reader(file).with_context(|| format!("{STAGING}/{journal} is damaged"))
    }

    /// Does what is not done yet.
    fn redo(&self, steps: &[Step], hook: &Hook) -> Result<()> {
        for (index, step) in steps.iter().enumerate() {
            let Step { path, new, .. } = step;
            if self.is_done(index, step) {
                continue;
            }
            let target = self.tree.join(path);
            let change = || {
                hook(path)?;
                if !new {
                    return self.remove(path);
                }
                fs::create_dir_all(target.parent().unwrap_or(self.tree.root()))?;
                fs::rename(self.new_file(index), &target)
            };
            change().with_context(|| format!("cannot change {path}"))?;
        }
        Ok(())
    }

    /// Undoes what is done and not undone yet.
    fn undo(&self, steps: &[Step]) -> Result<()> {
        for (index, step) in steps.iter().enumerate().rev() {
            let Step { path, old, .. } = step;
            let target = self.tree.join(path);
            let saved = self.old_file(index);
            let restored = if !self.is_done(index, step) {
                self.prune(path);
                Ok(())
            } else if !old {
                self.remove(path)
            } else if saved.exists() {
                fs::create_dir_all(target.parent().unwrap_or(self.tree.root()))
                    .and_then(|()| fs::rename(saved, &target))
            } else {
                Ok(())
            };
            restored.with_context(|| format!("cannot restore {path}"))?;
        }
        Ok(())
    }

    fn is_done(&self, index: usize, step: &Step) -> bool {
        match step.new {
            true => !self.new_file(index).exists(),
            false => !self.tree.join(&step.path).exists(),
        }
    }

    fn remove(&self, path: &str) -> io::Result<()> {
        match fs::remove_file(self.tree.join(path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => {
                self.prune(path);
                Ok(())
            }
        }
    }

    /// Removes the folders that held only `path`; all that the graft makes are in `Rust/`.
    fn prune(&self, path: &str) {
        let mut folder = path;
        while let Some((parent, _)) = folder.rsplit_once('/') {
            let ours = parent.split('/').next() == Some("Rust");
            if !ours || fs::remove_dir(self.tree.join(parent)).is_err() {
                break;
            }
            folder = parent;
        }
    }

    /// Ends the transaction: without its journal, the folder means nothing.
    fn close(&self) -> Result<()> {
        if !self.folder.exists() {
            return Ok(());
        }
        for journal in [JOURNAL, UNDO] {
            let journal = self.folder.join(journal);
            if journal.exists() {
                fs::remove_file(&journal)
                    .with_context(|| format!("cannot remove {}", journal.display()))?;
            }
        }
        fs::remove_dir_all(&self.folder)
            .with_context(|| format!("cannot remove {}", self.folder.display()))
    }
}
