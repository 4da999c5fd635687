//! `cargo xtask platforms --compile`: for which of rustc's targets the API, the codecs and the modules compile,
//! without Rust's standard library, in `platforms/compiled.toml`.
//!
//! Most targets come without a compiled `core`, so that is compiled first, from the source that Debian has
//! with its compiler. All crates are type-checked for the target, as a build does before it makes code (`--emit
//! metadata`): a C compiler and its headers, which a build needs besides, are not.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use super::results::today;
use crate::build::Layout;
use crate::foreign::Tools;
use crate::graft::{self, Crate, Modules, read_crates};
use crate::process::{self, Failed, Log};
use crate::progress::{Progress, Unit};

pub(super) const FILE: &str = "platforms/compiled.toml";

const HEAD: &str = "\
# For which of rustc's targets the API, the codecs and the modules compile without Rust's standard library: how
# many crates do, or in which it stopped, and at what. Written by `cargo xtask platforms --compile`, not by hand.
";

/// The CPython whose declarations are compiled.
const CFGS: [&str; 2] = ["Py_3_14", "Py_3_15"];

/// A crate that rustc looks for with each that has no standard library. Only the code that is made calls
/// what is in it, so here it is empty.
const BUILTINS: &str = "#![feature(compiler_builtins)]\n#![compiler_builtins]\n#![no_std]\n";

/// How it went for one target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Compiled {
    /// How many crates did, of ours and of what is vendored.
    pub(super) crates: usize,
    /// The one that did not, if any.
    pub(super) stopped: Option<Stopped>,
    pub(super) rustc: String,
    pub(super) date: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Stopped {
    pub(super) at: String,
    pub(super) why: String,
}

/// All that is known.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Table {
    #[serde(default)]
    pub(super) targets: BTreeMap<String, Compiled>,
}

impl Table {
    pub(super) fn read(root: &Path) -> Result<Self> {
        let text =
            fs::read_to_string(root.join(FILE)).with_context(|| format!("cannot read {FILE}"))?;
        toml::from_str(&text).with_context(|| format!("in {FILE}"))
    }

    /// Whether everything compiles for `target`, and since when that is known.
    pub(super) fn of(&self, target: &str) -> Option<&Compiled> {
        let compiled = self.targets.get(target)?;
        compiled.stopped.is_none().then_some(compiled)
    }

    /// The file: a line for each target.
    fn text(&self) -> String {
        let mut text = format!("{HEAD}\n[targets]\n");
        for (name, compiled) in &self.targets {
            let Compiled {
                crates,
                stopped,
                rustc,
                date,
            } = compiled;
            let stopped = stopped
                .as_ref()
                .map_or(String::new(), |Stopped { at, why }| {
                    format!("stopped = {{ at = {at:?}, why = {why:?} }}, ")
                });
            let _ = writeln!(
                text,
                "{name:?} = {{ crates = {crates}, {stopped}rustc = {rustc:?}, date = {date:?} }}"
            );
        }
        text
    }
}

/// Tries each of `targets`, and writes the file after each.
pub(super) fn run(root: &Path, targets: &[String], progress: &Progress) -> Result<()> {
    let layout = Layout::of_repository()?;
    let Some(tools) = Tools::existing(&layout) else {
        bail!(
            "this takes Debian's rustc and its rust-src, which are not there; `cargo xtask \
             foreign s390x` gets them"
        );
    };
    let path = root.join(FILE);
    let mut table = match path.exists() {
        true => Table::read(root)?,
        false => Table::default(),
    };
    let mut log = Log::create(&layout.log("platforms.log"))?;
    let compiler = Compiler::new(root, &tools, layout.root(), &mut log)?;
    let mut step = progress.step("targets");
    step.expect(targets.len() as u64, Unit::Count("targets"));
    let mut failed = 0;
    for (done, target) in targets.iter().enumerate() {
        step.at(done as u64, target);
        let compiled = compiler.try_target(target, &mut log)?;
        failed += usize::from(compiled.stopped.is_some());
        table.targets.insert(target.clone(), compiled);
        fs::write(&path, table.text())
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    let compile = targets.len() - failed;
    step.done(&format!("{compile} compile, {failed} do not"));
    Ok(())
}

/// A compiler with the crates, in their order.
struct Compiler {
    words: PathBuf,
    version: String,
    /// Of `core`.
    library: PathBuf,
    crates: Vec<(Crate, PathBuf)>,
    work: TempDir,
    date: String,
}

impl Compiler {
    fn new(root: &Path, tools: &Tools, place: &Path, log: &mut Log) -> Result<Self> {
        let words = tools.rustc();
        let version = process::output(process::command(&words).arg("--version"));
        let version = version.with_context(|| format!("{} does not run", words.display()))?;
        let version = version.split(' ').nth(1).unwrap_or_default().to_owned();
        let work = tempfile::Builder::new()
            .prefix("compile-")
            .tempdir_in(place)
            .with_context(|| format!("cannot make a directory in {}", place.display()))?;
        let mut compiler = Self {
            words,
            version,
            library: tools.library(),
            crates: Vec::new(),
            work,
            date: today()?,
        };
        let mut known = read_crates(root)?;
        let modules = Modules::read(&root.join("graft"), &known)?;
        for name in modules.modules.iter().flat_map(|module| module.crates()) {
            let Some(place) = known.iter().position(|one| one.name == *name) else {
                continue;
            };
            let one = known.swap_remove(place);
            let folder = match &one.vendored {
                Some(vendored) => vendored.obtain(root, &graft::cargo())?,
                None => root.join(&one.folder),
            };
            if one.is_macro {
                compiler.compile_macros(&folder, &one, log)?;
            }
            compiler.crates.push((one, folder));
        }
        Ok(compiler)
    }

    /// What expands macros, which runs here.
    fn compile_macros(&self, folder: &Path, one: &Crate, log: &mut Log) -> Result<()> {
        let mut command = process::command(&self.words);
        command
            .args(["--edition", "2024", "--crate-type", "proc-macro"])
            .args(["-C", "prefer-dynamic", "--extern", "proc_macro"])
            .args(["--crate-name", &one.name, "--out-dir"])
            .arg(self.work.path())
            .arg(folder.join("src/lib.rs"));
        match complaint(&mut command, log)? {
            None => Ok(()),
            Some(why) => bail!("{} cannot be compiled: {why}", one.name),
        }
    }

    fn try_target(&self, target: &str, log: &mut Log) -> Result<Compiled> {
        let folder = self.work.path().join(target);
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let mut compiled = Compiled {
            crates: 0,
            stopped: None,
            rustc: self.version.clone(),
            date: self.date.clone(),
        };
        let stopped = |at: &str, why| {
            let at = at.to_owned();
            Some(Stopped { at, why })
        };
        if let Some(why) = self.core(target, &folder, log)? {
            compiled.stopped = stopped("core", why);
        } else {
            for (one, source) in &self.crates {
                if !one.is_macro {
                    let mut command = self.ours(target, &folder, one, source);
                    if let Some(why) = complaint(&mut command, log)? {
                        compiled.stopped = stopped(&one.name, why);
                        break;
                    }
                }
                compiled.crates += 1;
            }
        }
        // `core` alone has 30 MB.
        fs::remove_dir_all(&folder)
            .with_context(|| format!("cannot remove {}", folder.display()))?;
        Ok(compiled)
    }

    /// What every crate uses; why it does not compile, if so.
    fn core(&self, target: &str, folder: &Path, log: &mut Log) -> Result<Option<String>> {
        let builtins = folder.join("compiler_builtins.rs");
        fs::write(&builtins, BUILTINS)
            .with_context(|| format!("cannot write {}", builtins.display()))?;
        let core = self.library.join("core/src/lib.rs");
        for (name, source) in [("core", core), ("compiler_builtins", builtins)] {
            let mut command = self.metadata(target, folder, name, "2024");
            command.arg("-Zforce-unstable-if-unmarked").arg(source);
            if let Some(why) = complaint(&mut command, log)? {
                return Ok(Some(why));
            }
        }
        Ok(None)
    }

    fn ours(&self, target: &str, folder: &Path, one: &Crate, source: &Path) -> Command {
        let edition = one
            .vendored
            .as_ref()
            .map_or("2024", |vendored| vendored.edition.as_str());
        let mut command = self.metadata(target, folder, &one.name, edition);
        for feature in &one.features {
            command.arg("--cfg").arg(format!("feature=\"{feature}\""));
        }
        for cfg in CFGS {
            command.args(["--cfg", cfg]);
        }
        let is_macro = |name: &String| {
            let mut crates = self.crates.iter();
            crates.any(|(one, _)| one.name == *name && one.is_macro)
        };
        for used in &one.dependencies {
            let file = match is_macro(used) {
                true => self.work.path().join(format!("lib{used}.so")),
                false => folder.join(format!("lib{used}.rmeta")),
            };
            command.arg("--extern");
            command.arg(format!("{used}={}", file.display()));
        }
        command.arg(source.join("src/lib.rs"));
        command
    }

    /// rustc, told to check a crate.
    fn metadata(&self, target: &str, folder: &Path, name: &str, edition: &str) -> Command {
        let mut command = process::command(&self.words);
        command
            // What `core` is made of only the compiler that it belongs to can compile.
            .env("RUSTC_BOOTSTRAP", "1")
            .args(["--target", target, "--edition", edition])
            // Where there is no library of Rust's, so that `core` is the one that is compiled here.
            .arg("--sysroot")
            .arg(folder)
            .args(["--crate-type", "rlib", "--emit", "metadata"])
            .args(["-C", "panic=abort", "-Zmir-opt-level=0"])
            .args(["--cap-lints", "allow", "--crate-name", name])
            .arg("-L")
            .arg(folder)
            // With what expands macros.
            .arg("-L")
            .arg(self.work.path())
            .arg("--out-dir")
            .arg(folder);
        command
    }
}

/// The compiler's first error, if there is one.
fn complaint(command: &mut Command, log: &mut Log) -> Result<Option<String>> {
    let mut error = None;
    let result = process::run("rustc", command, log, &mut |line| {
        if line.starts_with("error") && error.is_none() {
            error = Some(line.to_owned());
        }
    });
    match result {
        Ok(()) => Ok(None),
        // Without a word, it was killed.
        Err(failed) if failed.is::<Failed>() && error.is_some() => Ok(error),
        Err(other) => Err(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_as_it_was_written() {
        let compiled = |stopped| Compiled {
            crates: 3,
            stopped,
            rustc: "1.97.1".to_owned(),
            date: "2026-11-25".to_owned(),
        };
        let stopped = Stopped {
            at: "core".to_owned(),
            why: "error: \"no\"".to_owned(),
        };
        let targets = [
            ("avr-none".to_owned(), compiled(Some(stopped))),
            ("m68k-unknown-linux-gnu".to_owned(), compiled(None)),
        ];
        let table = Table {
            targets: targets.into(),
        };
        let read: Table = toml::from_str(&table.text()).expect("read");
        assert_eq!(read, table);
        assert!(table.of("avr-none").is_none());
        assert!(table.of("m68k-unknown-linux-gnu").is_some());
    }

    #[test]
    fn a_complaint_is_the_first_error() {
        let folder = tempfile::tempdir().expect("a temporary directory");
        let mut log = Log::create(&folder.path().join("log")).expect("a log");
        let mut says = |script| {
            let mut sh = process::command("sh");
            complaint(sh.args(["-c", script]), &mut log).expect("it ran")
        };
        let wrong = "echo warning: x >&2; echo 'error: y' >&2; echo 'error: z'; exit 1";
        assert_eq!(says(wrong), Some("error: y".to_owned()));
        assert_eq!(says("echo warning: x >&2"), None);
    }
}
