//! configure: run when something that it looks at has changed.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::Config;
use crate::process::{self, Lock, Log};
use crate::progress::{Progress, Unit};
use crate::source::{Tree, hash_of};

/// In the build directory: what configure was run with. Not there while it runs.
const STAMP: &str = ".xtask-configured.json";

/// Variables that configure takes from the environment.
const PRECIOUS: [&str; 16] = [
    "RUSTC",
    "RUSTFLAGS",
    "RUST_TARGET",
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

/// Everything that decides what configure finds.
#[derive(Serialize, Deserialize, PartialEq, Debug)]
struct Inputs {
    compilers: Compilers,
    /// The SHA-256 of the script, which the graft regenerates.
    configure: String,
    /// Packages that were not there.
    missing: Vec<String>,
    /// How many checks it made: what the next run's progress is measured by.
    #[serde(default)]
    checks: u64,
}

/// What makes the objects of a build; objects that were made otherwise do not go with them.
#[derive(Serialize, Deserialize, PartialEq, Debug)]
struct Compilers {
    source: String,
    arguments: Vec<String>,
    environment: BTreeMap<String, String>,
    cc: String,
    rustc: String,
}

/// Bring the configuration of `build_dir` up to date. Whether configure had to be run.
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
    let mut inputs = Inputs::now(tree, config, missing)?;
    let stamp = build_dir.join(STAMP);
    let before = Inputs::read(&stamp);
    if let Some(before) = &before {
        inputs.checks = before.checks;
        if *before == inputs && build_dir.join("Makefile").is_file() {
            step.done("nothing has changed");
            return Ok(());
        }
    }

    // Objects of a build that was configured otherwise, or only half, do not go with new ones.
    let fits = before
        .as_ref()
        .is_some_and(|before| before.compilers == inputs.compilers);
    if build_dir.exists() && !fits {
        step.say("removing the build with other compilers or flags");
        std::fs::remove_dir_all(build_dir)
            .with_context(|| format!("cannot remove {}", build_dir.display()))?;
    }
    std::fs::create_dir_all(build_dir)
        .with_context(|| format!("cannot make the directory {}", build_dir.display()))?;
    if before.is_some() && fits {
        std::fs::remove_file(&stamp)
            .with_context(|| format!("cannot remove {}", stamp.display()))?;
    }

    if inputs.checks > 0 {
        step.expect(inputs.checks, Unit::Count("checks"));
    }
    let mut command = process::command(tree.path.join("configure"));
    command
        .args(config.configure_arguments())
        .current_dir(build_dir)
        .stdin(lock.as_stdin()?);
    let mut checks = 0;
    process::run(
        "configure",
        &mut command,
        &mut Log::create(log)?,
        &mut |line| {
            if let Some(check) = line.strip_prefix("checking ") {
                checks += 1;
                step.at(checks, check);
            }
        },
    )?;
    inputs.checks = checks;
    inputs.write(&stamp)?;
    step.done(&format!("{checks} checks"));
    Ok(())
}

impl Inputs {
    fn now(tree: &Tree, config: &Config, missing: &[&str]) -> Result<Self> {
        let script = tree.path.join("configure");
        let text =
            std::fs::read(&script).with_context(|| format!("cannot read {}", script.display()))?;
        let variable = |name: &&str| Some((name.to_string(), std::env::var(name).ok()?));
        let program = |name, default: &str| std::env::var(name).unwrap_or(default.to_owned());
        Ok(Self {
            compilers: Compilers {
                source: tree.path.display().to_string(),
                arguments: config.configure_arguments(),
                environment: PRECIOUS.iter().filter_map(variable).collect(),
                cc: version(&program("CC", "cc"), "--version"),
                rustc: version(&program("RUSTC", "rustc"), "-vV"),
            },
            configure: hash_of([text.as_slice()]),
            missing: missing.iter().map(|&name| name.to_owned()).collect(),
            checks: 0,
        })
    }

    fn read(stamp: &Path) -> Option<Self> {
        serde_json::from_str(&std::fs::read_to_string(stamp).ok()?).ok()
    }

    fn write(&self, stamp: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self).context("a stamp is plain data")?;
        std::fs::write(stamp, text).with_context(|| format!("cannot write {}", stamp.display()))
    }
}

/// What the compiler `command` says it is; nothing if it does not run, which configure reports.
fn version(command: &str, flag: &str) -> String {
    let mut words = command.split_whitespace();
    let Some(program) = words.next() else {
        return String::new();
    };
    let mut command = process::command(program);
    command
        .args(words)
        .arg(flag)
        .stderr(std::process::Stdio::null());
    process::output(&mut command).unwrap_or_default()
}
