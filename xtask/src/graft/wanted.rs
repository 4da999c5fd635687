//! What a grafted tree should contain: computed from the tree's originals and this repository,
//! without changing either.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::Graft;
use super::anchors::Anchors;
use super::autoconf;
use super::content::{self, Content};
use super::crates::{self, Crate};
use super::generate::Generated;
use super::manifest::{Edited, Manifest, original_of};
use super::modules::{Module, Modules, PythonTwin, Twin};
use super::sbom::{self, Sbom};
use super::tree::Tree;
use super::twin;
use super::version::Version;

pub(super) struct Wanted {
    /// Every file that the graft edits or adds, but for the manifest.
    pub(super) files: BTreeMap<String, Content>,
    pub(super) manifest: Manifest,
}

/// Computes the grafted form of a tree, whose present graft, if any, is `previous`.
pub(super) fn compute(
    Graft {
        repository,
        autoconf,
        cargo,
        policy,
        ..
    }: &Graft,
    tree: &Tree,
    previous: Option<&Manifest>,
) -> Result<Wanted> {
    let graft = repository.join("graft");
    let mut anchors = Anchors::read(&graft, tree.version())
        .with_context(|| format!("{} is CPython {}", tree.root().display(), tree.release()))?;
    anchors.leave_out_absent(|path| tree.join(path).exists());

    let mut crates = crates::read_crates(repository)?;
    let modules = modules_of(&graft, &mut crates, tree.version())?;
    for module in &modules.modules {
        if let Some(twin) = &module.twin {
            // It may be edited as well: what it was before says the same.
            let text = docstrings(&module.name, twin, |file| tree.text(file))?;
            let owner = crates.iter_mut().find(|one| one.name == module.crate_name);
            let owner = owner.expect("Modules::read() asks for it");
            let path = format!("Rust/{}/src/twin.rs", owner.folder);
            owner.files.insert(path, Content::new(text, false));
        }
    }

    for one in &mut crates {
        if let Some(vendored) = &one.vendored {
            one.files = vendored.files(repository, cargo)?;
        }
    }
    // Unless another one is asked for, a tree keeps the policy that it has.
    let policy = policy
        .or(previous.map(|previous| previous.policy))
        .unwrap_or_default();
    let generated = Generated::new(&crates, &modules, policy)?;
    let mut files = crates::read_graft(&graft, anchors.inserted_files())?;
    for (path, content) in &mut files {
        let text = std::str::from_utf8(&content.bytes);
        let text = text.with_context(|| format!("{path} is not UTF-8 text"))?;
        let text = generated
            .expand(text)
            .with_context(|| format!("{path} is wrong"))?;
        content.bytes = text.into_bytes();
    }
    for one in &mut crates {
        files.append(&mut one.files);
    }
    let license = repository.join("LICENSE");
    crates::add_files(&license, "Rust/LICENSE", &mut files)?;

    let mut originals = BTreeMap::new();
    let mut edited = anchors.apply(
        &graft,
        |path| {
            let original = original(tree, previous, path)?;
            let text = String::from_utf8(original.bytes.clone())
                .with_context(|| format!("{path} is not UTF-8 text"))?;
            if text.contains(">>> cpython-rust") {
                bail!("{path} is grafted but the tree has no manifest; unpack it anew");
            }
            originals.insert(path.to_owned(), original);
            Ok(text)
        },
        |text| generated.expand(text),
    )?;
    let mut manifest = Manifest::new(tree.release(), String::new());
    manifest.policy = policy;
    if let Some(configure_ac) = edited.get("configure.ac") {
        let (inputs, configure) = configure(autoconf, tree, previous, configure_ac, &files)?;
        manifest.configure_inputs = inputs;
        originals.insert("configure".into(), original(tree, previous, "configure")?);
        edited.insert("configure".into(), configure);
    }

    // Of all other files, which are what they will be.
    let bill = Sbom::new(&crates);
    if previous.is_some_and(|previous| previous.edited.contains_key(sbom::CPYTHON))
        || tree.join(sbom::CPYTHON).exists()
    {
        let original = original(tree, previous, sbom::CPYTHON)?;
        let text = std::str::from_utf8(&original.bytes);
        let text = text.with_context(|| format!("{} is not UTF-8 text", sbom::CPYTHON))?;
        edited.insert(sbom::CPYTHON.to_owned(), bill.merged(text, &files)?);
        originals.insert(sbom::CPYTHON.to_owned(), original);
    } else {
        let text = bill.alone(tree.release(), &files)?;
        files.insert(sbom::OWN.to_owned(), Content::new(text, false));
    }

    for (path, original) in originals {
        let grafted = Content {
            bytes: edited
                .remove(&path)
                .expect("both have the same keys")
                .into_bytes(),
            mode: original.mode,
            modified: None,
        };
        manifest.edited.insert(
            path.clone(),
            Edited {
                original: content::digest(&original.bytes),
                grafted: content::digest(&grafted.bytes),
            },
        );
        files.insert(original_of(&path), original);
        files.insert(path, grafted);
    }
    for (path, content) in &files {
        if !manifest.edited.contains_key(path) {
            manifest
                .files
                .insert(path.clone(), content::digest(&content.bytes));
        }
    }
    Ok(Wanted { files, manifest })
}

/// The Rust file with the docstrings that a module takes over; `read` gives the text of a file.
pub(super) fn docstrings(
    module: &str,
    twin: &Twin,
    read: impl Fn(&str) -> Result<String>,
) -> Result<String> {
    match twin {
        Twin::C(twin) => {
            let (clinic, source) = (read(&twin.clinic)?, read(&twin.source)?);
            twin::of_c(
                module,
                (&twin.clinic, &clinic),
                (&twin.source, &source),
                &twin.doc,
            )
        }
        Twin::Python(PythonTwin { python }) => twin::of_python(python, &read(python)?),
    }
}

/// The modules for a version of CPython; the crates of the others are taken away.
pub(super) fn modules_of(
    graft: &Path,
    crates: &mut Vec<Crate>,
    version: Version,
) -> Result<Modules> {
    let all = Modules::read(graft, crates)?;
    let of_modules: Vec<_> = all
        .modules
        .iter()
        .map(|one| one.crate_name.clone())
        .collect();
    let modules = all.of(version);
    crates.retain(|one| {
        let is_needed = |module: &Module| module.crates().any(|name| *name == one.name);
        !of_modules.contains(&one.name) || modules.modules.iter().any(is_needed)
    });
    Ok(modules)
}

/// A file as it was before the tree was grafted.
fn original(tree: &Tree, previous: Option<&Manifest>, path: &str) -> Result<Content> {
    let kept = match previous {
        Some(previous) => previous.original(tree, path)?,
        None => None,
    };
    let original = match kept {
        Some(content) => Some(content),
        None => tree.read(path)?,
    };
    match original {
        Some(content) => Ok(content),
        None => bail!("unknown tree: it has no {path}"),
    }
}

/// `configure`, and the digest of what it is made from. The present one is kept if it was
/// made from the same, so that nobody needs autoconf only to check or update a tree.
fn configure(
    command: &str,
    tree: &Tree,
    previous: Option<&Manifest>,
    configure_ac: &str,
    files: &BTreeMap<String, Content>,
) -> Result<(String, String)> {
    let aclocal = tree.read("aclocal.m4")?;
    let mut inputs = autoconf::Inputs::new();
    inputs.insert("configure.ac", configure_ac.as_bytes());
    if let Some(aclocal) = &aclocal {
        inputs.insert("aclocal.m4", &aclocal.bytes);
    }
    for (path, content) in files.iter().filter(|(path, _)| path.ends_with(".m4")) {
        inputs.insert(path, &content.bytes);
    }
    let digest = autoconf::inputs_digest(&inputs);

    let present = match (previous, tree.read("configure")?) {
        (Some(previous), Some(present)) if previous.configure_inputs == digest => {
            let grafted = previous
                .edited
                .get("configure")
                .map(|edited| edited.grafted.as_str());
            let is_ours = grafted == Some(&content::digest(&present.bytes));
            is_ours.then_some(present.bytes)
        }
        _ => None,
    };
    let bytes = match present {
        Some(bytes) => bytes,
        None => autoconf::run(command, &inputs)?,
    };
    let text = String::from_utf8(bytes).context("configure is not UTF-8 text")?;
    Ok((digest, text))
}
