//! `cargo xtask build`: from nothing to an interpreter with Rust in it.
//!
//! Each step leaves behind either nothing or something whole, and does only what is needed; so
//! a build that ended anywhere is resumed by doing all steps again.

mod config;
mod configure;
mod interpreter;
mod layout;
mod make;
mod sanitizer;
mod summary;

pub(crate) use config::{Config, WithRust};
pub(crate) use interpreter::Facts;
pub(crate) use layout::{Layout, repository};
pub(crate) use sanitizer::clang;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::module::Sanitizer;
use crate::process::{self, Interrupted, Lock};
use crate::progress::Progress;
use crate::source::{self, SourceRequest, Tree};
use crate::{graft, packages};

/// Build a CPython with Rust in it.
///
/// Gets the source, installs what is missing, grafts, configures and makes; a second run does
/// only what is needed. The last line of standard output is the path of the interpreter.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// CPython's version [default: the newest that can be had]
    #[arg(long, value_name = "VERSION")]
    python_version: Option<String>,

    /// Build this source directory (a copy of it) or tarball
    #[arg(long, value_name = "DIR|TARBALL")]
    source: Option<PathBuf>,

    /// A debug build: configure --with-pydebug
    #[arg(long)]
    debug: bool,

    /// A free-threaded build: configure --disable-gil
    #[arg(long)]
    disable_gil: bool,

    /// Whether to build in Rust what exists in Rust
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    with_rust: WithRust,

    /// Instrument the C code, with clang; modules of `cargo xtask module --sanitize` run in it
    #[arg(long, value_enum, value_name = "WHAT")]
    sanitize: Option<Sanitizer>,

    /// How many jobs make runs at once [default: one for each processor]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,

    /// Go on without zlib, ssl and ffi if they are missing and cannot be installed
    #[arg(long)]
    allow_missing: bool,

    /// Further arguments for configure
    #[arg(last = true, value_name = "CONFIGURE-ARGUMENTS")]
    configure_args: Vec<String>,
}

impl From<Args> for Config {
    fn from(args: Args) -> Self {
        Self {
            python_version: args.python_version,
            source: args.source,
            debug: args.debug,
            disable_gil: args.disable_gil,
            with_rust: args.with_rust,
            sanitize: args.sanitize,
            configure_args: args.configure_args,
            jobs: args.jobs.map(usize::from),
            allow_missing: args.allow_missing,
        }
    }
}

pub(crate) fn run(args: Args) -> Result<()> {
    process::watch_interrupts()?;
    let built = build(&args.into(), &Progress::new());
    if let Err(error) = &built {
        // A program that got the signal too may have failed before we looked.
        if error.is::<Interrupted>() || process::check_interrupt().is_err() {
            // Everything that had to be cleared up has been: the steps have returned.
            eprintln!("{Interrupted}");
            std::process::exit(Interrupted::EXIT_CODE);
        }
    }
    summary::print(&built?)
}

/// An interpreter, and what it was made of.
#[derive(Debug)]
pub(crate) struct Built {
    /// Absolute.
    pub(crate) interpreter: PathBuf,
    pub(crate) build_dir: PathBuf,
    /// The grafted source.
    pub(crate) tree: Tree,
    /// What the interpreter says of itself; nothing if it is for another machine.
    pub(crate) facts: Option<Facts>,
    /// The steps with the time each took.
    pub(crate) durations: Vec<(&'static str, Duration)>,
}

/// Build the interpreter that `config` describes, or see that it is up to date.
pub(crate) fn build(config: &Config, progress: &Progress) -> Result<Built> {
    let layout = Layout::of_repository()?;
    std::fs::create_dir_all(layout.root())
        .with_context(|| format!("cannot make the directory {}", layout.root().display()))?;
    let place = layout.root().display().to_string();
    // One for all configurations: they share the trees, and the machine's processors.
    let lock = Lock::acquire(&layout.lock(), &place, progress)?;

    let mut clock = Clock::new();
    let trees = layout.trees();
    let tree = source::obtain(
        &SourceRequest {
            version: config.python_version.as_deref(),
            source: config.source.as_deref(),
            trees: &trees,
            log: &layout.log("source.log"),
        },
        progress,
    )?;
    clock.lap("source");

    let missing = packages::ensure(config.allow_missing, &layout.log("packages.log"), progress)?;
    clock.lap("system packages");

    graft_tree(&tree, progress)?;
    clock.lap("graft");

    let build_dir = layout.build_dir(&tree, config);
    make::recover(&build_dir, progress)?;
    let log = layout.build_log(&build_dir, "configure.log");
    configure::run(&tree, &build_dir, config, &missing, &log, &lock, progress)?;
    clock.lap("configure");

    let jobs = config.jobs.unwrap_or_else(|| {
        std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get)
    });
    make::run(
        &build_dir,
        jobs,
        config.sanitize,
        &layout.build_log(&build_dir, "make.log"),
        &lock,
        progress,
    )?;
    clock.lap("make");

    let interpreter = interpreter::find(&build_dir)?;
    let facts = if config.is_cross() {
        None
    } else {
        Some(Facts::ask(&interpreter)?)
    };
    Ok(Built {
        interpreter,
        build_dir,
        tree,
        facts,
        durations: clock.laps,
    })
}

fn graft_tree(tree: &Tree, progress: &Progress) -> Result<()> {
    let step = progress.step("graft");
    let outcome = graft::apply(&tree.path)
        .with_context(|| format!("cannot graft {}", tree.path.display()))?;
    step.done(&match outcome.written.len() + outcome.removed.len() {
        0 => "nothing has changed".to_owned(),
        1 => "1 file".to_owned(),
        files => format!("{files} files"),
    });
    Ok(())
}

/// Measures one step after the other.
struct Clock {
    last: Instant,
    laps: Vec<(&'static str, Duration)>,
}

impl Clock {
    fn new() -> Self {
        Self {
            last: Instant::now(),
            laps: Vec::new(),
        }
    }

    fn lap(&mut self, name: &'static str) {
        let now = Instant::now();
        self.laps.push((name, now - self.last));
        self.last = now;
    }
}
