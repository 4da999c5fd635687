//! What rustc says of its targets, in `platforms/rustc-targets.toml`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::process;

pub(super) const FILE: &str = "platforms/rustc-targets.toml";

const HEAD: &str = "\
# rustc's targets, in its own words. Written by `cargo xtask platforms --read-rustc`, not by hand, from
#
#     rustc +nightly -Z unstable-options --print all-target-specs-json
#
# What a target does not say has rustc's default: panics unwind, bytes are in little-endian order,
# and atomics are as wide as pointers. `atomics` is the width in bits of the widest that can be
# compared and exchanged; 0 if none can.
";

/// All targets of one compiler.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Targets {
    /// The compiler, as `rustc --version` says it.
    pub(super) rustc: String,
    pub(super) targets: BTreeMap<String, Target>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Target {
    /// The operating system; `none` without one.
    pub(super) system: String,
    pub(super) tier: u8,
    /// Whether it has Rust's standard library.
    pub(super) std: Known,
    /// Whether rustc and cargo run there.
    pub(super) tools: Known,
    pub(super) panic: String,
    pub(super) pointer: u32,
    pub(super) endian: String,
    pub(super) atomics: u32,
    pub(super) about: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Known {
    Yes,
    No,
    Unknown,
}

impl Known {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }
}

impl Targets {
    pub(super) fn read(root: &Path) -> Result<Self> {
        let text = fs::read_to_string(root.join(FILE)).with_context(|| {
            format!("cannot read {FILE}; `cargo xtask platforms --read-rustc` writes it")
        })?;
        toml::from_str(&text).with_context(|| format!("in {FILE}"))
    }

    /// The file: a line for each target.
    pub(super) fn text(&self) -> String {
        let mut text = format!("{HEAD}\nrustc = {:?}\n\n[targets]\n", self.rustc);
        for (name, target) in &self.targets {
            let Target {
                system,
                tier,
                std,
                tools,
                panic,
                pointer,
                endian,
                atomics,
                about,
            } = target;
            let (std, tools) = (std.word(), tools.word());
            let _ = writeln!(
                text,
                "{name:?} = {{ system = {system:?}, tier = {tier}, std = {std:?}, tools = {tools:?}, \
                 panic = {panic:?}, pointer = {pointer}, endian = {endian:?}, atomics = {atomics}, \
                 about = {about:?} }}"
            );
        }
        text
    }
}

/// The nightly compiler's version, as it says it itself, if there is one.
pub(super) fn nightly() -> Option<String> {
    let version = process::output(process::command("rustc").args(["+nightly", "--version"]))?;
    let version = version.trim();
    Some(version.strip_prefix("rustc ").unwrap_or(version).to_owned())
}

/// What the nightly compiler says.
pub(super) fn ask() -> Result<Targets> {
    let rustc = nightly()
        .context("there is no nightly Rust; install one (`rustup toolchain install nightly`)")?;
    let mut command = process::command("rustc");
    command.args(["+nightly", "-Z", "unstable-options"]);
    command.args(["--print", "all-target-specs-json"]);
    let text = process::output(&mut command)
        .with_context(|| format!("rustc {rustc} does not print its targets"))?;
    let specs: BTreeMap<String, Value> =
        serde_json::from_str(&text).context("rustc's list of targets is not JSON")?;
    let target = |(name, spec): (String, Value)| {
        let target = Target::of(&spec).with_context(|| format!("rustc does not say of {name}"));
        Ok((name, target?))
    };
    let targets = specs.into_iter().map(target).collect::<Result<_>>()?;
    Ok(Targets { rustc, targets })
}

impl Target {
    /// What a target's specification says, with the defaults for what it leaves out.
    fn of(spec: &Value) -> Result<Self> {
        let word = |field: &str, default: &str| spec[field].as_str().unwrap_or(default).to_owned();
        let number = |value: &Value| value.as_u64().and_then(|number| u32::try_from(number).ok());
        let known = |field: &str| match spec["metadata"][field].as_bool() {
            Some(true) => Known::Yes,
            Some(false) => Known::No,
            None => Known::Unknown,
        };
        let tier = spec["metadata"]["tier"].as_u64().context("its tier")?;
        let pointer = number(&spec["target-pointer-width"]).context("its pointers' width")?;
        let exchanges = spec["atomic-cas"].as_bool().unwrap_or(true);
        let widest = number(&spec["max-atomic-width"]).unwrap_or(pointer);
        let about = spec["metadata"]["description"].as_str();
        Ok(Self {
            system: word("os", "none"),
            tier: u8::try_from(tier).context("its tier")?,
            std: known("std"),
            tools: known("host_tools"),
            panic: word("panic-strategy", "unwind"),
            pointer,
            endian: word("target-endian", "little"),
            atomics: if exchanges { widest } else { 0 },
            about: about.unwrap_or_default().to_owned(),
        })
    }
}
