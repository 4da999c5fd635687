//! `cargo xtask bench`: the Rust modules against their C twins, in interpreters built alike.
//!
//! Three comparisons: of interpreters that are built here, of an installed CPython 3.15 whose
//! modules are once its own and once Rust extension files ([`mod@newer`]), and of zlib ([`mod@zlib`]).
//!
//! The measuring itself is done by the scripts of `bench/`, which can be run by hand as well.

mod newer;
mod zlib;

pub(crate) use newer::script as newer;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::build::{self, Built, Config, Layout, WithRust};
use crate::packages;
use crate::process::{self, Failed, Interrupted, Log};
use crate::progress::Progress;
use crate::rootfs;

/// Lines of the script that begin so say where it is.
const PROGRESS: &str = "@ ";

/// Compare the Rust modules with their C twins, with peers and with a newer CPython.
///
/// Builds both interpreters first, if need be, and puts the peers into build/bench. Then CPython 3.15 is
/// compared in the same way, if `cargo xtask rootfs` has made a place for it. Speeds say how many
/// times as fast Rust is. bench/README.md says what is measured, and how.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only one of the comparisons
    #[arg(long, value_enum, value_name = "WHICH")]
    of: Option<Of>,

    /// Fewer sizes and rounds: less than two minutes each
    #[arg(long)]
    quick: bool,

    /// Only the calls whose name has one of these words
    #[arg(long, num_args = 1.., value_name = "WORD")]
    only: Vec<String>,

    /// These sizes of the argument, such as 16 64K 1M
    #[arg(long, num_args = 1.., value_name = "SIZE", conflicts_with = "instructions")]
    sizes: Vec<String>,

    /// Leave out the peers: pybase64, zlib-ng, isal
    #[arg(long)]
    no_peers: bool,

    /// Count instructions under callgrind, instead of measuring times
    #[arg(long, conflicts_with_all = ["quick", "markdown", "fail_slower", "check_targets", "of"])]
    instructions: bool,

    /// Write everything that was measured, with facts of the machine; of 3.15, into FILE-3.15
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// Write the tables as Markdown; of 3.15, into FILE-3.15
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,

    /// Write the tables and plots of docs/bench
    #[arg(long, conflicts_with = "no_peers")]
    docs: bool,

    /// Fail if a call takes more than this times as long as in C, measured twice
    #[arg(long, value_name = "RATIO")]
    fail_slower: Option<f64>,

    /// Measure what bench/targets.toml is about, too, and fail if it is not reached
    #[arg(long, conflicts_with = "only")]
    check_targets: bool,

    /// Measure nothing; say what is faster and what slower in the second of two --json files
    #[arg(long, num_args = 2, value_names = ["OLD", "NEW"], exclusive = true)]
    compare: Option<Vec<PathBuf>>,

    /// CPython's version [default: the newest that can be had]
    #[arg(long, value_name = "VERSION")]
    python_version: Option<String>,
}

/// What is compared with its C twin.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq)]
enum Of {
    /// An interpreter that is built here
    Built,
    /// Debian's CPython 3.15
    #[value(name = "3.15")]
    Newer,
    /// zlib: speeds, and sizes
    Zlib,
}

pub(crate) fn run(args: Args) -> Result<()> {
    process::watch_interrupts()?;
    let progress = Progress::new();
    let result = match &args.compare {
        Some(files) => compare(files),
        None => measure(&args, &progress),
    };
    match result {
        Err(error) if error.is::<Interrupted>() => {
            eprintln!("{error:#}");
            std::process::exit(Interrupted::EXIT_CODE);
        }
        result => result,
    }
}

/// Two results, which any Python can read.
fn compare(files: &[PathBuf]) -> Result<()> {
    let python = process::search_path("python3")
        .context("two runs are compared by a Python script; install python3")?;
    let mut command = process::command(python);
    command.arg("-B").arg(bench("compare.py")?).args(files);
    let status = command.status().context("cannot run bench/compare.py")?;
    // It has said itself why not.
    std::process::exit(status.code().unwrap_or(1));
}

fn measure(args: &Args, progress: &Progress) -> Result<()> {
    let layout = Layout::of_repository()?;
    if args.of == Some(Of::Zlib) {
        return zlib::compare(args, &layout, progress);
    }
    let built = match args.of {
        Some(Of::Newer) => Ok(()),
        _ => built(args, &layout, progress),
    };
    if matches!(&built, Err(error) if error.is::<Interrupted>()) {
        return built;
    }
    let newer = match args.of {
        Some(Of::Built) => Ok(()),
        // callgrind would not find its functions, for it is stripped.
        None if args.instructions => Ok(()),
        _ => newer::compare(args, &layout, progress),
    };
    built.and(newer)
}

/// The interpreters that are built here, an installed one and peers.
fn built(args: &Args, layout: &Layout, progress: &Progress) -> Result<()> {
    let (rust, c) = both(args, progress)?;
    if args.instructions {
        let mut step = progress.step("bench");
        packages::ensure_program("valgrind", &layout.log("packages.log"), &mut step)?;
    }
    let mut command = script(args, &rust, &c, layout)?;
    tell(&mut command, "bench.log", layout, progress)
}

/// The interpreter with modules in Rust, and its twin.
fn both(args: &Args, progress: &Progress) -> Result<(Built, Built)> {
    let built = |with_rust| {
        let config = Config {
            python_version: args.python_version.clone(),
            with_rust,
            ..Config::default()
        };
        build::build(&config, progress)
    };
    Ok((built(WithRust::Yes)?, built(WithRust::No)?))
}

/// Runs a script, and prints what it has found.
fn tell(command: &mut Command, log: &str, layout: &Layout, progress: &Progress) -> Result<()> {
    let mut step = progress.step("bench");
    let mut lines = Vec::new();
    let result = process::run(
        "the benchmark",
        command,
        &mut Log::create(&layout.log(log))?,
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
    result.context(
        "a call is slower than it may be, a target is not met, or the comparison is impossible",
    )
}

fn script(args: &Args, rust: &Built, c: &Built, layout: &Layout) -> Result<Command> {
    let mut command = process::command(&c.interpreter);
    command.arg("-B").arg(bench(if args.instructions {
        "instructions.py"
    } else {
        "bench.py"
    })?);
    command
        .arg(named("rust", &rust.interpreter))
        .arg(named("c", &c.interpreter));
    match rootfs::existing(layout) {
        // callgrind would not find its functions, for it is stripped.
        _ if args.instructions => (),
        Some(root) => {
            command.arg(named("c3.15", &root.join(newer::INTERPRETER)));
        }
        None => {
            command
                .arg("--note")
                .arg("without C 3.15: there is no build/rootfs, which `cargo xtask rootfs` makes");
        }
    }
    if !args.no_peers {
        command.arg("--peers").arg(layout.root().join("bench"));
    }
    let docs = build::repository()?.join("docs/bench");
    for (option, file) in [
        ("--json", args.json.as_ref()),
        ("--markdown", args.markdown.as_ref()),
        ("--docs", args.docs.then_some(&docs)),
    ] {
        if let Some(file) = file {
            command.arg(option).arg(file);
        }
    }
    selection(args, &mut command);
    Ok(command)
}

/// Which calls are measured, for how long, and what is made of it.
fn selection(args: &Args, command: &mut Command) {
    command.arg("--progress");
    for (option, is_given) in [
        ("--quick", args.quick),
        ("--check-targets", args.check_targets),
    ] {
        if is_given {
            command.arg(option);
        }
    }
    for word in &args.only {
        command.arg("--only").arg(word);
    }
    if !args.sizes.is_empty() {
        command.arg("--sizes").args(&args.sizes);
    }
    if let Some(ratio) = args.fail_slower {
        command.arg("--fail-slower").arg(ratio.to_string());
    }
}

/// A script of the benchmark.
fn bench(name: &str) -> Result<PathBuf> {
    Ok(build::repository()?.join("bench").join(name))
}

fn named(name: &str, interpreter: &Path) -> OsString {
    let mut word = OsString::from(format!("{name}="));
    word.push(interpreter);
    word
}
