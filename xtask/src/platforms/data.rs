//! `platforms/*.toml`: what people call a platform, what autoconf does, and what rustc does.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

/// The files, in the page's order.
const FILES: [&str; 7] = [
    "linux-glibc.toml",
    "linux-musl.toml",
    "android-wasm.toml",
    "apple.toml",
    "windows.toml",
    "bsd.toml",
    "unix.toml",
];

/// A file: systems of one kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Section {
    pub(super) title: String,
    #[serde(rename = "platform")]
    pub(super) platforms: Vec<Platform>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Platform {
    pub(super) name: String,
    /// Its tier in PEP 11.
    pub(super) pep11: Option<u8>,
    #[serde(default)]
    pub(super) debian: Vec<String>,
    #[serde(default)]
    pub(super) gentoo: Vec<String>,
    pub(super) triplets: Vec<String>,
    pub(super) target: Option<String>,
    /// Why it has no target.
    pub(super) none: Option<String>,
    /// Another platform has the same triplets: the compiler at hand decides.
    #[serde(default)]
    pub(super) shared: bool,
    /// Why Rust cannot be used although there is a target.
    pub(super) too_old: Option<String>,
    pub(super) note: Option<String>,
}

pub(super) fn read(folder: &Path) -> Result<Vec<Section>> {
    let section = |name: &&str| {
        let path = folder.join(name);
        let text =
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        toml::from_str(&text).with_context(|| format!("in {}", path.display()))
    };
    FILES.iter().map(section).collect()
}
