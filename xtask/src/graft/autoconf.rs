//! `configure`, made by autoconf from an edited `configure.ac`.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::content::digest;

/// What `configure` is made from: file names and contents.
pub(super) type Inputs<'a> = BTreeMap<&'a str, &'a [u8]>;

/// One digest for all inputs.
pub(super) fn inputs_digest(inputs: &Inputs<'_>) -> String {
    let list: String = inputs
        .iter()
        .map(|(name, bytes)| format!("{} {name}\n", digest(bytes)))
        .collect();
    digest(list.as_bytes())
}

/// Runs autoconf as `command`, away from the tree: it leaves a cache behind.
pub(super) fn run(command: &str, inputs: &Inputs<'_>) -> Result<Vec<u8>> {
    let folder = tempfile::tempdir().context("cannot make a temporary folder for autoconf")?;
    for (name, bytes) in inputs {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("the path is inside the folder"))
            .and_then(|()| fs::write(&path, bytes))
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    let mut words = command.split_whitespace();
    let output = Command::new(words.next().unwrap_or("autoconf"))
        .args(words)
        .args(["--output", "configure"])
        .current_dir(folder.path())
        .output();
    let output = match output {
        Ok(output) => output,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            bail!(
                "`{command}` was not found: install autoconf 2.71 or newer, or set AUTOCONF to it"
            )
        }
        Err(error) => return Err(error).with_context(|| format!("cannot run {command}")),
    };
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!(
            "{command} failed on the edited configure.ac: {}",
            said.trim()
        );
    }
    fs::read(folder.path().join("configure"))
        .with_context(|| format!("{command} wrote no configure"))
}
