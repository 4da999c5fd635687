//! `cargo xtask test`: everything that has to hold, in suites that are counted.
//!
//! Interpreters are built when a suite first needs them. A suite that fails does not keep the
//! others from running; each has a log, and the end of a failed one's is shown.

mod anchors;
mod codecs;
mod compilers;
mod counts;
mod cpython;
mod crates;
mod newer;
mod packaging;
mod relinked;
mod report;
mod sanitize;
mod scripts;
mod session;
mod suite;
mod xxrust;

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::build::Facts;
use crate::graft;
use crate::process::{self, Interrupted};
use crate::progress::Progress;
pub(crate) use compilers::emulated;
pub(crate) use counts::Counts;
use report::{Summary, in_words};
use session::{Session, Variant};
use suite::{Report, Runner, Suite, When};

/// Run the tests.
///
/// Builds what they need first. The last line of standard output has the totals; the exit status
/// is 1 if a test failed.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Also what takes longer: free threading, an older release, ten times the random cases
    #[arg(long)]
    all: bool,

    /// Only these suites (see --list)
    #[arg(long, num_args = 1.., value_name = "SUITE")]
    only: Vec<String>,

    /// List the suites and run nothing
    #[arg(long)]
    list: bool,

    /// Stop after the first suite that fails
    #[arg(long)]
    fail_fast: bool,

    /// CPython's version [default: the newest that can be had]
    #[arg(long, value_name = "VERSION")]
    python_version: Option<String>,

    /// Test with this source directory (a copy of it) or tarball
    #[arg(long, value_name = "DIR|TARBALL")]
    source: Option<PathBuf>,
}

static SUITES: &[Suite] = &[
    Suite {
        name: "lint",
        what: "formatting, clippy, rustdoc, no unsafe code in modules and codecs",
        when: When::Always,
        run: crates::lint,
    },
    Suite {
        name: "crates",
        what: "unit, property and compile-fail tests",
        when: When::Always,
        run: crates::unit,
    },
    Suite {
        name: "build",
        what: "CPython builds with Rust, without, and for debugging",
        when: When::Always,
        run: build_all,
    },
    Suite {
        name: "declarations",
        what: "the C compiler accepts ours, and no wrong ones",
        when: When::Always,
        run: crates::declarations,
    },
    Suite {
        name: "cpython-rust",
        what: "CPython's own tests around binascii, in Rust",
        when: When::Always,
        run: cpython::rust,
    },
    Suite {
        name: "cpython-c",
        what: "the same tests in C (--with-rust=no)",
        when: When::Always,
        run: cpython::c,
    },
    Suite {
        name: "parity",
        what: "signatures, docs, results, messages are those of C",
        when: When::Always,
        run: scripts::parity,
    },
    Suite {
        name: "base64",
        what: "base64 in Rust is what it is in Python, and test_base64 passes in both",
        when: When::Always,
        run: scripts::base64,
    },
    Suite {
        name: "zlib",
        what: "zlib reads what C writes, and C what it writes; messages, limits, sizes are those of C",
        when: When::Always,
        run: scripts::zlib,
    },
    Suite {
        name: "zlib-stress",
        what: "zlib without memory, in 8 threads that share objects, and in 50 interpreters",
        when: When::Always,
        run: scripts::zlib_stress,
    },
    Suite {
        name: "kernels",
        what: "CPython's tests of binascii and base64 pass with each set of instructions",
        when: When::Always,
        run: scripts::kernels,
    },
    Suite {
        name: "fuzz",
        what: "random calls behave as in C and in Python",
        when: When::Always,
        run: scripts::fuzz,
    },
    Suite {
        name: "subinterpreters",
        what: "50 interpreters, each with its own GIL",
        when: When::Always,
        run: scripts::subinterpreters,
    },
    Suite {
        name: "threads",
        what: "8 threads, and a buffer that changes under them",
        when: When::Always,
        run: scripts::threads,
    },
    Suite {
        name: "memory",
        what: "each allocation fails once; no more memory than C",
        when: When::Always,
        run: scripts::memory,
    },
    Suite {
        name: "leaks",
        what: "no reference or block leaks (-R 3:3, debug build)",
        when: When::Always,
        run: cpython::leaks,
    },
    Suite {
        name: "xxrust",
        what: "the worked example's own tests",
        when: When::Always,
        run: xxrust::tests,
    },
    Suite {
        name: "xxrust-leaks",
        what: "no reference or block leaks in it (-R 3:3, debug build)",
        when: When::Always,
        run: xxrust::leaks,
    },
    Suite {
        name: "xxrust-memory",
        what: "each allocation of each of its calls fails once",
        when: When::Always,
        run: xxrust::memory,
    },
    Suite {
        name: "xxrust-threads",
        what: "16 threads make all its calls",
        when: When::Always,
        run: xxrust::threads,
    },
    Suite {
        name: "xxrust-subinterpreters",
        what: "its tests, in 100 interpreters on 8 threads",
        when: When::Always,
        run: xxrust::subinterpreters,
    },
    Suite {
        name: "symbols",
        what: "only PyInit_* is added; make smelly agrees",
        when: When::Always,
        run: scripts::symbols,
    },
    Suite {
        name: "module",
        what: "a module as a file of its own, with and without std",
        when: When::Always,
        run: scripts::module,
    },
    Suite {
        name: "guide",
        what: "the guide's modules do what it says; a port behaves as in C",
        when: When::Always,
        run: scripts::guide,
    },
    Suite {
        name: "incremental",
        what: "make rebuilds no more and no less than it must",
        when: When::Always,
        run: scripts::incremental,
    },
    Suite {
        name: "configure",
        what: "--with-rust decides and explains",
        when: When::Always,
        run: packaging::configure,
    },
    Suite {
        name: "offline",
        what: "no network, cargo or libclang is needed to build",
        when: When::Always,
        run: scripts::offline,
    },
    Suite {
        name: "graft",
        what: "a tree is grafted, and restored byte for byte",
        when: When::Always,
        run: scripts::graft,
    },
    Suite {
        name: "bench",
        what: "the benchmark runs, adds up, and results are the same",
        when: When::Always,
        run: scripts::bench,
    },
    Suite {
        name: "link-static",
        what: "a packager's day: read-only source, DESTDIR, embedding, shared modules, abort, clean",
        when: When::All,
        run: packaging::linked_statically,
    },
    Suite {
        name: "link-shared",
        what: "the same with --enable-shared",
        when: When::All,
        run: packaging::linked_dynamically,
    },
    Suite {
        name: "reproducible",
        what: "two builds in two places at two times give the same bytes",
        when: When::All,
        run: packaging::reproducible,
    },
    Suite {
        name: "recipes",
        what: "the recipes for Debian, Gentoo, Nix and conda do what docs/distributors.md says",
        when: When::All,
        run: packaging::recipes,
    },
    Suite {
        name: "fuzz-long",
        what: "10 million random calls, and a million in a debug build",
        when: When::All,
        run: scripts::fuzz_long,
    },
    Suite {
        name: "zlib-corpus",
        what: "zlib on the wheels of 20 popular packages, and on all that cargo has fetched",
        when: When::All,
        run: scripts::zlib_corpus,
    },
    Suite {
        name: "oldest-rustc",
        what: "the oldest Rust that is promised compiles it all, and what it makes passes the tests",
        when: When::All,
        run: compilers::oldest,
    },
    Suite {
        name: "foreign",
        what: "codecs pass their tests on AArch64 (NEON) and s390x (big-endian), emulated",
        when: When::All,
        run: compilers::foreign,
    },
    Suite {
        name: "fuzz-targets",
        what: "the targets for codecs compile",
        when: When::All,
        run: crates::fuzz_targets,
    },
    Suite {
        name: "codecs-address",
        what: "no codec reads or writes out of bounds",
        when: When::All,
        run: codecs::address,
    },
    Suite {
        name: "codecs-miri",
        what: "nothing undefined in vectors (AVX2) and output memory, in Miri",
        when: When::All,
        run: codecs::miri,
    },
    Suite {
        name: "rootfs-declarations",
        what: "for 3.14 and 3.15, the C compiler of Debian unstable accepts ours",
        when: When::All,
        run: crates::rootfs_declarations,
    },
    Suite {
        name: "rootfs-anchors",
        what: "the graft's edits fit what 3.14 and 3.15 install, and register modules there",
        when: When::All,
        run: anchors::installed,
    },
    Suite {
        name: "xxrust-3.14",
        what: "the worked example, in CPython 3.14 of Debian unstable",
        when: When::All,
        run: |session, runner| newer::xxrust(session, runner, "3.14"),
    },
    Suite {
        name: "xxrust-3.15",
        what: "the worked example, in CPython 3.15 of Debian unstable",
        when: When::All,
        run: |session, runner| newer::xxrust(session, runner, "3.15"),
    },
    Suite {
        name: "relink",
        what: "an installed CPython with a static library, with Rust built in",
        when: When::All,
        run: relinked::installed,
    },
    Suite {
        name: "relink-3.14",
        what: "CPython 3.14 of Debian unstable with Rust built in: its own tests, leaks, parity",
        when: When::All,
        run: |session, runner| relinked::all(session, runner, "3.14"),
    },
    Suite {
        name: "relink-3.15",
        what: "CPython 3.15 of Debian unstable with Rust built in: its own tests, leaks, parity",
        when: When::All,
        run: |session, runner| relinked::all(session, runner, "3.15"),
    },
    Suite {
        name: "free-threaded",
        what: "CPython's own tests, free-threaded",
        when: When::All,
        run: cpython::free_threaded,
    },
    Suite {
        name: "free-threads",
        what: "8 threads in parallel, free-threaded",
        when: When::All,
        run: scripts::free_threads,
    },
    Suite {
        name: "xxrust-free-threads",
        what: "16 threads in parallel for 60 s, free-threaded",
        when: When::All,
        run: xxrust::free_threads,
    },
    Suite {
        name: "cost",
        what: "what calls cost can be compared with C",
        when: When::All,
        run: xxrust::cost,
    },
    Suite {
        name: "size",
        what: "the worked example is small without Rust's library",
        when: When::All,
        run: xxrust::size,
    },
    Suite {
        name: "sanitize-address",
        what: "no bad access in C or Rust, and bugs are found",
        when: When::All,
        run: sanitize::address,
    },
    Suite {
        name: "sanitize-thread",
        what: "no race in C or Rust, and bugs are found",
        when: When::All,
        run: sanitize::thread,
    },
    Suite {
        name: "older",
        what: "CPython's own tests, in an older release",
        when: When::All,
        run: cpython::older,
    },
    Suite {
        name: "older-parity",
        what: "parity, in an older release",
        when: When::All,
        run: scripts::older_parity,
    },
];

pub(crate) fn run(args: Args) -> Result<()> {
    let suites = chosen(&args)?;
    if args.list {
        for suite in suites {
            let when = if suite.when == When::All {
                " (with --all)"
            } else {
                ""
            };
            println!("{:<22} {}{when}", suite.name, suite.what);
        }
        return Ok(());
    }
    process::watch_interrupts()?;
    let progress = Progress::new();
    let session = Session::new(&args, &progress)?;
    match run_suites(&suites, &session) {
        Err(error) if error.is::<Interrupted>() => {
            eprintln!("{error:#}");
            std::process::exit(Interrupted::EXIT_CODE);
        }
        Err(error) => Err(error),
        Ok(summary) => {
            std::io::stdout()
                .write_all(summary.text().as_bytes())
                .context("cannot write to standard output")?;
            // Everything has been said; main would add a line after the last one.
            std::process::exit(i32::from(summary.total().failed > 0));
        }
    }
}

fn chosen(args: &Args) -> Result<Vec<&'static Suite>> {
    for name in &args.only {
        if !SUITES.iter().any(|suite| suite.name == name) {
            let known: Vec<_> = SUITES.iter().map(|suite| suite.name).collect();
            bail!("there is no suite '{name}'; there are {}", known.join(", "));
        }
    }
    let is_chosen = |suite: &&Suite| {
        if args.only.is_empty() {
            suite.when == When::Always || args.all || args.list
        } else {
            args.only.iter().any(|name| name == suite.name)
        }
    };
    Ok(SUITES.iter().filter(is_chosen).collect())
}

fn run_suites(suites: &[&'static Suite], session: &Session<'_>) -> Result<Summary> {
    let mut summary = Summary::default();
    for suite in suites {
        let start = Instant::now();
        let report = run_suite(suite, session)?;
        let failed = report.counts.failed > 0;
        summary.add(suite, report, start.elapsed());
        if failed && session.args.fail_fast {
            break;
        }
    }
    Ok(summary)
}

fn run_suite(suite: &'static Suite, session: &Session<'_>) -> Result<Report> {
    let mut runner = Runner::new(session.log(suite.name)?, session.progress.step(suite.name));
    let result = (suite.run)(session, &mut runner);
    let (mut report, step, log) = runner.finish();
    if let Err(error) = result {
        if error.is::<Interrupted>() {
            return Err(error);
        }
        report.counts.failed += 1;
        report.failures.push(format!("{error:#}"));
    }
    let words = in_words(&report.counts);
    if report.counts.failed == 0 {
        step.done(&words);
    } else {
        drop(step);
        session
            .progress
            .note(&format!("{words}; the log is {}", log.display()));
    }
    Ok(report)
}

/// Every interpreter that the suites of this run need.
fn build_all(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let mut variants = Variant::USUAL.to_vec();
    if session.args.all {
        variants.extend(Variant::MORE);
    }
    for variant in variants {
        let problem = match session.built(variant) {
            Err(error) if error.is::<Interrupted>() => return Err(error),
            Err(error) => Some(format!("{error:#}")),
            Ok(built) => {
                let expected = graft::module_names(&built.tree.version)?.join(" ");
                wrong_modules(variant, &built.facts, &expected)
            }
        };
        runner.check(
            variant.what(),
            problem.is_none(),
            problem.as_deref().unwrap_or_default(),
        )?;
    }
    Ok(())
}

/// What an interpreter of `variant` says that it should not.
fn wrong_modules(variant: Variant, facts: &Option<Facts>, all: &str) -> Option<String> {
    let facts = facts.as_ref()?;
    let in_rust = facts.rust_modules.join(" ");
    let expected = if matches!(variant, Variant::C | Variant::OlderC) {
        ""
    } else {
        all
    };
    (in_rust != expected).then(|| format!("its modules in Rust are '{in_rust}', not '{expected}'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suites_have_names_of_their_own() {
        let mut names: Vec<_> = SUITES.iter().map(|suite| suite.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), SUITES.len());
    }
}
