//! `cargo xtask vendor`: which crates of others a tree receives, and another version of one.
//!
//! An update is one command, as whoever has to do it is in a hurry: it edits what names the
//! version, and leaves everything as it was if it does not come to its end.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::crates::LAYERS;
use super::vendor::{Vendored, content_digest, taken};
use super::{cargo, repository, vendor};
use crate::process;

/// Where the versions are; `fuzz` and `bench` have workspaces of their own.
const LOCKS: [&str; 3] = ["Cargo.lock", "fuzz/Cargo.lock", "bench/crates/Cargo.lock"];

/// List the crates of others that a grafted tree has, or take another version of one.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The crate and the version that the repository is to have from now on
    #[arg(long, value_name = "NAME=VERSION")]
    update: Option<String>,
}

pub(crate) fn run(args: Args) -> Result<()> {
    let repository = repository();
    let Some(update) = args.update else {
        for one in crates(&repository)? {
            println!("{} {} ({})", one.name, one.version, one.license);
        }
        return Ok(());
    };
    let Some((name, version)) = update.split_once('=') else {
        bail!("say which crate and which version, such as --update zlib-rs=0.6.8");
    };
    // What was changed so far is put back.
    process::watch_interrupts()?;
    println!("{}", to(&repository, &cargo(), name, version)?);
    Ok(())
}

fn crates(repository: &Path) -> Result<Vec<Vendored>> {
    let crates = vendor::read(&repository.join("graft"))?;
    Ok(crates.into_iter().filter_map(|one| one.vendored).collect())
}

/// Makes the repository one with `version` of the crate `name`; what to do next, for people.
pub(super) fn to(repository: &Path, cargo: &OsStr, name: &str, version: &str) -> Result<String> {
    let all = crates(repository)?;
    let Some(old) = all.iter().find(|one| one.name == name) else {
        let known: Vec<_> = all.iter().map(|one| one.name.as_str()).collect();
        bail!("no tree has {name}; it has {}", known.join(", "));
    };
    if old.version == version {
        return Ok(format!("{name} is {version} already; nothing to do"));
    }
    let mut files = Files::default();
    let updated = files.update(repository, cargo, old, version);
    if updated.is_err() {
        files.restore()?;
    }
    updated
}

/// The files that were written, as they were before.
#[derive(Default)]
struct Files(Vec<(PathBuf, String)>);

impl Files {
    fn update(
        &mut self,
        repository: &Path,
        cargo: &OsStr,
        old: &Vendored,
        version: &str,
    ) -> Result<String> {
        // While Cargo.lock has it, or it could not be fetched.
        let before = old.obtain(repository, cargo)?;
        let name = &old.name;
        let wish = format!("\"={}\"", old.version);
        for layer in LAYERS {
            let listed = || format!("cannot list {layer}");
            for entry in fs::read_dir(repository.join(layer)).with_context(listed)? {
                let path = entry.with_context(listed)?.path().join("Cargo.toml");
                if path.exists() {
                    self.edit(&path, |text| {
                        let line = |line: &str| match line.starts_with(&format!("{name} = ")) {
                            true => line.replace(&wish, &format!("\"={version}\"")),
                            false => line.to_owned(),
                        };
                        text.split_inclusive('\n').map(line).collect()
                    })?;
                }
            }
        }
        for lock in LOCKS {
            let path = repository.join(lock);
            let locked = format!("name = \"{name}\"\nversion = \"{}\"\n", old.version);
            if fs::read_to_string(&path).is_ok_and(|text| text.contains(&locked)) {
                self.edit(&path, |text| text.to_owned())?;
                let mut command = process::command(cargo);
                command.args(["update", "--package"]);
                command.arg(format!("{name}@{}", old.version));
                command.args(["--precise", version, "--manifest-path"]);
                command.arg(path.with_file_name("Cargo.toml"));
                command.env_remove("CARGO_MANIFEST_DIR");
                let what = format!("updating {name}");
                let (succeeded, said) = process::said(&what, &mut command)?;
                if !succeeded {
                    bail!("cargo has no {name} {version} for {lock}: {}", said.trim());
                }
            }
        }
        let mut new = old.clone();
        new.version = version.to_owned();
        new.sha256 = checksum(&repository.join("Cargo.lock"), name, version)?;
        let source = new.take(repository, cargo)?;
        new.content = content_digest(&source)?;
        let package = Package::of(&source)?;
        if package.license.as_ref() != Some(&old.license) {
            bail!(
                "{name} {version} has the license {}, and {} has {}; if that may go into a tree, \
                 say so in graft/vendor.toml and deny.toml first",
                package
                    .license
                    .as_deref()
                    .unwrap_or("that it does not name"),
                old.version,
                old.license
            );
        }
        self.edit(&repository.join("graft/vendor.toml"), |text| {
            recorded(text, old, &new)
        })?;
        Ok(format!(
            "{name} {} is {version} now, in {} files that a tree receives and that differ; read them \
             (diff -ru {} {}), then `cargo xtask graft TREE`, and `make` in its build directory",
            old.version,
            differing(&before, &source)?,
            before.display(),
            source.display()
        ))
    }

    fn edit(&mut self, path: &Path, edited: impl FnOnce(&str) -> String) -> Result<()> {
        let shown = path.display();
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?;
        let new = edited(&text);
        self.0.push((path.to_owned(), text));
        fs::write(path, new).with_context(|| format!("cannot write {shown}"))
    }

    fn restore(&self) -> Result<()> {
        for (path, text) in &self.0 {
            fs::write(path, text)
                .with_context(|| format!("cannot write {} as it was", path.display()))?;
        }
        Ok(())
    }
}

/// The text of `graft/vendor.toml`, with the entry of `old` for `new`.
fn recorded(text: &str, old: &Vendored, new: &Vendored) -> String {
    let is_of = format!("name = \"{}\"\n", old.name);
    let entry = |entry: &str| {
        if !entry.starts_with(&is_of) {
            return entry.to_owned();
        }
        [
            ("version", &old.version, &new.version),
            ("sha256", &old.sha256, &new.sha256),
            ("content", &old.content, &new.content),
        ]
        .iter()
        .fold(entry.to_owned(), |text, (key, old, new)| {
            text.replace(
                &format!("\n{key} = \"{old}\"\n"),
                &format!("\n{key} = \"{new}\"\n"),
            )
        })
    };
    text.split_inclusive("[[crate]]\n").map(entry).collect()
}

/// What a crate says of itself.
#[derive(Deserialize)]
pub(super) struct Package {
    pub(super) license: Option<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "a test compares it"))]
    pub(super) repository: Option<String>,
}

impl Package {
    pub(super) fn of(folder: &Path) -> Result<Package> {
        #[derive(Deserialize)]
        struct Manifest {
            package: Package,
        }
        let path = folder.join("Cargo.toml");
        let shown = path.display();
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {shown}"))?;
        let manifest: Manifest =
            toml::from_str(&text).with_context(|| format!("{shown} is wrong"))?;
        Ok(manifest.package)
    }
}

/// What the lock file has for a package.
fn checksum(lock: &Path, name: &str, version: &str) -> Result<String> {
    let text = fs::read_to_string(lock).context("cannot read Cargo.lock")?;
    let head = format!("name = \"{name}\"\nversion = \"{version}\"\n");
    let entry = text
        .split("[[package]]\n")
        .find(|one| one.starts_with(&head));
    let value = entry.and_then(|entry| {
        let line = entry
            .lines()
            .find_map(|line| line.strip_prefix("checksum = \""))?;
        line.strip_suffix('"')
    });
    let value = value.with_context(|| format!("Cargo.lock has no {name} {version} now"))?;
    Ok(value.to_owned())
}

/// How many of the files that a tree receives are not the same.
fn differing(before: &Path, after: &Path) -> Result<usize> {
    let (before, after) = (taken(before, "")?, taken(after, "")?);
    let names = before.keys().chain(after.keys());
    let mut names: Vec<_> = names
        .filter(|name| {
            let bytes = |content: &super::Content| content.bytes.clone();
            before.get(*name).map(bytes) != after.get(*name).map(bytes)
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    Ok(names.len())
}
