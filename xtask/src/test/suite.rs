//! What a suite of tests is: a command or several, with a log and counts.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use super::counts::{Counts, Speaker};
use super::session::Session;
use crate::process::{self, Failed, Log};
use crate::progress::Step;

/// How many lines of a failed suite's log a person is shown.
const TAIL: usize = 30;

/// Tests that are run, counted and reported together.
pub(crate) struct Suite {
    pub(crate) name: &'static str,
    /// In a line, what it shows if it passes.
    pub(crate) what: &'static str,
    pub(crate) when: When,
    pub(crate) run: Run,
}

type Run = fn(&Session<'_>, &mut Runner<'_>) -> Result<()>;

impl Suite {
    pub(crate) const fn always(name: &'static str, what: &'static str, run: Run) -> Suite {
        let when = When::Always;
        Suite {
            name,
            what,
            when,
            run,
        }
    }

    pub(crate) const fn slow(name: &'static str, what: &'static str, run: Run) -> Suite {
        let when = When::All;
        Suite {
            name,
            what,
            when,
            run,
        }
    }
}

/// Which runs a suite belongs to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum When {
    Always,
    /// Only with `--all`, for the time it takes.
    All,
}

/// What became of a suite.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) counts: Counts,
    /// What went wrong, with the end of the log; empty if nothing did.
    pub(crate) failures: Vec<String>,
}

/// Runs the commands of one suite and adds up what they say.
pub(crate) struct Runner<'a> {
    log: Log,
    step: Step<'a>,
    report: Report,
}

impl<'a> Runner<'a> {
    pub(crate) fn new(log: Log, step: Step<'a>) -> Self {
        Self {
            log,
            step,
            report: Report::default(),
        }
    }

    /// Run `command`, whose output has `speaker`'s counts. A failure is counted, not returned;
    /// what is returned is that there is no way to go on.
    pub(crate) fn run(
        &mut self,
        what: &str,
        speaker: Speaker,
        command: &mut Command,
    ) -> Result<Counts> {
        let mut counts = Counts::default();
        let mut failed: Vec<String> = Vec::new();
        let step = &mut self.step;
        step.say(what);
        let result = process::run(what, command, &mut self.log, &mut |line| {
            counts.hear(speaker, line);
            if speaker.names_failure(line) && !failed.iter().any(|known| known == line) {
                failed.push(line.to_owned());
            }
            if !line.trim().is_empty() {
                step.say(line.trim());
            }
        });
        match result {
            Ok(()) if matches!(speaker, Speaker::Nobody) => counts = Counts::one_passed(),
            Ok(()) if counts.failed > 0 => {
                self.explain(&format!("{what} says that tests failed"), &failed)
            }
            Ok(()) if counts == Counts::default() => {
                // Silence is not success: the words that are listened for may have changed.
                counts.failed = 1;
                self.explain(
                    &format!("{what} did not say how many tests it ran"),
                    &failed,
                );
            }
            Ok(()) => (),
            Err(error) if error.is::<Failed>() || error.is::<std::io::Error>() => {
                // A crash leaves no counts, but is a failure.
                counts.failed = counts.failed.max(1);
                let said = format!("{error:#}");
                let verdict = said.lines().next().unwrap_or_default();
                self.explain(verdict.trim_end_matches("; its last lines:"), &failed);
            }
            Err(error) => return Err(error),
        }
        self.report.counts.add(counts.clone());
        Ok(counts)
    }

    /// A test of our own.
    pub(crate) fn check(&mut self, what: &str, passed: bool, why_not: &str) -> Result<()> {
        self.log
            .line(&format!("{what}: {}", if passed { "ok" } else { why_not }))?;
        self.report.counts.passed += u64::from(passed);
        self.report.counts.failed += u64::from(!passed);
        if !passed {
            self.report.failures.push(format!("{what}: {why_not}"));
        }
        Ok(())
    }

    pub(crate) fn skip(&mut self, what: &str, why: &str) {
        self.report.counts.skipped += 1;
        self.report.counts.because(format!("{what}: {why}"));
    }

    fn explain(&mut self, verdict: &str, failed: &[String]) {
        let mut text = verdict.to_owned();
        for line in failed.iter().take(TAIL) {
            text.push_str(&format!("\n  {line}"));
        }
        text.push_str("\n  The last lines:");
        for line in self.log.tail(TAIL) {
            text.push_str(&format!("\n    {line}"));
        }
        text.push_str(&format!("\nThe whole log is {}", self.log.path().display()));
        self.report.failures.push(text);
    }

    pub(crate) fn finish(self) -> (Report, Step<'a>, PathBuf) {
        (self.report, self.step, self.log.path().to_owned())
    }
}
