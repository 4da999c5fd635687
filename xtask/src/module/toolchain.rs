//! The Rust compiler: which one, and what it makes code for.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::Sanitizer;
use super::python::Python;
use crate::process;

/// A Rust compiler for an interpreter's platform.
pub(super) struct Toolchain {
    /// The command, a word or several.
    words: Vec<String>,
    /// What it makes code for, as it calls it.
    pub(super) target: String,
    /// Whether it has what `cfg(simd_avx512)` promises.
    pub(super) avx512: bool,
}

impl Toolchain {
    /// `RUSTC`, or the one that is for the interpreter's processor, or the `rustc` on PATH; the nightly one if
    /// the code is to be sanitized.
    pub(super) fn find(
        python: &Python,
        sanitize: Option<Sanitizer>,
        graft: &Path,
        work: &Path,
    ) -> Result<Toolchain> {
        let chosen = std::env::var("RUSTC")
            .ok()
            .filter(|words| !words.is_empty());
        let words = match (&chosen, sanitize) {
            (Some(words), _) => words.clone(),
            (None, None) => "rustc".to_owned(),
            (None, Some(_)) => "rustc +nightly".to_owned(),
        };
        let words: Vec<String> = match (&chosen, &python.foreign) {
            (None, Some(foreign)) => vec![foreign.rustc().display().to_string()],
            _ => words.split_whitespace().map(str::to_owned).collect(),
        };
        let mut toolchain = Toolchain {
            words,
            target: String::new(),
            avx512: false,
        };
        let shown = toolchain.words.join(" ");
        let version = process::output(toolchain.command().arg("-vV"));
        if let Some(sanitize) = sanitize {
            let is_nightly = |text: &String| text.lines().any(is_nightly_release);
            if !version.as_ref().is_some_and(is_nightly) {
                bail!(
                    "--sanitize {} needs a nightly Rust compiler, and `{shown}` is none; install \
                     one (rustup toolchain install nightly), or name it in RUSTC",
                    sanitize.name()
                );
            }
        }
        let version = version
            .with_context(|| format!("cannot run `{shown}`; install Rust, or set RUSTC to it"))?;
        let rust_host = field(&version, "host: ").unwrap_or_default();
        let mut command = process::command("sh");
        command
            .arg(graft.join("target.sh"))
            .args([&python.host, rust_host]);
        let target = process::output(&mut command).with_context(|| {
            format!(
                "Rust has no known target for the interpreter's platform {}",
                python.host
            )
        })?;
        toolchain.target = target.trim().to_owned();
        let mut command = toolchain.command();
        command
            .args(["--edition", "2024", "--target", &toolchain.target])
            .args(["--emit", "metadata", "--out-dir"])
            .arg(work)
            .arg(graft.join("avx512.rs"));
        toolchain.avx512 = process::output(&mut command).is_some();
        Ok(toolchain)
    }

    /// rustc, with what each crate has in common.
    pub(super) fn command(&self) -> Command {
        let mut command = process::command(&self.words[0]);
        // rustc would look for the job server of an outer cargo.
        command.env_remove("CARGO_MAKEFLAGS");
        command.args(&self.words[1..]);
        command
    }

    /// What a library of macros for this compiler is called.
    pub(super) fn macro_file(&self, name: &str) -> Result<String> {
        let mut command = self.command();
        command.args(["--crate-type", "proc-macro", "--print", "file-names"]);
        command.args(["--crate-name", name, "-"]);
        let file = process::output(&mut command).context("rustc cannot make macros")?;
        Ok(file.trim().to_owned())
    }
}

/// Whether a line of `rustc -vV` names a compiler that has unstable features.
fn is_nightly_release(line: &str) -> bool {
    line.strip_prefix("release: ")
        .is_some_and(|release| release.contains("nightly") || release.contains("dev"))
}

fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix(name))
}

/// The runtime that sanitized code needs, as `cc` has it, for `LD_PRELOAD`.
pub(super) fn runtime(cc: &[String], sanitize: Sanitizer) -> Option<String> {
    let library = match sanitize {
        Sanitizer::Address => "libasan.so",
        Sanitizer::Thread => "libtsan.so",
    };
    let mut command = process::command(&cc[0]);
    command
        .args(&cc[1..])
        .arg(format!("-print-file-name={library}"));
    let path = process::output(&mut command)?;
    // Without such a library, the compiler returns the name as it was.
    path.contains('/').then(|| path.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nightly_compilers_say_so() {
        assert!(is_nightly_release("release: 1.97.0-nightly"));
        assert!(is_nightly_release("release: 1.97.0-dev"));
        assert!(!is_nightly_release("release: 1.85.0"));
        assert!(!is_nightly_release("host: nightly"));
    }
}
