//! `cargo xtask doctor`: what stands between a CPython tree and Rust in it, and what to type next.
//!
//! What can be said about compilers is said by the tree's own `Rust/available.sh`, which
//! `make rustavailable` runs as well.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::{build, graft, process};

/// Say whether a tree has Rust in it, and whether that can be built here.
///
/// The exit status is 1 if something is missing, other than Rust for a build that was configured
/// without; what is said then ends with the next command to type.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// A CPython source tree, or a directory in which one was configured
    tree: PathBuf,
}

pub(crate) fn run(args: Args) -> Result<()> {
    process::watch_interrupts()?;
    let configured = Configured::read(&args.tree)?;
    let tree = match &configured {
        Some(configured) => args.tree.join(&configured.source),
        None => args.tree.clone(),
    };
    let shown = tree.display();
    let state = graft::state(&tree)?;
    println!("{shown} is CPython {}.", state.release);
    let (scripts, sound) = match &state.graft {
        None => {
            println!("It is not grafted; type 'cargo xtask graft {shown}'.");
            (build::repository()?.join("graft"), false)
        }
        Some((policy, Err(why))) => {
            process::check_interrupt()?;
            println!(
                "It is grafted, with the policy '{policy}'. Whether it is up to date cannot be told: \
                 {why:#}."
            );
            (tree.join("Rust"), false)
        }
        Some((policy, Ok(drift))) if drift.is_empty() => {
            println!("It is grafted and up to date, with the policy '{policy}'.");
            (tree.join("Rust"), true)
        }
        Some((policy, Ok(drift))) => {
            println!("It is grafted, with the policy '{policy}', but differs from this graft in:");
            for graft::Drift { path, kind } in drift {
                println!("  {kind:<9} {path}");
            }
            println!("Type 'cargo xtask graft {shown}' to bring it up to date.");
            (tree.join("Rust"), false)
        }
    };
    let available = available(&tree, &scripts, configured.as_ref())?;
    let needed = configured.is_none_or(|configured| configured.with_rust);
    if !sound || (needed && !available) {
        std::process::exit(1);
    }
    Ok(())
}

/// Whether Rust can be used for `tree`; what there is to say about it has been said.
fn available(tree: &Path, scripts: &Path, configured: Option<&Configured>) -> Result<bool> {
    let script = scripts.join("available.sh");
    if !script.is_file() {
        bail!(
            "{} is missing; type 'cargo xtask graft {}'",
            script.display(),
            tree.display()
        );
    }
    let mut command = process::command("sh");
    command.arg(&script);
    match configured {
        Some(configured) => {
            // As configure has found them.
            command.envs(configured.environment.iter().cloned());
            command.args(&configured.arguments);
        }
        None => {
            let guess = process::output(process::command("sh").arg(tree.join("config.guess")));
            if let Some(triplet) = guess {
                command.args(["--triplet", triplet.trim()]);
            }
        }
    }
    let status = command.status().context("cannot run sh")?;
    Ok(status.success())
}

/// What the Makefile of a configured directory says about Rust.
struct Configured {
    /// The source tree, absolute or relative to the directory.
    source: PathBuf,
    with_rust: bool,
    environment: Vec<(&'static str, String)>,
    arguments: Vec<String>,
}

impl Configured {
    fn read(directory: &Path) -> Result<Option<Self>> {
        let path = directory.join("Makefile");
        if !path.exists() {
            return Ok(None);
        }
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("cannot read {}", path.display()))?;
        Ok(Self::of(&text))
    }

    /// Nothing for a Makefile that is not of a grafted tree.
    fn of(makefile: &str) -> Option<Self> {
        let value = |name: &str| {
            makefile.lines().find_map(|line| {
                let value = line.strip_prefix(name)?.strip_prefix('=')?;
                Some(value.trim().to_owned())
            })
        };
        let mut arguments = Vec::new();
        for (option, name) in [
            ("--triplet", "HOST_GNU_TYPE"),
            ("--configured", "WITH_RUST"),
            ("--modules", "RUST_MODULES"),
        ] {
            arguments.extend([option.to_owned(), value(name)?]);
        }
        let environment = [
            ("RUSTC", "RUSTC"),
            ("RUST_TARGET", "RUST_TARGET"),
            ("RUSTFLAGS", "RUSTFLAGS"),
            ("OBJCOPY", "OBJCOPY"),
            ("CC", "CC"),
            ("CPPFLAGS", "CONFIGURE_CPPFLAGS"),
            ("CFLAGS", "CONFIGURE_CFLAGS"),
            ("LDFLAGS", "CONFIGURE_LDFLAGS"),
        ]
        .into_iter()
        .filter_map(|(name, variable)| {
            Some((name, value(variable).filter(|value| !value.is_empty())?))
        })
        .collect();
        Some(Self {
            source: value("srcdir")?.into(),
            with_rust: value("WITH_RUST")? == "yes",
            environment,
            arguments,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAKEFILE: &str = "srcdir=\t../tree\nHOST_GNU_TYPE=\tx86_64-pc-linux-gnu\n\
        WITH_RUST=\tyes\nRUSTC=\trustc -v\nRUSTFLAGS=\t\nRUST_MODULES= binascii _base64\n\
        CONFIGURE_CFLAGS=\t-m32\nCONFIGURE_LDFLAGS=\t-L/lib32\nLDFLAGS=\t-other\n";

    #[test]
    fn a_configured_directory_says_how() {
        let configured = Configured::of(MAKEFILE).expect("all is there");
        assert_eq!(configured.source, Path::new("../tree"));
        assert!(configured.with_rust);
        let expected = [
            ("RUSTC", "rustc -v"),
            ("CFLAGS", "-m32"),
            ("LDFLAGS", "-L/lib32"),
        ];
        let expected = expected.map(|(name, value)| (name, value.to_owned()));
        assert_eq!(configured.environment, expected);
        assert_eq!(
            configured.arguments.join(" "),
            "--triplet x86_64-pc-linux-gnu --configured yes --modules binascii _base64"
        );
    }

    #[test]
    fn another_makefile_says_nothing() {
        assert!(Configured::of("srcdir=\t.\nall:\n").is_none());
    }
}
