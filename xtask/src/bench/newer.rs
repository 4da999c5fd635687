//! binascii and base64 of CPython 3.15 in Rust and without, in one interpreter: Debian's.
//!
//! A new program with Rust built in (`cargo xtask relink`) would not be a fair one, for Debian's library is slower
//! than the program that Debian links itself. So the Rust modules are extension files, which
//! `bench/in_place.py` puts where the interpreter's own would be; and base64 is Debian's, as the graft edits it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{Args, Of, bench, named, selection, tell};
use crate::build::{self, Layout};
use crate::graft;
use crate::module::{self, Options};
use crate::process;
use crate::progress::Progress;
use crate::rootfs;

/// In the root file system.
pub(super) const INTERPRETER: &str = "usr/bin/python3.15";

/// What the contestants are called; `bench/targets.toml` knows the first one.
const NAMES: [&str; 2] = ["rust3.15", "c3.15"];

/// In `docs/bench`.
const PAGE: &str = "3.15.md";

const MISSING: &str =
    "CPython 3.15 is not measured: there is no build/rootfs, which `cargo xtask rootfs` makes";

pub(super) fn compare(args: &Args, layout: &Layout, progress: &Progress) -> Result<()> {
    let Some(mut command) = script(layout, progress)? else {
        if args.of == Some(Of::Newer) {
            bail!(MISSING);
        }
        progress.note(MISSING);
        return Ok(());
    };
    command.args(["--title", "How fast in CPython 3.15"]);
    let page = build::repository()?.join("docs/bench").join(PAGE);
    for (option, file) in [
        ("--json", args.json.as_deref().map(beside)),
        ("--markdown", args.markdown.as_deref().map(beside)),
        ("--page", args.docs.then_some(page)),
    ] {
        if let Some(file) = file {
            command.arg(option).arg(file);
        }
    }
    selection(args, &mut command);
    tell(&mut command, "bench-3.15.log", layout, progress)
}

/// The benchmark with both contestants, of which one gets its module now; none without a root file system.
pub(crate) fn script(layout: &Layout, progress: &Progress) -> Result<Option<Command>> {
    let Some(root) = rootfs::existing(layout) else {
        return Ok(None);
    };
    let interpreter = root.join(INTERPRETER);
    let mut options = Options::new(interpreter.clone());
    let folder = layout.root().join("bench/modules-3.15");
    options.out = Some(folder.clone());
    let names = ["binascii", "_base64"].map(str::to_owned);
    let mut files = module::build(&options, &names, progress)?;
    let base64 = folder.join("base64.py");
    std::fs::write(&base64, edited_base64(&root)?)
        .with_context(|| format!("cannot write {}", base64.display()))?;
    files.push(base64);

    let python = process::search_path("python3")
        .context("the benchmark is a Python script; install python3, 3.11 or newer")?;
    let mut command = process::command(python);
    command.arg("-B").arg(bench("bench.py")?);
    command.args(NAMES.map(|name| named(name, &interpreter)));
    for file in files {
        command.arg("--file").arg(named(NAMES[0], &file));
    }
    Ok(Some(command))
}

/// `Lib/base64.py` of that interpreter, which imports what is in Rust.
fn edited_base64(root: &Path) -> Result<String> {
    let path = root.join("usr/lib/python3.15/base64.py");
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read {}", path.display()))?;
    graft::edited("3.15", "Lib/base64.py", &text)
}

/// `FILE-3.15.json` for `FILE.json`: the other comparison has that one.
fn beside(file: &Path) -> PathBuf {
    let mut name = file.file_stem().unwrap_or_default().to_owned();
    name.push("-3.15");
    if let Some(extension) = file.extension() {
        name.push(".");
        name.push(extension);
    }
    file.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_comparison_has_a_file_of_its_own() {
        for (given, own) in [
            ("out/before.json", "out/before-3.15.json"),
            ("before", "before-3.15"),
            ("a.b.md", "a.b-3.15.md"),
        ] {
            assert_eq!(beside(Path::new(given)), Path::new(own));
        }
    }
}
