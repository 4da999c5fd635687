//! `cargo xtask bench`: the Rust modules against their C twins, in interpreters built alike.
//!
//! The measuring itself is `bench/bench.py`'s, which can be run by hand as well.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::build::{self, Built, Config, Layout, WithRust};
use crate::process::{self, Failed, Interrupted, Log};
use crate::progress::Progress;

/// Lines of the script that begin so say where it is.
const PROGRESS: &str = "@ ";

/// Compare the Rust modules with their C twins.
///
/// Builds both interpreters first, if need be. Ratios are times in Rust over times in C.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only 16 B, 1 KiB and 1 MiB
    #[arg(long)]
    quick: bool,

    /// Only the calls whose name has one of these words
    #[arg(long, num_args = 1.., value_name = "WORD")]
    only: Vec<String>,

    /// Write everything that was measured, with facts of the machine
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// Write the table as Markdown
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,

    /// Fail if a call takes more than this times as long as in C, measured twice
    #[arg(long, value_name = "RATIO")]
    fail_slower: Option<f64>,

    /// CPython's version [default: the newest that can be had]
    #[arg(long, value_name = "VERSION")]
    python_version: Option<String>,
}

pub(crate) fn run(args: Args) -> Result<()> {
    process::watch_interrupts()?;
    match compare(&args, &Progress::new()) {
        Err(error) if error.is::<Interrupted>() => {
            eprintln!("{error:#}");
            std::process::exit(Interrupted::EXIT_CODE);
        }
        result => result,
    }
}

fn compare(args: &Args, progress: &Progress) -> Result<()> {
    let built = |with_rust| {
        let config = Config {
            python_version: args.python_version.clone(),
            with_rust,
            ..Config::default()
        };
        build::build(&config, progress)
    };
    let rust = built(WithRust::Yes)?;
    let c = built(WithRust::No)?;

    let mut step = progress.step("bench");
    let mut lines = Vec::new();
    let log = Layout::of_repository()?.log("bench.log");
    let mut command = script(args, &rust, &c)?;
    let result = process::run(
        "the benchmark",
        &mut command,
        &mut Log::create(&log)?,
        &mut |line| match line.strip_prefix(PROGRESS) {
            Some(place) => step.say(place),
            None => lines.push(line.to_owned()),
        },
    );
    if matches!(&result, Err(error) if !error.is::<Failed>()) {
        return result;
    }
    step.done("measured");
    println!("{}", lines.join("\n"));
    result.context("a call is slower than it may be, or the comparison is impossible")
}

fn script(args: &Args, rust: &Built, c: &Built) -> Result<std::process::Command> {
    let mut command = process::command(&c.interpreter);
    command
        .arg("-B")
        .arg(build::repository()?.join("bench/bench.py"))
        .arg("--progress");
    command
        .arg(named("rust", &rust.interpreter))
        .arg(named("c", &c.interpreter));
    if args.quick {
        command.arg("--quick");
    }
    for word in &args.only {
        command.arg("--only").arg(word);
    }
    for (option, file) in [("--json", &args.json), ("--markdown", &args.markdown)] {
        if let Some(file) = file {
            command.arg(option).arg(file);
        }
    }
    if let Some(ratio) = args.fail_slower {
        command.arg("--fail-slower").arg(ratio.to_string());
    }
    Ok(command)
}

fn named(name: &str, interpreter: &Path) -> std::ffi::OsString {
    let mut word = std::ffi::OsString::from(format!("{name}="));
    word.push(interpreter);
    word
}
