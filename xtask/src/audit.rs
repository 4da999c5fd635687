//! `cargo xtask audit`: licenses, sources and known vulnerabilities of the crates of others, by cargo-deny.
//!
//! `deny.toml` says what is accepted. The advisories are in a git repository, RustSec's; where that is
//! out of reach, a copy will do, and without one the audit fails: nobody has looked.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::build::{self, Layout};
use crate::process;

/// Check licenses, sources and advisories of the crates that are used.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// A copy of RustSec's git repository, with a branch `main`, to be asked in its place
    #[arg(long, value_name = "REPOSITORY")]
    advisory_db: Option<PathBuf>,
    /// Leave the advisories out
    #[arg(long, conflicts_with = "advisory_db")]
    no_advisories: bool,
    /// Compile cargo-deny first, if it is not there; that takes minutes
    #[arg(long)]
    install: bool,
}

/// What a copy takes the place of.
const RUSTSEC: &str = "https://github.com/RustSec/advisory-db";

pub(crate) fn run(args: Args) -> Result<()> {
    let repository = build::repository()?;
    let deny = program(&Layout::of_repository()?, args.install)?;
    let checked = check(&deny, &repository, &["licenses", "bans", "sources"], |_| {})?;
    if !checked.passed {
        bail!("a crate has a license or a source that deny.toml does not accept; see above");
    }
    if args.no_advisories {
        println!("advisories: not asked for");
        return Ok(());
    }
    let folder = tempfile::tempdir().context("cannot make a temporary directory")?;
    let config = folder.path().join("deny.toml");
    // Not the user's own copy, which is of the real one.
    let text = std::fs::read_to_string(repository.join("deny.toml"));
    let text = text.context("cannot read deny.toml")?;
    let own = format!("[advisories]\ndb-path = {:?}\n", folder.path().join("db"));
    std::fs::write(&config, text.replace("[advisories]\n", &own))
        .context("cannot write to a temporary directory")?;
    let copy = args.advisory_db.map(|path| {
        let path = std::path::absolute(&path).unwrap_or(path);
        format!("url.file://{}.insteadOf", path.display())
    });
    let checked = check(&deny, &repository, &["advisories"], |command| {
        command.arg("--config").arg(&config);
        if let Some(copy) = &copy {
            // Besides what git is told already.
            let told = std::env::var("GIT_CONFIG_COUNT").unwrap_or_default();
            let told: u32 = told.parse().unwrap_or(0);
            command.env("GIT_CONFIG_COUNT", (told + 1).to_string());
            command.env(format!("GIT_CONFIG_KEY_{told}"), copy);
            command.env(format!("GIT_CONFIG_VALUE_{told}"), RUSTSEC);
        }
    })?;
    if !checked.passed {
        bail!(failure(&checked.said));
    }
    Ok(())
}

/// What it means that the check of advisories failed and `said` this.
fn failure(said: &str) -> &'static str {
    if said.contains("failed to fetch advisory database") {
        "no advisory was looked at, for RustSec's database cannot be fetched; give a copy of its \
         git repository with --advisory-db"
    } else if said.contains("ID: RUSTSEC-") {
        "an advisory is about a crate that is used; see above, and docs/security-drill.md for \
         the way to a fixed tree"
    } else {
        // Such as a crate that was withdrawn, or a mistake in deny.toml.
        "the check of advisories failed; see above"
    }
}

/// What cargo-deny found.
struct Checked {
    passed: bool,
    said: String,
}

fn check(
    deny: &Path,
    repository: &Path,
    which: &[&str],
    prepare: impl Fn(&mut Command),
) -> Result<Checked> {
    let mut command = process::command(deny);
    command
        .current_dir(repository)
        .env_remove("CARGO_MANIFEST_DIR");
    command.args(["--color", "never"]);
    prepare(&mut command);
    command
        .args(["check", "--hide-inclusion-graph"])
        .args(which);
    let output = command.output().context("cannot run cargo-deny")?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    eprint!("{said}");
    // Its last line, such as `licenses ok`.
    print!("{}", String::from_utf8_lossy(&output.stdout));
    Ok(Checked {
        passed: output.status.success(),
        said,
    })
}

/// cargo-deny: the user's, or one in `build/tools`.
fn program(layout: &Layout, install: bool) -> Result<PathBuf> {
    let tools = layout.root().join("tools");
    let own = tools.join("bin/cargo-deny");
    if let Some(found) = process::search_path("cargo-deny") {
        return Ok(found);
    }
    if own.exists() {
        return Ok(own);
    }
    if !install {
        bail!("cargo-deny is not installed; `cargo xtask audit --install` compiles it");
    }
    let mut command = process::command(crate::graft::cargo());
    command.args(["install", "cargo-deny", "--locked", "--root"]);
    let status = command.arg(&tools).status().context("cannot run cargo")?;
    if !status.success() {
        bail!("cargo could not install cargo-deny; see above");
    }
    Ok(own)
}

#[cfg(test)]
mod tests {
    use super::failure;

    #[test]
    fn a_failure_is_not_called_an_advisory_if_it_is_none() {
        for (said, expected) in [
            (
                "error[vulnerability]: one\n  = ID: RUSTSEC-2026-0001",
                "an advisory is about",
            ),
            (
                "error[yanked]: detected yanked crate",
                "the check of advisories failed",
            ),
            (
                "failed to fetch advisory database",
                "no advisory was looked at",
            ),
        ] {
            let text = failure(said);
            assert!(text.starts_with(expected), "{said}: {text}");
        }
    }
}
