//! `cargo xtask bootstrap-check`: from a C compiler to a Python with Rust in it, as far as one machine can
//! show it, and `docs/bootstrap.md` with what was run.

mod page;
mod rustc;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::build::{self, Config, Layout, WithRust, repository};
use crate::process::{self, Interrupted, Log};
use crate::progress::Progress;

/// Show that Python without Rust builds rustc, whose build runs on Python.
///
/// Builds stage 0 (CPython --with-rust=no, with a C compiler and neither Rust nor Python), has it
/// configure and plan a build of rustc from Debian's source without a network, checks that nothing imported
/// on the way exists only in Rust, and builds stage 1 with Rust. Then writes docs/bootstrap.md.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only write docs/bootstrap.md again, from what the last run recorded
    #[arg(long)]
    page_only: bool,
}

pub(crate) fn run(args: Args) -> Result<()> {
    process::watch_interrupts()?;
    let layout = Layout::of_repository()?;
    let outcome = if args.page_only {
        Ok(())
    } else {
        check(&layout, &Progress::new())
    };
    match outcome {
        Err(error) if error.is::<Interrupted>() => {
            eprintln!("{Interrupted}");
            std::process::exit(Interrupted::EXIT_CODE);
        }
        outcome => outcome?,
    }
    let path = repository()?.join("docs/bootstrap.md");
    std::fs::write(&path, page::text(&record(&layout))?)
        .with_context(|| format!("cannot write {}", path.display()))?;
    println!("{}", path.display());
    Ok(())
}

/// All steps, each a line on standard output.
fn check(layout: &Layout, progress: &Progress) -> Result<()> {
    let config = Config {
        with_rust: WithRust::No,
        ..Config::default()
    };
    let built = build::build(&config, progress)?;
    let mut command = command(layout, &built.interpreter, &built.tree.path, progress)?;
    let mut log = Log::create(&layout.log("bootstrap.log"))?;
    process::run("tests/bootstrap.py", &mut command, &mut log, &mut |line| {
        println!("{line}");
    })
}

/// Runs `tests/bootstrap.py` for the grafted `tree`, by an `interpreter` without Rust.
pub(crate) fn command(
    layout: &Layout,
    interpreter: &Path,
    tree: &Path,
    progress: &Progress,
) -> Result<Command> {
    let root = repository()?;
    let (source, package) = rustc::source(layout, progress)?;
    let mut command = process::command(interpreter);
    command
        .args(["-B", "-X", "faulthandler"])
        .arg(root.join("tests/bootstrap.py"))
        .current_dir(&root);
    for (name, value) in [
        ("source", tree),
        ("work", &layout.root().join("bootstrap")),
        ("rustc-source", &source),
        ("modules", &root.join("graft/modules.toml")),
        ("record", &record(layout)),
    ] {
        command.arg(format!("--{name}={}", value.display()));
    }
    command.arg(format!("--package={package}"));
    Ok(command)
}

/// What the last run found.
fn record(layout: &Layout) -> PathBuf {
    layout.root().join("bootstrap.json")
}
