//! `cargo xtask graft FOLDER --anchors-only`: whether the edits have their places in CPython's
//! files, where there is no more of a tree than some of those.
//!
//! So whoever has the files of a version, and not the version, can see whether it can be grafted.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::anchors::Anchors;
use super::generate::Generated;
use super::tree::release_of;
use super::version::Version;
use super::{Graft, crates, wanted};

/// What the graft makes of a few files.
pub(crate) struct Fit {
    /// For people: what is inserted where.
    pub(crate) report: String,
    /// The edited files, by their path in a tree.
    pub(crate) files: BTreeMap<String, String>,
}

impl Graft {
    /// Edits those of CPython's files that are in `folder`, where it leaves them as they are. It
    /// fails, and names it, if an anchor is not there, or a docstring in a file that should have
    /// it. Without `version`, the files have to say which they are of.
    pub(super) fn fit(&self, folder: &Path, version: Option<Version>) -> Result<Fit> {
        let shown = folder.display();
        let version = match version {
            Some(version) => version,
            None => version_of(folder)?.with_context(|| {
                format!(
                    "there is neither Include/patchlevel.h nor configure.ac in {shown} to tell \
                     which CPython the files are of; say it with --python-version"
                )
            })?,
        };
        let graft = self.repository.join("graft");
        let anchors = Anchors::read(&graft, version)?;
        let mut crates = crates::read_crates(&self.repository)?;
        let modules = wanted::modules_of(&graft, &mut crates, version)?;
        let generated = Generated::new(&crates, &modules, self.policy.unwrap_or_default())?;

        let mut files = BTreeMap::new();
        let mut report = String::new();
        let (mut found, mut absent, mut unknown) = (0, BTreeSet::new(), Vec::new());
        for file in anchors.files() {
            let Some(text) = read(folder, file)? else {
                absent.insert(file);
                continue;
            };
            let mut edited = anchors.edit(&graft, file, &text, |text| generated.expand(text))?;
            found += edited.shown.len();
            for shown in edited.shown {
                writeln!(report, "{shown}")?;
            }
            unknown.append(&mut edited.unknown);
            files.insert(file.to_owned(), edited.text);
        }
        if !unknown.is_empty() {
            bail!(
                "the files in {shown} are not what the graft knows as CPython {version}'s: {}",
                unknown.join("; ")
            );
        }
        if files.is_empty() {
            bail!(
                "{shown} has none of the files to edit, which are {}",
                Vec::from_iter(absent).join(", ")
            );
        }
        for module in &modules.modules {
            let Some(twin) = &module.twin else { continue };
            let mut missing = twin.files();
            missing.retain(|file| !folder.join(file).exists());
            if missing.is_empty() {
                let read = |file: &str| Ok(read(folder, file)?.unwrap_or_default());
                wanted::docstrings(&module.name, twin, read)?;
            }
            absent.extend(missing);
        }
        for file in absent {
            writeln!(report, "not looked at, for it is not there: {file}")?;
        }
        writeln!(
            report,
            "{shown}: each of {found} edits for CPython {version} has its place"
        )?;
        Ok(Fit { report, files })
    }
}

/// The version that the files in `folder` say they are of, if one is there that does.
fn version_of(folder: &Path) -> Result<Option<Version>> {
    if let Some(patchlevel) = read(folder, "Include/patchlevel.h")? {
        let (_, version) = release_of(&patchlevel).context("Include/patchlevel.h is unusual")?;
        return Ok(Some(version));
    }
    let Some(configure) = read(folder, "configure.ac")? else {
        return Ok(None);
    };
    let version = configure.lines().find_map(|line| {
        let value = line.strip_prefix("m4_define([PYTHON_VERSION], [")?;
        value.strip_suffix("])")
    });
    let version = version.context("configure.ac defines no PYTHON_VERSION")?;
    version.parse().map(Some)
}

fn read(folder: &Path, file: &str) -> Result<Option<String>> {
    match fs::read_to_string(folder.join(file)) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {file}")),
    }
}
