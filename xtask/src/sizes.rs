//! `cargo xtask sizes`: how large modules are as shared files, in `docs/sizes.md`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::build::{self, Config};
use crate::module::{self, Options, Panic};
use crate::process;
use crate::progress::Progress;

/// What the worked example may take without Rust's standard library.
const LIMIT: (&str, u64) = ("_xxrust", 40 * 1024);

const MODULES: [&str; 3] = ["_xxrust", "_testrust", "binascii"];

const HEAD: &str = "\
# How large a module is

Written by `cargo xtask sizes`. Each module is a stripped shared file for CPython 3.13.

With `--panic unwind` a panic becomes `SystemError`, for which the file contains Rust's standard
library: its part is the same whatever the module does, and a build that has its modules built in has it
once. With `--panic abort` a panic ends the process with its message and the Python traceback, and
the file contains no standard library.

The goal for `_xxrust`, the worked example, with `--panic abort` is less than 40 KiB. It is not
reached. What was done, and what each step left of the 86.7 KiB that it had:

| step | KiB |
|---|--:|
| what a call gives is C's own result, and what raises is out of line | 82.7 |
| `Raised` is one word, so that results fit into registers | 78.7 |
| classes are made from constants, by one function; types are found by one | 74.7 |
| functions to measure, and attacks on a module's state, moved to `_testrust` | 66.5 |
| no formatting in the library and in the example; no message with a number in it from `core` | 66.5 |
| slots give numbers as C does, without a check of the receiver | 62.5 |

(Files grow by pages of 4 KiB: code and constants went from 62.1 to 39.6 KiB.) Before that: glue compiled
with `opt-level=s` instead of 3 (codecs keep 3), pages that code and constants share, packed relocations
(glibc 2.36), no tables for unwinding (`xtask/src/module/small.rs`): 126.6 KiB became 78.6.

Tried and left alone:

- `opt-level=z` would save 4.0 KiB more, and makes a call with an argument 20 to 35 % slower.
- `-z norelro` would save 2.1 KiB, and leaves the addresses of functions writable, which
  distributions check.
- LLVM's outliner (`-enable-machine-outliner`) saves 0.1 KiB of code; lower inlining thresholds add to it;
  gold's folding of identical functions cannot be had together with shared pages, and rustc has
  merged those that are equal already; growing arrays by one function for all types adds 0.1 KiB.
- `-nostartfiles` is impossible: `pthread_atfork` needs what it leaves out.

Where the 62.5 KiB are: 12.3 for linking (each of the 141 functions and objects of CPython's and C's takes
about 80 bytes, in C too), 16.3 the library's code that is there once, 2.1 C's and `core`'s, 16.2 the
example's functions and classes with their glue (some 300 bytes each), 6.1 their tables, 4.7 texts, 4.8
headers and the rest of pages. A module with one class and six functions (`_xxguide`) has 26.2 KiB. What is
shown would have to be halved for 40 KiB.

| module | `--panic unwind` | `--panic abort` |
|---|--:|--:|
";

/// Measure how large modules are, and write docs/sizes.md.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The interpreter, in its build directory [default: that of `cargo xtask build`]
    #[arg(long, value_name = "PYTHON")]
    python: Option<PathBuf>,
}

pub(crate) fn run(args: Args) -> Result<()> {
    process::watch_interrupts()?;
    let progress = Progress::new();
    let python = match args.python {
        Some(python) => python,
        None => build::build(&Config::default(), &progress)?.interpreter,
    };
    let sizes = measure(&python, &progress)?;
    let mut text = HEAD.to_owned();
    for (module, [unwind, abort]) in &sizes {
        writeln!(
            text,
            "| `{module}` | {} | {} |",
            shown(*unwind),
            shown(*abort)
        )
        .context("cannot write a line")?;
    }
    print!("{text}");
    let file = build::repository()?.join("docs/sizes.md");
    std::fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
    match too_large(&sizes) {
        Some(problem) => bail!("{problem}"),
        None => Ok(()),
    }
}

/// The size of each module, if a panic unwinds and if it aborts.
pub(crate) type Sizes = Vec<(&'static str, [u64; 2])>;

pub(crate) fn measure(python: &Path, progress: &Progress) -> Result<Sizes> {
    let mut sizes = MODULES.map(|module| (module, [0; 2])).to_vec();
    for (place, panic) in [Panic::Unwind, Panic::Abort].into_iter().enumerate() {
        let out = tempfile::tempdir().context("cannot make a temporary directory")?;
        let mut options = Options::new(python.to_owned());
        options.panic = panic;
        options.strip = true;
        options.out = Some(out.path().to_owned());
        let names = MODULES.map(str::to_owned);
        let files = module::build(&options, &names, progress)?;
        for ((_, sizes), file) in sizes.iter_mut().zip(files) {
            let metadata = std::fs::metadata(&file)
                .with_context(|| format!("cannot read {}", file.display()))?;
            sizes[place] = metadata.len();
        }
    }
    Ok(sizes)
}

/// What is said if the worked example is larger than it may be.
pub(crate) fn too_large(sizes: &Sizes) -> Option<String> {
    let (module, limit) = LIMIT;
    let (_, [_, size]) = sizes.iter().find(|(name, _)| *name == module)?;
    (*size >= limit).then(|| {
        format!(
            "{module} with --panic abort takes {}, which is not less than {}",
            shown(*size),
            shown(limit)
        )
    })
}

fn shown(bytes: u64) -> String {
    format!("{:.1} KiB", bytes as f64 / 1024.0)
}
