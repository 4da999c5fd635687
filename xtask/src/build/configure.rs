//! configure: run when something that it looks at has changed.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::Config;
use crate::module::Sanitizer;
use crate::process::{self, Lock, Log};
use crate::progress::{Progress, Unit};
use crate::source::{Tree, hash_of};

/// In the build directory: what configure is or was run with, and so what the objects there
/// were made with.
const STAMP: &str = ".xtask-configured.json";

/// Everything that rustc makes, in a build directory.
const RUST_OBJECTS: &str = "Rust/build";

/// Variables that configure takes from the environment, but for Rust's.
const VARIABLES: [&str; 13] = [
    "CC",
    "CFLAGS",
    "CPP",
    "CPPFLAGS",
    "LDFLAGS",
    "LIBS",
    "AR",
    "OBJCOPY",
    "PKG_CONFIG",
    "PKG_CONFIG_PATH",
    "PKG_CONFIG_LIBDIR",
    "CONFIG_SITE",
    "MACOSX_DEPLOYMENT_TARGET",
];

const RUST_VARIABLES: [&str; 3] = ["RUSTC", "RUSTFLAGS", "RUST_TARGET"];

#[derive(Serialize, Deserialize)]
struct Stamp {
    inputs: Inputs,
    /// Whether configure came to its end.
    finished: bool,
    /// How many checks it made, by which the next run's progress is measured.
    checks: u64,
}

/// Everything that decides what configure finds.
#[derive(Serialize, Deserialize, PartialEq, Debug, Clone)]
struct Inputs {
    source: String,
    arguments: Vec<String>,
    c: Compiler,
    rust: Compiler,
    /// The SHA-256 of the script, which the graft regenerates.
    script: String,
    /// Packages that were not there.
    missing: Vec<String>,
}

/// A compiler, by its own word, and the flags for it.
#[derive(Serialize, Deserialize, PartialEq, Debug, Clone)]
struct Compiler {
    version: String,
    environment: BTreeMap<String, String>,
}

/// Bring the configuration of `build_dir` up to date.
pub(crate) fn run(
    tree: &Tree,
    build_dir: &Path,
    config: &Config,
    missing: &[&str],
    log: &Path,
    lock: &Lock,
    progress: &Progress,
) -> Result<()> {
    let mut step = progress.step("configure");
    let mut stamp = Stamp {
        inputs: Inputs::now(tree, config, missing)?,
        finished: false,
        checks: 0,
    };
    let path = build_dir.join(STAMP);
    let before = Stamp::read(&path);
    if let Some(before) = &before {
        stamp.checks = before.checks;
        let configured = before.finished && build_dir.join("Makefile").is_file();
        if configured && before.inputs == stamp.inputs {
            step.done("nothing has changed");
            return Ok(());
        }
    }

    step.say("removing what other compilers or flags have made");
    stamp
        .inputs
        .remove_what_does_not_fit(before.map(|before| before.inputs), build_dir)?;
    std::fs::create_dir_all(build_dir)
        .with_context(|| format!("cannot make the directory {}", build_dir.display()))?;
    stamp.write(&path)?;

    if stamp.checks > 0 {
        step.expect(stamp.checks, Unit::Count("checks"));
    }
    let mut command = process::command(tree.path.join("configure"));
    command
        .args(&stamp.inputs.arguments)
        .envs(config.sanitize.map(Sanitizer::environment))
        .current_dir(build_dir)
        .stdin(lock.as_stdin()?);
    let mut checks = 0;
    process::run(
        "configure",
        &mut command,
        &mut Log::create(log)?,
        &mut |line| {
            if line.starts_with("checking ") {
                checks += 1;
                step.at(checks, line);
            }
        },
    )?;
    stamp.checks = checks;
    stamp.finished = true;
    stamp.write(&path)?;
    step.done(&format!("{checks} checks"));
    Ok(())
}

impl Inputs {
    fn now(tree: &Tree, config: &Config, missing: &[&str]) -> Result<Self> {
        let script = tree.path.join("configure");
        let text =
            std::fs::read(&script).with_context(|| format!("cannot read {}", script.display()))?;
        Ok(Self {
            source: tree.path.display().to_string(),
            arguments: config.configure_arguments()?,
            c: Compiler::now(("CC", "cc"), "--version", &VARIABLES),
            rust: Compiler::now(("RUSTC", rustc(config.sanitize)), "-vV", &RUST_VARIABLES),
            script: hash_of([text.as_slice()]),
            missing: missing.iter().map(|&name| name.to_owned()).collect(),
        })
    }

    /// make decides by time: it would take objects of another compiler, or flags, for its own.
    fn remove_what_does_not_fit(&self, before: Option<Self>, build_dir: &Path) -> Result<()> {
        let misfit = match before {
            Some(before)
                if (&before.source, &before.arguments, &before.c)
                    == (&self.source, &self.arguments, &self.c) =>
            {
                (before.rust != self.rust).then(|| build_dir.join(RUST_OBJECTS))
            }
            _ => Some(build_dir.to_owned()),
        };
        match misfit {
            Some(dir) if dir.exists() => std::fs::remove_dir_all(&dir)
                .with_context(|| format!("cannot remove {}", dir.display())),
            _ => Ok(()),
        }
    }
}

/// What configure takes if no compiler is named.
fn rustc(sanitize: Option<Sanitizer>) -> &'static str {
    match sanitize {
        Some(_) => "rustc +nightly",
        None => "rustc",
    }
}

impl Compiler {
    /// The compiler that `variable` names, else `default`, asked by `flag`.
    fn now((variable, default): (&str, &str), flag: &str, variables: &[&str]) -> Self {
        let command = std::env::var(variable).unwrap_or(default.to_owned());
        let value = |name: &&str| Some(((*name).to_owned(), std::env::var(name).ok()?));
        Self {
            version: version(&command, flag).unwrap_or_default(),
            environment: variables.iter().filter_map(value).collect(),
        }
    }
}

impl Stamp {
    fn read(path: &Path) -> Option<Self> {
        serde_json::from_str(&std::fs::read_to_string(path).ok()?).ok()
    }

    fn write(&self, path: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self).context("a stamp is plain data")?;
        std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
    }
}

/// What the compiler `command` says it is; nothing if it does not run, which configure reports.
fn version(command: &str, flag: &str) -> Option<String> {
    let mut words = command.split_whitespace();
    let mut command = process::command(words.next()?);
    command
        .args(words)
        .arg(flag)
        .stderr(std::process::Stdio::null());
    process::output(&mut command)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs() -> Inputs {
        let compiler = |version: &str| Compiler {
            version: version.to_owned(),
            environment: BTreeMap::new(),
        };
        Inputs {
            source: "tree".to_owned(),
            arguments: vec!["--with-pydebug".to_owned()],
            c: compiler("gcc 12"),
            rust: compiler("rustc 1.85"),
            script: "abc".to_owned(),
            missing: Vec::new(),
        }
    }

    /// What is left of a build by `before` when it is configured as `inputs()` says.
    fn left(before: Option<Inputs>) -> (bool, bool) {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let build = dir.path().join("build");
        std::fs::create_dir_all(build.join("Rust/build")).expect("made");
        std::fs::write(build.join("main.o"), "").expect("written");
        inputs()
            .remove_what_does_not_fit(before, &build)
            .expect("removed");
        (
            build.join("main.o").exists(),
            build.join("Rust/build").exists(),
        )
    }

    #[test]
    fn objects_that_fit_are_kept() {
        let (all, none, c_only) = ((true, true), (false, false), (true, false));
        assert_eq!(left(Some(inputs())), all);
        let mut script = inputs();
        script.script = "def".to_owned();
        script.missing = vec!["ssl".to_owned()];
        assert_eq!(left(Some(script)), all);

        let mut rust = inputs();
        rust.rust.version = "rustc 1.95".to_owned();
        assert_eq!(left(Some(rust)), c_only);

        let mut flags = inputs();
        flags
            .c
            .environment
            .insert("CFLAGS".to_owned(), "-O0".to_owned());
        assert_eq!(left(Some(flags)), none);
        assert_eq!(left(None), none);
    }
}
