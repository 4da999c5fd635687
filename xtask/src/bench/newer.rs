//! binascii of CPython 3.15 against C's, in one interpreter: Debian's.
//!
//! A new program with Rust built in (`cargo xtask relink`) would not be a fair one, for Debian's library is slower
//! than the program that Debian links itself. So the Rust module is an extension file, which
//! `bench/in_place.py` puts where the interpreter's own would be; base64, in Python, imports it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{Args, Of, bench, named, selection, tell};
use crate::build::{self, Layout};
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

const MISSING: &str = "binascii of CPython 3.15 is not measured: there is no build/rootfs, which `cargo xtask \
                       rootfs` makes";

pub(super) fn compare(args: &Args, layout: &Layout, progress: &Progress) -> Result<()> {
    let Some(mut command) = script(layout, progress)? else {
        if args.of == Some(Of::Newer) {
            bail!(MISSING);
        }
        progress.note(MISSING);
        return Ok(());
    };
    command.args(["--title", "How fast is binascii of CPython 3.15"]);
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
    options.out = Some(layout.root().join("bench/modules-3.15"));
    let files = module::build(&options, &["binascii".to_owned()], progress)?;
    let file = files.first().context("no file of binascii was built")?;

    let python = process::search_path("python3")
        .context("the benchmark is a Python script; install python3, 3.11 or newer")?;
    let mut command = process::command(python);
    command.arg("-B").arg(bench("bench.py")?);
    command.args(NAMES.map(|name| named(name, &interpreter)));
    command.arg("--file").arg(named(NAMES[0], file));
    Ok(Some(command))
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
