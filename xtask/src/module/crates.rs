//! Compiles crates for an interpreter, and proves their declarations with its C compiler.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use super::build::{Here, Options};
use super::python::Python;
use super::toolchain::Toolchain;
use super::{Panic, Sanitizer, small, twin};
use crate::graft::{self, Crate, Module};
use crate::process::{self, Log};
use crate::progress::Progress;

/// In which our crates are written.
pub(super) const EDITION: &str = "2024";

/// Where cpython-sys has its declarations.
const SYS: &str = "api/cpython-sys";

/// One build: everything is made in `work`.
pub(crate) struct Build<'a> {
    pub(super) options: &'a Options,
    here: &'a Here,
    pub(crate) python: &'a Python,
    pub(super) toolchain: Toolchain,
    work: TempDir,
    pub(crate) log: Log,
    /// The docstrings of crates that have a C twin in the interpreter, as a Rust file.
    twins: BTreeMap<String, String>,
}

impl<'a> Build<'a> {
    /// Sees that there is what a build needs. It will work in a directory in `place`.
    pub(crate) fn start(
        options: &'a Options,
        here: &'a Here,
        python: &'a Python,
        place: &Path,
        log: &str,
    ) -> Result<Self> {
        declarations(&here.repository, &python.version)?;
        python.check_headers()?;
        let log = Log::create(&here.layout.log(log))?;
        let work = tempfile::Builder::new()
            .prefix("module-")
            .tempdir_in(place)
            .with_context(|| format!("cannot make a directory in {}", place.display()))?;
        let graft = here.repository.join("graft");
        let toolchain = Toolchain::find(python, options.sanitize, &graft, work.path())?;
        Ok(Self {
            options,
            here,
            python,
            toolchain,
            work,
            log,
            twins: BTreeMap::new(),
        })
    }

    /// Of the compiler, `1.85.0`.
    pub(crate) fn rust_version(&self) -> Result<String> {
        let version = process::output(self.toolchain.command().arg("-V"));
        let version = version.context("rustc does not say its version")?;
        Ok(version.split(' ').nth(1).unwrap_or_default().to_owned())
    }

    pub(crate) fn work(&self) -> &Path {
        self.work.path()
    }

    /// Compiles what `modules` are made of; the object with the functions of our own in C.
    pub(crate) fn crates(&mut self, modules: &[&Module], progress: &Progress) -> Result<PathBuf> {
        let step = progress.step("declarations");
        let shims = self.c_parts()?;
        step.done(&format!(
            "those of CPython {} fit its headers",
            self.python.version
        ));
        let mut step = progress.step("crates");
        self.twins = twin::docstrings(self.python, modules)?;
        let mut built: Vec<&String> = Vec::new();
        for name in modules.iter().flat_map(|module| module.crates()) {
            if !built.contains(&name) {
                step.say(name);
                self.library(name)?;
                built.push(name);
            }
        }
        step.done(&format!("{}, with {}", built.len(), self.toolchain.target));
        Ok(shims)
    }

    /// Has the C compiler accept the declarations, and compiles the functions of our own.
    fn c_parts(&mut self) -> Result<PathBuf> {
        let declarations = declarations(&self.here.repository, &self.python.version)?;
        let sys = self.here.repository.join(SYS);
        let verify = self.work().join("verify");
        let mut command = self.rustc(EDITION);
        command
            .arg("-o")
            .arg(&verify)
            .arg(sys.join("verify/main.rs"));
        self.run("verify", &mut command)?;
        let shims = sys.join("src/shims");
        let header = vec!["-include".into(), shims.with_extension("h").into()];
        self.verify(&verify, &declarations, Vec::new())?;
        self.verify(&verify, &shims.with_extension("rs"), header)?;
        self.compile_c(&shims.with_extension("c"), "shims.o", Vec::new())
    }

    /// Has the C compiler accept the declarations in a file.
    fn verify(&mut self, verify: &Path, declarations: &Path, options: Vec<OsString>) -> Result<()> {
        let mut command = process::command(verify);
        command.arg(declarations);
        for cfg in self.python.cfgs() {
            command.args(["--cfg", cfg]);
        }
        let output = command.output().context("cannot run verify")?;
        if !output.status.success() {
            bail!("{}", String::from_utf8_lossy(&output.stderr).trim_end());
        }
        let c = self.work().join("verify.c");
        std::fs::write(&c, output.stdout)
            .with_context(|| format!("cannot write {}", c.display()))?;
        self.compile_c(&c, "verify.o", options)?;
        Ok(())
    }

    pub(crate) fn compile_c(
        &mut self,
        source: &Path,
        object: &str,
        options: Vec<OsString>,
    ) -> Result<PathBuf> {
        let object = self.work().join(object);
        let words = self.python.compiler();
        let mut command = process::command(&words[0]);
        command
            .args(&words[1..])
            .args(["-fno-lto", "-fvisibility=hidden"]);
        if let Some(sanitize) = self.options.sanitize {
            command.arg(format!("-fsanitize={}", sanitize.name()));
        }
        command.args(options);
        command.arg("-c").arg("-o").arg(&object).arg(source);
        self.run("the C compiler", &mut command)?;
        Ok(object)
    }

    /// Compiles a crate that others use.
    fn library(&mut self, name: &str) -> Result<()> {
        let one = self.find(name)?;
        let vendored = one.vendored.as_ref();
        let mut command = if one.is_macro {
            let mut command = self.rustc(EDITION);
            command.args(["--crate-type", "proc-macro", "-C", "prefer-dynamic"]);
            command.args(["--extern", "proc_macro"]);
            command
        } else {
            let edition = vendored.map_or(EDITION, |vendored| &vendored.edition);
            let mut command = self.compile(Path::new(&one.folder), edition);
            command.args(["--crate-type", "rlib"]);
            if vendored.is_some() {
                command.args(["--cap-lints", "allow"]);
            }
            command
        };
        let std_features = match self.options.panic {
            Panic::Unwind => one.std_features.as_slice(),
            Panic::Abort => &[],
        };
        for feature in one.features.iter().chain(std_features) {
            command.arg("--cfg").arg(format!("feature=\"{feature}\""));
        }
        command.args(["--crate-name", name]);
        for used in &one.dependencies {
            command
                .arg("--extern")
                .arg(self.external(self.find(used)?)?);
        }
        let mut folder = match vendored {
            Some(vendored) => vendored.obtain(&self.here.repository, &graft::cargo())?,
            None => self.here.repository.join(&one.folder),
        };
        if let Some(docstrings) = self.twins.get(name) {
            folder = twin::with_docstrings(&folder, docstrings, &self.work().join(&one.folder))?;
            command.args(["--cfg", "cpython_twin"]);
        }
        command.arg("-o").arg(self.work().join(self.file(one)?));
        command.arg(folder.join("src/lib.rs"));
        self.run(name, &mut command)
    }

    /// rustc, with what all crates have in common.
    pub(super) fn rustc(&self, edition: &str) -> Command {
        let mut command = self.toolchain.command();
        command.args(["--edition", edition]);
        command
    }

    /// rustc, with what crates have in common that become a part of the module.
    pub(super) fn compile(&self, folder: &Path, edition: &str) -> Command {
        let mut command = self.rustc(edition);
        let mut add = |words: &[&str]| {
            command.args(words);
        };
        add(&["--target", &self.toolchain.target]);
        add(&["-C", &format!("panic={}", self.options.panic.name())]);
        add(&["-C", "relocation-model=pic"]);
        if self.is_debug() {
            add(&["-C", "opt-level=1", "-C", "debuginfo=2"]);
            add(&["-C", "debug-assertions=on", "-C", "overflow-checks=on"]);
        } else {
            let level = match self.options.panic {
                Panic::Unwind => "3",
                Panic::Abort => small::opt_level(folder),
            };
            add(&["-C", &format!("opt-level={level}"), "-C", "codegen-units=1"]);
            add(&["-C", "debuginfo=line-tables-only"]);
        }
        if self.python.has_frame_pointers() {
            add(&["-C", "force-frame-pointers=yes"]);
        }
        if let Some(sanitize) = self.options.sanitize {
            add(&[
                &format!("-Zsanitizer={}", sanitize.name()),
                "-Zexternal-clangrt",
            ]);
            if sanitize == Sanitizer::Thread {
                // Rust's own libraries come without, and rustc would not mix them with ours.
                add(&["-C", "unsafe-allow-abi-mismatch=sanitizer"]);
                // gcc's runtime has no __tsan_memcpy before version 13; memcpy it intercepts.
                add(&["-C", "llvm-args=-tsan-instrument-memintrinsics=0"]);
            }
        }
        for sources in [&self.here.repository, self.work()] {
            add(&[&format!("--remap-path-prefix={}=Rust", sources.display())]);
        }
        for cfg in self.python.cfgs() {
            add(&["--cfg", cfg]);
        }
        if self.toolchain.avx512 {
            add(&["--cfg", "simd_avx512"]);
        }
        command
            .arg("-L")
            .arg(format!("dependency={}", self.work().display()));
        command
    }

    pub(super) fn is_debug(&self) -> bool {
        self.options.debug_assertions || self.python.debug
    }

    pub(super) fn find(&self, name: &str) -> Result<&Crate> {
        let found = self.here.crates.iter().find(|one| one.name == name);
        found.with_context(|| format!("there is no crate {name}"))
    }

    /// What a crate's file in `work` is called.
    fn file(&self, one: &Crate) -> Result<String> {
        match one.is_macro {
            true => self.toolchain.macro_file(&one.name),
            false => Ok(format!("lib{}.rlib", one.name)),
        }
    }

    pub(super) fn external(&self, one: &Crate) -> Result<String> {
        let file = self.work().join(self.file(one)?);
        Ok(format!("{}={}", one.name, file.display()))
    }

    pub(crate) fn run(&mut self, what: &str, command: &mut Command) -> Result<()> {
        process::run(what, command, &mut self.log, &mut |_| ())
    }
}

/// The file with the declarations of a version of CPython.
fn declarations(repository: &Path, version: &str) -> Result<PathBuf> {
    let name = |version: &str| format!("v{}.rs", version.replace('.', "_"));
    let folder = repository.join(SYS).join("src");
    let path = folder.join(name(version));
    if !path.is_file() {
        bail!(
            "the interpreter is CPython {version}, for which {SYS}/src has no {}; take an \
             interpreter of a version that has its declarations there",
            name(version)
        );
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::repository;

    #[test]
    fn a_version_without_declarations_is_refused() {
        let repository = repository().expect("it");
        assert!(declarations(&repository, "3.13").is_ok());
        let message = declarations(&repository, "3.12")
            .expect_err("unknown")
            .to_string();
        assert!(
            message.contains("CPython 3.12") && message.contains("v3_12.rs"),
            "{message}"
        );
    }
}
