//! CPython's own tests, in the interpreters that have the modules in Rust and in C.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};

use super::counts::Speaker;
use super::session::{Session, Variant};
use super::suite::Runner;

/// The tests of what the Rust modules are for; the rest is found in the tree.
const MAIN: [&str; 10] = [
    "test_binascii",
    "test_base64",
    "test_email",
    "test_quopri",
    "test_uuid",
    "test_zlib",
    "test_gzip",
    "test_zipfile",
    "test_tarfile",
    "test_zipimport",
];

/// The ones in which references are counted.
pub(super) const FOR_LEAKS: [&str; 6] = [
    "test_binascii",
    "test_base64",
    "test_quopri",
    "test_uuid",
    "test_zlib",
    "test_gzip",
];

/// What `docs/versions.md` calls the first, with those that are found in the tree.
pub(super) const OWN: &str = "CPython's own around binascii";

/// … and these, with references counted.
pub(super) fn leak_tests() -> String {
    format!("{}: -R 3:3", FOR_LEAKS.join(", "))
}

/// A test file that imports one of these depends on what the Rust modules do.
const MODULES: [&str; 3] = ["binascii", "base64", "zlib"];

pub(crate) fn rust(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    run_all(session, runner, Variant::Rust)
}

pub(crate) fn c(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    run_all(session, runner, Variant::C)
}

pub(crate) fn free_threaded(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    run_all(session, runner, Variant::FreeThreaded)
}

pub(crate) fn older(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    run_all(session, runner, Variant::OlderRust)
}

/// The tests, once in each interpreter with each reference counted.
pub(crate) fn leaks(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    regrtest(
        session,
        runner,
        Variant::Debug,
        &leak_tests(),
        &["-R", "3:3"],
        &FOR_LEAKS.map(str::to_owned),
    )
}

fn run_all(session: &Session<'_>, runner: &mut Runner<'_>, variant: Variant) -> Result<()> {
    let names = names(&session.built(variant)?.tree.path.join("Lib/test"))?;
    // A test that fails for want of time or a port on a busy machine is given a second chance.
    regrtest(session, runner, variant, OWN, &["--rerun"], &names)
}

fn regrtest(
    session: &Session<'_>,
    runner: &mut Runner<'_>,
    variant: Variant,
    tests: &str,
    options: &[&str],
    names: &[String],
) -> Result<()> {
    let built = session.built(variant)?;
    let what = format!("CPython's tests ({})", variant.what());
    let mut command = session.command(&built.interpreter);
    command
        .args(["-m", "test", "-j2", "--timeout", "900"])
        .args(options)
        .args(names);
    // Tests write into their directory.
    command.current_dir(&built.build_dir);
    let counts = runner.run(&what, Speaker::Regrtest, &mut command)?;
    session.record(variant, tests, &counts)
}

/// The tests in `root`, CPython's `test` package, of what the Rust modules are for, by the names that
/// regrtest knows.
pub(super) fn names(root: &Path) -> Result<Vec<String>> {
    let mut names: Vec<String> = MAIN.map(str::to_owned).into();
    names.extend(importing_tests(root)?);
    Ok(names)
}

/// The tests in `root` that import one of [`MODULES`].
fn importing_tests(root: &Path) -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder)
            .with_context(|| format!("cannot read {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if path.is_dir() {
                folders.push(path);
            } else if name.starts_with("test_") && name.ends_with(".py") {
                // Some files are in encodings of their own; an import is not.
                let text = std::fs::read(&path)
                    .with_context(|| format!("cannot read {}", path.display()))?;
                if imports_any(&String::from_utf8_lossy(&text)) {
                    found.extend(test_name(root, &path));
                }
            }
        }
    }
    found.retain(|name| !is_run_already(name));
    Ok(found)
}

/// `test_capi.test_misc` for the file of that name.
fn test_name(root: &Path, path: &Path) -> Option<String> {
    let relative = path.strip_prefix(root).ok()?.with_extension("");
    let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
    Some(parts.join("."))
}

fn is_run_already(name: &str) -> bool {
    MAIN.iter().any(|main| {
        name.strip_prefix(main)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

/// Whether Python source imports one of [`MODULES`], somewhere.
fn imports_any(source: &str) -> bool {
    source.lines().any(|line| {
        let line = line.trim_start();
        if let Some(names) = line.strip_prefix("import ") {
            names
                .split(',')
                .any(|name| MODULES.contains(&name.split_whitespace().next().unwrap_or_default()))
        } else if let Some(rest) = line.strip_prefix("from ") {
            MODULES.contains(&rest.split_whitespace().next().unwrap_or_default())
        } else {
            false
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_found_in_all_their_forms() {
        for source in [
            "import binascii",
            "import os\n    import sys, base64",
            "from binascii import hexlify",
            "import base64 as b",
            "import zlib, binascii  # both",
        ] {
            assert!(imports_any(source), "{source}");
        }
        for source in [
            "import binascii2",
            "x = 'import binascii'",
            "from email import base64mime",
        ] {
            assert!(!imports_any(source), "{source}");
        }
    }

    #[test]
    fn tests_in_packages_have_dotted_names_and_are_not_run_twice() {
        let root = Path::new("Lib/test");
        let name = test_name(root, Path::new("Lib/test/test_capi/test_misc.py"));
        assert_eq!(name.as_deref(), Some("test_capi.test_misc"));
        assert!(is_run_already("test_email.test_email") && is_run_already("test_base64"));
        assert!(!is_run_already("test_base64_more"));
    }
}
