//! `cargo xtask cost`: what a call costs in Rust, against the same function in C.
//!
//! The measuring itself is `bench/cost/cost.py`'s, which can be run by hand as well.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::build::{self, Config, Layout};
use crate::module::{self, Options};
use crate::process::{self, Interrupted, Log};
use crate::progress::Progress;

/// Compare what a call costs in Rust and in C.
///
/// Builds an interpreter if need be, `_testrust` and its twin in C, which Argument Clinic completes.
/// Ratios are times in Rust over times in C; instructions are counted if valgrind is installed.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The interpreter, in its build directory [default: that of `cargo xtask build`]
    #[arg(long, value_name = "PYTHON")]
    python: Option<PathBuf>,

    /// Print in which functions C and Rust differ, and by how many instructions
    #[arg(long)]
    r#where: bool,

    /// Write everything that was measured
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// How many batches are measured in each of three processes
    #[arg(long, value_name = "N")]
    rounds: Option<u32>,

    /// Fail if a call takes more than this times as long as in C
    #[arg(long, value_name = "RATIO")]
    fail_above: Option<f64>,
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
    let python = match &args.python {
        Some(python) => python.clone(),
        None => build::build(&Config::default(), progress)?.interpreter,
    };
    let mut command = script(&python, progress)?;
    if args.r#where {
        command.arg("--where");
    }
    if let Some(file) = &args.json {
        command.arg("--json").arg(file);
    }
    if let Some(rounds) = args.rounds {
        command.arg("--rounds").arg(rounds.to_string());
    }
    if let Some(ratio) = args.fail_above {
        command.arg("--fail-above").arg(ratio.to_string());
    }
    let mut lines = Vec::new();
    let mut log = Log::create(&Layout::of_repository()?.log("cost.log"))?;
    let step = progress.step("cost");
    let result = process::run("the comparison", &mut command, &mut log, &mut |line| {
        lines.push(line.to_owned());
    });
    step.done("measured");
    println!("{}", lines.join("\n"));
    result.context("a call costs more than it may, or the comparison is impossible")
}

/// `bench/cost/cost.py`, with `_testrust` built for `python`.
pub(crate) fn script(python: &Path, progress: &Progress) -> Result<Command> {
    let options = Options::new(python.to_owned());
    let files = module::build(&options, &["_testrust".to_owned()], progress)?;
    let mut command = process::command(python);
    command
        .arg("-B")
        .arg(build::repository()?.join("bench/cost/cost.py"))
        .args(files);
    Ok(command)
}
