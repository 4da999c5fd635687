//! `cargo xtask versions`: with which CPythons the tests ran, and how they went, in
//! `docs/versions.md`.
//!
//! The suites of `cargo xtask test` leave a file per row in `build/versions/`; a later run of the
//! same tests in the same interpreter takes its place. What cannot be run is a row as well.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::build::{self, Layout};
use crate::process;
use crate::test::Counts;

const HEAD: &str = "\
# CPython versions

Written by `cargo xtask versions` from what `cargo xtask test` recorded when it ran; nothing is filled
in by hand. How the Rust modules came into the interpreter:

- *graft*: built from CPython's source by `cargo xtask graft`;
- *relink*: built into an installed CPython by `cargo xtask relink`;
- *files*: extension files for an installed CPython, by `cargo xtask modules`.

| CPython | build | Rust by | tests | passed | failed | skipped | on |
|---|---|---|---|--:|--:|--:|---|
";

/// Write docs/versions.md: with which CPythons the tests ran, and how they went.
#[derive(clap::Args)]
pub(crate) struct Args {}

pub(crate) fn run(_: Args) -> Result<()> {
    let rows = recorded(&Layout::of_repository()?)?;
    if rows.is_empty() {
        bail!("no suite has recorded anything yet; run `cargo xtask test --all` first");
    }
    let path = build::repository()?.join("docs/versions.md");
    std::fs::write(&path, HEAD.to_owned() + &table(rows))
        .with_context(|| format!("cannot write {}", path.display()))?;
    println!("{}", path.display());
    Ok(())
}

/// An interpreter with Rust modules.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Interpreter {
    /// Its version in full: `3.15.2`.
    pub(crate) cpython: String,
    /// `normal`, `debug`, `free-threaded`.
    pub(crate) build: String,
    /// How the modules came into it: `graft`, `relink`, `files`.
    pub(crate) how: String,
}

/// What became of some tests.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Outcome {
    Ran {
        passed: u64,
        failed: u64,
        skipped: u64,
    },
    NotRun {
        why: String,
    },
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Row {
    #[serde(flatten)]
    interpreter: Interpreter,
    /// Which tests, in a few words.
    tests: String,
    #[serde(flatten)]
    outcome: Outcome,
    date: String,
}

impl Interpreter {
    pub(crate) fn new(cpython: &str, build: &str, how: &str) -> Self {
        Self {
            cpython: cpython.to_owned(),
            build: build.to_owned(),
            how: how.to_owned(),
        }
    }

    /// Record that `tests` ran in it today.
    pub(crate) fn ran(&self, layout: &Layout, tests: &str, counts: &Counts) -> Result<()> {
        let Counts {
            passed,
            failed,
            skipped,
            ..
        } = *counts;
        let outcome = Outcome::Ran {
            passed,
            failed,
            skipped,
        };
        self.record(layout, tests, outcome)
    }

    /// Record that `tests` cannot be run in it, and why.
    pub(crate) fn not_run(&self, layout: &Layout, tests: &str, why: &str) -> Result<()> {
        let why = why.to_owned();
        self.record(layout, tests, Outcome::NotRun { why })
    }

    fn record(&self, layout: &Layout, tests: &str, outcome: Outcome) -> Result<()> {
        let date = process::output(process::command("date").args(["-u", "+%F"]));
        let date = date.context("cannot ask `date` for the date")?;
        let row = Row {
            interpreter: self.clone(),
            tests: tests.to_owned(),
            outcome,
            date: date.trim().to_owned(),
        };
        let folder = folder(layout);
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make the directory {}", folder.display()))?;
        let path = folder.join(row.file());
        let text = serde_json::to_string_pretty(&row).context("a row is plain data")?;
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
    }
}

impl Row {
    /// The name of its file: the same for the same tests in the same interpreter.
    fn file(&self) -> String {
        let Interpreter {
            cpython,
            build,
            how,
        } = &self.interpreter;
        let name = format!("{cpython} {build} {how} {}.json", self.tests);
        name.replace('/', "-")
    }

    /// Newest version first, then as the alphabet has it.
    fn key(&self) -> (std::cmp::Reverse<Vec<u32>>, String) {
        let parts = self.interpreter.cpython.split('.');
        let numbers = parts.map(|part| part.parse().unwrap_or(0)).collect();
        (std::cmp::Reverse(numbers), self.file())
    }
}

fn folder(layout: &Layout) -> PathBuf {
    layout.root().join("versions")
}

fn recorded(layout: &Layout) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder(layout)) else {
        return Ok(rows);
    };
    for entry in entries {
        let path = entry?.path();
        let read = || format!("cannot read {}", path.display());
        let text = std::fs::read_to_string(&path).with_context(read)?;
        rows.push(serde_json::from_str(&text).with_context(read)?);
    }
    Ok(rows)
}

fn table(mut rows: Vec<Row>) -> String {
    rows.sort_by_key(Row::key);
    let mut text = String::new();
    for row in rows {
        let Interpreter {
            cpython,
            build,
            how,
        } = &row.interpreter;
        let result = match &row.outcome {
            Outcome::Ran {
                passed,
                failed,
                skipped,
            } => format!("{passed} | {failed} | {skipped}"),
            Outcome::NotRun { why } => format!("not run here: {why} | | "),
        };
        let _ = writeln!(
            text,
            "| {cpython} | {build} | {how} | {} | {result} | {} |",
            row.tests, row.date
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cpython: &str, tests: &str, outcome: Outcome) -> Row {
        Row {
            interpreter: Interpreter::new(cpython, "normal", "graft"),
            tests: tests.to_owned(),
            outcome,
            date: "2026-11-25".to_owned(),
        }
    }

    const RAN: Outcome = Outcome::Ran {
        passed: 7,
        failed: 1,
        skipped: 2,
    };

    #[test]
    fn the_newest_version_comes_first_and_what_did_not_run_says_why() {
        let why = "no source".to_owned();
        let rows = vec![
            row("3.13.9", "a", RAN),
            row("3.13.15", "a", RAN),
            row("3.16", "a", Outcome::NotRun { why }),
        ];
        assert_eq!(
            table(rows),
            "| 3.16 | normal | graft | a | not run here: no source | |  | 2026-11-25 |\n\
             | 3.13.15 | normal | graft | a | 7 | 1 | 2 | 2026-11-25 |\n\
             | 3.13.9 | normal | graft | a | 7 | 1 | 2 | 2026-11-25 |\n"
        );
    }

    #[test]
    fn a_row_is_read_as_it_was_written() {
        for outcome in [RAN, Outcome::NotRun { why: "x".into() }] {
            let row = row("3.15.2", "tests/parity.py", outcome);
            let text = serde_json::to_string(&row).expect("written");
            assert_eq!(serde_json::from_str::<Row>(&text).expect("read"), row);
            assert!(!row.file().contains('/'));
        }
    }
}
