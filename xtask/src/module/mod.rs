//! `cargo xtask module`: a Rust module as an extension file for a CPython that exists already.
//!
//! The same crates as in a grafted tree, compiled by rustc in the same way; but they are linked to
//! one shared file per module, and all that is needed of CPython is its headers. A wrong
//! declaration stops this build as it stops make's. The docstrings of a module that has a C twin are
//! those that the interpreter shows for it; the others are those of the doc comments.
//!
//! # Panics
//!
//! With `--panic abort` a module is linked without Rust's standard library and as small as can be; a
//! panic then ends the process with its message and the Python traceback
//! (`cpython_api::panic_handler!`).
//!
//! # Sanitizers
//!
//! `--sanitize` instruments each crate with the nightly compiler and the C parts with `CC`. There
//! has to be one sanitizer runtime per process and the program has to start with it, so none is
//! linked into the file (`-Zexternal-clangrt`): it comes with an interpreter that was built
//! `--with-address-sanitizer` or `--with-thread-sanitizer`, or else from `LD_PRELOAD`, which is
//! printed. Rust's own runtime is a static archive and cannot be preloaded; that of gcc or clang
//! has the same interface and can. For a plain interpreter:
//!
//! ```text
//! LD_PRELOAD=libasan.so ASAN_OPTIONS=detect_leaks=0 PYTHONMALLOC=malloc python …
//! LD_PRELOAD=libtsan.so setarch -R python …
//! ```
//!
//! (Objects from Python's own allocator have no red zones; older thread sanitizers cannot live
//! with addresses as random as newer kernels make them.) Seen to work with rustc 1.97-nightly and
//! the runtimes of gcc 12.

mod build;
mod crates;
mod glibc;
mod link;
mod python;
mod small;
mod toolchain;
mod twin;

pub(crate) use build::{Here, Options, build};
pub(crate) use crates::Build;
pub(crate) use python::Python;

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::process::{self, Interrupted};
use crate::progress::Progress;

/// Build Rust modules as extension files for an existing CPython.
///
/// Needs only rustc, the interpreter's C compiler and its headers. The files can be loaded with the C
/// library that is named when they are linked, or a newer one. The lines of standard output are
/// their paths.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The interpreter, installed or in its build directory
    #[arg(long, value_name = "PYTHON")]
    python: PathBuf,

    /// What a panic does: raise SystemError, or end the process
    #[arg(long, value_enum, default_value_t, value_name = "WHAT")]
    panic: Panic,

    /// Where the files go [default: build/modules]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Instrument the Rust code; needs a nightly rustc
    #[arg(long, value_enum, value_name = "WHAT")]
    sanitize: Option<Sanitizer>,

    /// Check Rust's assertions and arithmetic, and optimise less
    #[arg(long)]
    debug_assertions: bool,

    /// Leave out what debuggers and tracebacks need
    #[arg(long)]
    strip: bool,

    /// The modules, as Python knows them [default: all that are not for tests]
    #[arg(value_name = "NAME")]
    names: Vec<String>,
}

/// What a panic does.
#[derive(clap::ValueEnum, Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Panic {
    #[default]
    Unwind,
    Abort,
}

/// What instrumented code finds.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq)]
pub(crate) enum Sanitizer {
    Address,
    Thread,
}

impl Panic {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Unwind => "unwind",
            Self::Abort => "abort",
        }
    }
}

impl Sanitizer {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Thread => "thread",
        }
    }
}

pub(crate) fn run(args: Args) -> Result<()> {
    process::watch_interrupts()?;
    let options = Options {
        python: args.python,
        panic: args.panic,
        out: args.out,
        sanitize: args.sanitize,
        debug_assertions: args.debug_assertions,
        strip: args.strip,
    };
    let files = match build(&options, &args.names, &Progress::new()) {
        Err(error) if error.is::<Interrupted>() => {
            eprintln!("{error:#}");
            std::process::exit(Interrupted::EXIT_CODE);
        }
        result => result?,
    };
    for file in files {
        writeln!(std::io::stdout(), "{}", file.display())
            .context("cannot write to standard output")?;
    }
    Ok(())
}
