//! `cargo xtask test`: everything that has to hold, in suites that are counted.
//!
//! Interpreters are built when a suite first needs them. A suite that fails does not keep the
//! others from running; each has a log, and the end of a failed one's is shown.

mod anchors;
mod bootstrap;
mod codecs;
mod compilers;
mod counts;
mod cpython;
mod crates;
mod foreign;
mod interpreters;
mod newer;
mod packaging;
mod relinked;
mod report;
mod sanitize;
mod scripts;
mod session;
mod suite;
mod suites;
mod xxrust;

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::process::{self, Interrupted};
use crate::progress::Progress;
pub(crate) use counts::Counts;
use report::{Summary, in_words};
use session::Session;
use suite::{Report, Runner, Suite, When};
use suites::SUITES;

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
