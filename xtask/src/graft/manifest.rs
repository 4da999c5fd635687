//! `Rust/graft/manifest.toml`: what a graft did to the tree that it is in.
//!
//! With it and the originals next to it a tree can be checked and reverted
//! anywhere, even after it was copied or archived.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::content::{Content, digest};
use super::policy::Policy;
use super::tree::Tree;

pub(super) const PATH: &str = "Rust/graft/manifest.toml";
const ORIGINALS: &str = "Rust/graft/originals";

/// Changes when a manifest of another version could be misread.
const FORMAT: u32 = 1;

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    format: u32,
    /// The version of cpython-rust that grafted the tree.
    graft: String,
    /// The tree's own version.
    cpython: String,
    /// What its configure does without Rust.
    #[serde(default, skip_serializing_if = "Policy::is_default")]
    pub(super) policy: Policy,
    /// Digest of all that `configure` is made from, so that it is made only when they change.
    pub(super) configure_inputs: String,
    /// CPython's files that the graft edited.
    pub(super) edited: BTreeMap<String, Edited>,
    /// The files that the graft added, with their digests.
    pub(super) files: BTreeMap<String, String>,
}

/// Digests of a file before and after it was edited.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Edited {
    pub(super) original: String,
    pub(super) grafted: String,
}

/// Where the original of an edited file is kept.
pub(super) fn original_of(path: &str) -> String {
    format!("{ORIGINALS}/{path}")
}

impl Manifest {
    pub(super) fn new(cpython: &str, configure_inputs: String) -> Manifest {
        Manifest {
            format: FORMAT,
            graft: env!("CARGO_PKG_VERSION").into(),
            cpython: cpython.into(),
            policy: Policy::default(),
            configure_inputs,
            edited: BTreeMap::new(),
            files: BTreeMap::new(),
        }
    }

    /// The manifest of a grafted tree, `None` if it is not grafted.
    pub(super) fn read(tree: &Tree) -> Result<Option<Manifest>> {
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        let Some(content) = tree.read(PATH)? else {
            return Ok(None);
        };
        let text =
            String::from_utf8(content.bytes).with_context(|| format!("{PATH} is damaged"))?;
        let Format { format } =
            toml::from_str(&text).with_context(|| format!("{PATH} is damaged"))?;
        if format != FORMAT {
            bail!("another version of cpython-rust made this graft; revert it with that one");
        }
        let manifest: Manifest =
            toml::from_str(&text).with_context(|| format!("{PATH} is damaged"))?;
        // Files are written and removed by these names, and trees come from anywhere.
        if let Some(path) = manifest.paths().find(|path| path.split('/').any(leads_out)) {
            bail!("{PATH} is damaged: {path} is not a path inside the tree");
        }
        Ok(Some(manifest))
    }

    pub(super) fn to_content(&self) -> Content {
        let data = toml::to_string(self).expect("digests and names are plain data");
        let text = format!("# Written by `cargo xtask graft`, which reads it to revert.\n\n{data}");
        Content::new(text, false)
    }

    /// Every file of the tree that the graft edited or added.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.edited
            .keys()
            .chain(self.files.keys())
            .map(String::as_str)
    }

    pub(super) fn knows(&self, path: &str) -> bool {
        self.edited.contains_key(path) || self.files.contains_key(path)
    }

    /// Whether `bytes` at `path` are the graft's, or what it found there: nothing is lost by
    /// replacing them.
    pub(super) fn made(&self, path: &str, bytes: &[u8]) -> bool {
        let digest = digest(bytes);
        match self.edited.get(path) {
            Some(edited) => digest == edited.grafted || digest == edited.original,
            None => self.files.get(path) == Some(&digest),
        }
    }

    /// The original of an edited file; `None` for a file that the graft added.
    pub(super) fn original(&self, tree: &Tree, path: &str) -> Result<Option<Content>> {
        let Some(edited) = self.edited.get(path) else {
            return Ok(None);
        };
        let kept = original_of(path);
        match tree.read(&kept)? {
            Some(content) if digest(&content.bytes) == edited.original => Ok(Some(content)),
            _ => bail!("{kept} is no longer the original of {path}; unpack the tree anew"),
        }
    }
}

fn leads_out(component: &str) -> bool {
    matches!(component, "" | "." | "..")
}
