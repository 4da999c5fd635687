//! `configure`, made by autoconf from an edited `configure.ac`.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::content::digest;

/// What `configure` is made from: file names and contents.
pub(super) type Inputs<'a> = BTreeMap<&'a str, &'a [u8]>;

/// How autoconf ends if AC_PREREQ asks for a newer one.
const TOO_OLD: i32 = 63;

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
                "`{command}` was not found: install autoconf {} or newer, or set AUTOCONF to it",
                required(inputs)
            )
        }
        Err(error) => return Err(error).with_context(|| format!("cannot run {command}")),
    };
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        if output.status.code() == Some(TOO_OLD) {
            bail!(
                "`{command}` is too old for this configure.ac: install autoconf {} or newer, or set \
                 AUTOCONF to it",
                required(inputs)
            );
        }
        bail!(
            "{command} failed on the edited configure.ac: {}",
            said.trim()
        );
    }
    fs::read(folder.path().join("configure"))
        .with_context(|| format!("{command} wrote no configure"))
}

/// The version that configure.ac asks for.
fn required<'a>(inputs: &Inputs<'a>) -> &'a str {
    let text = std::str::from_utf8(inputs["configure.ac"]).unwrap_or_default();
    let asked = text.lines().find_map(|line| {
        let version = line.trim().strip_prefix("AC_PREREQ([")?;
        version.strip_suffix("])")
    });
    asked.unwrap_or("2.71")
}
