//! `cargo xtask graft`: makes a CPython source tree one with Rust in it, and back.
//!
//! The graft is a function from a tree and this repository to a set of files
//! ([`wanted`]). Applying writes what differs, checking lists what differs, and
//! reverting writes the originals; all writing goes through one [`transaction`],
//! so a tree is either as it was or as it should be.

mod anchors;
mod autoconf;
mod content;
mod crates;
mod fallback;
mod fit;
mod generate;
mod manifest;
mod modules;
mod msbuild;
mod policy;
mod sbom;
mod transaction;
mod tree;
mod twin;
mod update;
mod vendor;
mod version;
mod wanted;

#[cfg(test)]
mod tests;

pub(crate) use crates::{Crate, read_crates, read_layer};
pub(crate) use fallback::only_in_rust;
pub(crate) use fit::Fit;
pub(crate) use modules::{Export, Module, Modules, PythonTwin, Twin};
pub(crate) use policy::Policy;
pub(crate) use twin::{of_python, rust_file};
pub(crate) use update::{Args as VendorArgs, run as vendor};

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use anchors::Anchors;
use content::Content;
use manifest::Manifest;
use transaction::{Change, Hook};
use tree::Tree;
use version::Version;

use crate::process;

/// Put Rust into a CPython source tree.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The unpacked CPython source tree
    tree: PathBuf,
    /// Only say whether the tree is what the graft would make of it
    #[arg(long, conflicts_with = "revert")]
    check: bool,
    /// Take the graft out again and restore every file
    #[arg(long)]
    revert: bool,
    /// What configure does in it without a usable Rust [default: what it did; at first, optional]
    #[arg(long, value_enum, conflicts_with_all = ["revert", "anchors_only"])]
    policy: Option<Policy>,
    /// Only show what would be inserted where, in a folder that may have no more of a tree than
    /// some of the files to edit
    #[arg(long, conflicts_with_all = ["check", "revert"])]
    anchors_only: bool,
    /// The CPython that those files are of, such as 3.15, if they do not say it
    #[arg(long, value_name = "VERSION", requires = "anchors_only")]
    python_version: Option<Version>,
}

pub(crate) fn run(args: Args) -> Result<()> {
    process::watch_interrupts()?;
    let place = args.tree.display();
    if args.anchors_only {
        let report = fit(&args.tree, args.python_version)?.report;
        return std::io::stdout()
            .write_all(report.as_bytes())
            .context("cannot write to standard output");
    }
    if args.check {
        let drift = Graft::with_policy(args.policy).check(&args.tree)?;
        if drift.is_empty() {
            println!("{place} is grafted and up to date");
            return Ok(());
        }
        for Drift { path, kind } in &drift {
            println!("{kind:<9} {path}");
        }
        let files = counted(drift.len(), "file");
        bail!("{place} differs from what this graft makes of it in {files}");
    }
    let outcome = if args.revert {
        revert(&args.tree)?
    } else {
        Graft::with_policy(args.policy).apply(&args.tree)?
    };
    println!(
        "{place}: CPython {}, {}",
        outcome.version,
        outcome.summary(args.revert)
    );
    if outcome.written.iter().any(|path| path == sbom::OWN) {
        println!(
            "{place}: has no {}; what the graft adds is in {}",
            sbom::CPYTHON,
            sbom::OWN
        );
    }
    Ok(())
}

/// What a run of the graft did to a tree.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The tree's version, as its `Include/patchlevel.h` has it.
    pub(crate) version: String,
    /// Files that were written, relative to the tree.
    pub(crate) written: Vec<String>,
    /// Files that were removed, relative to the tree.
    pub(crate) removed: Vec<String>,
}

impl Outcome {
    /// True if the tree already was as wanted, so that not even a time stamp changed.
    pub(crate) fn nothing_done(&self) -> bool {
        self.written.is_empty() && self.removed.is_empty()
    }

    fn summary(&self, reverted: bool) -> String {
        let written = counted(self.written.len(), "file");
        let removed = counted(self.removed.len(), "file");
        match (self.nothing_done(), reverted) {
            (true, true) => "has no graft; nothing to do".into(),
            (true, false) => "already grafted; nothing to do".into(),
            (false, true) => format!("graft reverted: {written} restored, {removed} removed"),
            (false, false) => format!("grafted: {written} written, {removed} removed"),
        }
    }
}

/// A file in which a tree differs from what the graft makes of it.
#[derive(Debug, PartialEq)]
pub(crate) struct Drift {
    /// Relative to the tree.
    pub(crate) path: String,
    /// `missing`, `extra`, `edited` (by hand) or `outdated` (made by another graft).
    pub(crate) kind: &'static str,
}

/// Grafts `tree`, or brings its graft up to date.
pub(crate) fn apply(tree: &Path) -> Result<Outcome> {
    Graft::new(repository()).apply(tree)
}

/// A file of CPython `version` as the graft edits it, in which nothing is inserted but what it says.
pub(crate) fn edited(version: &str, file: &str, text: &str) -> Result<String> {
    let graft = repository().join("graft");
    let anchors = Anchors::read(&graft, version.parse()?)?;
    let edited = anchors.edit(&graft, file, text, |insert| Ok(insert.to_owned()))?;
    match edited.unknown.first() {
        Some(why) => bail!("unknown tree: {why}"),
        None => Ok(edited.text),
    }
}

/// What there is to say about a tree.
pub(crate) struct State {
    /// Its own version.
    pub(crate) release: String,
    /// If it is grafted, the policy, and in what it differs from its grafted form; or why that
    /// cannot be told.
    pub(crate) graft: Option<(Policy, Result<Vec<Drift>>)>,
}

/// Looks at `tree`; writes nothing.
pub(crate) fn state(tree: &Path) -> Result<State> {
    Graft::new(repository()).state(tree)
}

/// Edits what is in `folder` of CPython's files, without writing anything.
pub(crate) fn fit(folder: &Path, version: Option<Version>) -> Result<Fit> {
    Graft::new(repository()).fit(folder, version)
}

/// Restores `tree` to what it was before it was grafted.
pub(crate) fn revert(tree: &Path) -> Result<Outcome> {
    Graft::new(repository()).revert(tree)
}

/// The modules that exist in Rust for a release of CPython, as Python knows them.
pub(crate) fn module_names(release: &str) -> Result<Vec<String>> {
    let crates = read_crates(&repository())?;
    let modules = Modules::read(&repository().join("graft"), &crates)?;
    let modules = modules.of(Version::of_release(release)?);
    Ok(modules.names().map(str::to_owned).collect())
}

/// This repository: xtask is always run from a checkout of it, which cargo names; that may have been
/// moved or copied since it was compiled.
fn repository() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from)
        .parent()
        .expect("xtask is a folder")
        .to_owned()
}

/// The cargo that runs this, or the one on PATH.
pub(crate) fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// The graft of one repository, which tests replace by a small one.
struct Graft {
    repository: PathBuf,
    /// The command that makes `configure`.
    autoconf: String,
    /// The command that fetches the crates of others.
    cargo: OsString,
    /// If it is to be another than the tree has.
    policy: Option<Policy>,
    /// Called before each change of the tree; tests fail or stop here.
    hook: Box<Hook>,
}

impl Graft {
    /// Of this repository, for a tree with this policy, if it is to have another.
    fn with_policy(policy: Option<Policy>) -> Self {
        let mut graft = Graft::new(repository());
        graft.policy = policy;
        graft
    }

    fn new(repository: PathBuf) -> Self {
        let chosen = std::env::var("AUTOCONF")
            .ok()
            .filter(|command| !command.is_empty());
        let autoconf = chosen.unwrap_or_else(|| "autoconf".into());
        Graft {
            repository,
            autoconf,
            cargo: cargo(),
            policy: None,
            hook: Box::new(|_| Ok(())),
        }
    }

    fn apply(&self, tree: &Path) -> Result<Outcome> {
        let tree = Tree::open(tree)?;
        let _lock = tree.lock()?;
        transaction::recover(&tree)?;
        let previous = Manifest::read(&tree)?;
        if previous.is_none() {
            tree.must_be_pristine()?;
        }
        let wanted = wanted::compute(self, &tree, previous.as_ref())?;
        // From here on it is only files that are written.
        process::check_interrupt()?;
        let manifest_text = wanted.manifest.to_content();

        let mut changes = Vec::new();
        for (path, content) in &wanted.files {
            if !content.is_at(&tree, path)? {
                refuse_local_edit(&tree, path, previous.as_ref(), content)?;
                changes.push(Change {
                    path: path.clone(),
                    new: Some(content.clone()),
                });
            }
        }
        if let Some(previous) = &previous {
            for path in previous
                .paths()
                .filter(|path| !wanted.files.contains_key(*path))
            {
                changes.push(self.withdraw(&tree, previous, path)?);
            }
        }
        if !manifest_text.is_at(&tree, manifest::PATH)? {
            changes.push(Change {
                path: manifest::PATH.into(),
                new: Some(manifest_text),
            });
        }
        self.commit(tree, changes)
    }

    fn check(&self, tree: &Path) -> Result<Vec<Drift>> {
        let tree = Tree::open(tree)?;
        if transaction::is_pending(&tree) {
            bail!(
                "{} holds an interrupted graft; run `cargo xtask graft` on it to finish it",
                tree.root().display()
            );
        }
        let Some(previous) = Manifest::read(&tree)? else {
            bail!(
                "{} (CPython {}) is not grafted",
                tree.root().display(),
                tree.release()
            );
        };
        let wanted = wanted::compute(self, &tree, Some(&previous))?;
        let mut drift = Vec::new();
        for (path, content) in &wanted.files {
            if !content.is_at(&tree, path)? {
                let kind = match tree.read(path)? {
                    None => "missing",
                    Some(present) if previous.made(path, &present.bytes) => "outdated",
                    Some(_) => "edited",
                };
                drift.push(Drift {
                    path: path.clone(),
                    kind,
                });
            }
        }
        let known: BTreeSet<&str> = wanted.files.keys().map(String::as_str).collect();
        for path in tree.files_under("Rust")? {
            if !known.contains(path.as_str()) && path != manifest::PATH {
                drift.push(Drift {
                    path,
                    kind: "extra",
                });
            }
        }
        if drift.is_empty() && !wanted.manifest.to_content().is_at(&tree, manifest::PATH)? {
            drift.push(Drift {
                path: manifest::PATH.into(),
                kind: "outdated",
            });
        }
        Ok(drift)
    }

    fn revert(&self, tree: &Path) -> Result<Outcome> {
        let tree = Tree::open(tree)?;
        let _lock = tree.lock()?;
        transaction::recover(&tree)?;
        let Some(previous) = Manifest::read(&tree)? else {
            return Ok(Outcome {
                version: tree.release().into(),
                written: Vec::new(),
                removed: Vec::new(),
            });
        };
        let known: BTreeSet<&str> = previous.paths().collect();
        for path in tree.files_under("Rust")? {
            if !known.contains(path.as_str()) && path != manifest::PATH {
                bail!("{path} is not the graft's; move it out of Rust/ and revert again");
            }
        }
        let mut changes = Vec::new();
        for path in &known {
            changes.push(self.withdraw(&tree, &previous, path)?);
        }
        // Last: as long as it is there, the graft can be reverted.
        changes.push(Change {
            path: manifest::PATH.into(),
            new: None,
        });
        changes.retain(|change| change.new.is_some() || tree.join(&change.path).exists());
        self.commit(tree, changes)
    }

    /// Takes one file of a graft back: an edited one becomes its original, others go.
    fn withdraw(&self, tree: &Tree, previous: &Manifest, path: &str) -> Result<Change> {
        match tree.read(path)? {
            Some(present) if !previous.made(path, &present.bytes) => bail!(locally_edited(path)),
            _ => {}
        }
        let new = previous.original(tree, path)?;
        Ok(Change {
            path: path.into(),
            new,
        })
    }

    fn state(&self, tree: &Path) -> Result<State> {
        let opened = Tree::open(tree)?;
        let Some(manifest) = Manifest::read(&opened)? else {
            return Ok(State {
                release: opened.release().into(),
                graft: None,
            });
        };
        Ok(State {
            release: opened.release().into(),
            graft: Some((manifest.policy, self.check(tree))),
        })
    }

    fn commit(&self, tree: Tree, changes: Vec<Change>) -> Result<Outcome> {
        transaction::commit(&tree, &changes, &self.hook)?;
        let (written, removed): (Vec<_>, Vec<_>) =
            changes.into_iter().partition(|change| change.new.is_some());
        let path = |change: Change| change.path;
        Ok(Outcome {
            version: tree.release().into(),
            written: written.into_iter().map(path).collect(),
            removed: removed.into_iter().map(path).collect(),
        })
    }
}

/// Fails if writing `content` to `path` would lose something that the graft did not make.
fn refuse_local_edit(
    tree: &Tree,
    path: &str,
    previous: Option<&Manifest>,
    content: &Content,
) -> Result<()> {
    let Some(present) = tree.read(path)? else {
        return Ok(());
    };
    match previous {
        _ if present.bytes == content.bytes => Ok(()),
        Some(previous) if previous.made(path, &present.bytes) => Ok(()),
        Some(previous) if previous.knows(path) => bail!(locally_edited(path)),
        _ if path.starts_with("Rust/") => {
            bail!("{path} is not the graft's but in its place; move it away")
        }
        _ => Ok(()),
    }
}

fn locally_edited(path: &str) -> String {
    format!("{path} was edited since the tree was grafted; save that edit and undo it first")
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
