//! `cargo xtask twin-guarantee`: a grafted tree without Rust is what it was before, in `docs/c-twin.md`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::build::{self, Config, Layout, WithRust, repository};
use crate::process::{self, Interrupted, Log};
use crate::progress::Progress;
use crate::source::{self, SourceRequest};

/// Show that a grafted tree built --with-rust=no is what the tree was before.
///
/// Builds CPython from the tree as it was released and from the grafted one with --with-rust=no, compares
/// what was made byte for byte, runs CPython's own tests in both, all of them, and compares the result of each.
/// Then writes docs/c-twin.md. Takes an hour.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only write docs/c-twin.md again, from what the last run recorded
    #[arg(long)]
    page_only: bool,
}

pub(crate) fn run(args: Args) -> Result<()> {
    process::watch_interrupts()?;
    let layout = Layout::of_repository()?;
    let outcome = if args.page_only {
        Ok(())
    } else {
        compare(&layout, &Progress::new())
    };
    match outcome {
        Err(error) if error.is::<Interrupted>() => {
            eprintln!("{Interrupted}");
            std::process::exit(Interrupted::EXIT_CODE);
        }
        outcome => outcome?,
    }
    let path = repository()?.join("docs/c-twin.md");
    std::fs::write(&path, text(&record(&layout))?)
        .with_context(|| format!("cannot write {}", path.display()))?;
    println!("{}", path.display());
    Ok(())
}

fn compare(layout: &Layout, progress: &Progress) -> Result<()> {
    let config = Config {
        with_rust: WithRust::No,
        ..Config::default()
    };
    let built = build::build(&config, progress)?;
    let mut command = command(layout, &built.interpreter, &built.tree.path, None, progress)?;
    command.arg(format!("--record={}", record(layout).display()));
    let mut log = Log::create(&layout.log("c-twin.log"))?;
    process::run("tests/c_twin.py", &mut command, &mut log, &mut |line| {
        println!("{line}");
    })
}

/// Runs `tests/c_twin.py` for the grafted `tree` and the one that it was, of a CPython `version`.
pub(crate) fn command(
    layout: &Layout,
    interpreter: &Path,
    tree: &Path,
    version: Option<&str>,
    progress: &Progress,
) -> Result<Command> {
    let root = repository()?;
    let trees = layout.root().join("stock");
    std::fs::create_dir_all(&trees)
        .with_context(|| format!("cannot make the directory {}", trees.display()))?;
    let request = SourceRequest {
        version,
        source: None,
        trees: &trees,
        log: &layout.log("stock-source.log"),
    };
    let stock = source::obtain(&request, progress)?;
    let mut command = process::command(interpreter);
    command
        .args(["-B", "-X", "faulthandler"])
        .arg(root.join("tests/c_twin.py"))
        .current_dir(&root);
    for (name, value) in [
        ("stock", stock.path.as_path()),
        ("grafted", tree),
        ("work", &layout.root().join("c-twin")),
    ] {
        command.arg(format!("--{name}={}", value.display()));
    }
    Ok(command)
}

/// What the last run found.
fn record(layout: &Layout) -> PathBuf {
    layout.root().join("c-twin.json")
}

/// The page, but for what was found.
const HEAD: &str = "\
# Without Rust, nothing changes

Written by `cargo xtask twin-guarantee`, which builds CPython twice, as it was released (*stock*), and
grafted with `./configure --with-rust=no` (*grafted*). Both are built and run in a directory of the same
name, at the same `SOURCE_DATE_EPOCH`, where PATH has neither Rust nor Python. `cargo xtask test --only c-twin`
compares the builds, without CPython's tests.
";

/// What a run of `tests/c_twin.py` found.
#[derive(Deserialize)]
struct Record {
    date: String,
    version: String,
    files: u64,
    compiled: BTreeMap<String, Compiled>,
    /// Files that differ, and what each is.
    differing: BTreeMap<String, String>,
    variables: Variables,
    lib: Lib,
    results: Results,
}

/// Files of CPython in Python, and those that the graft edits.
#[derive(Deserialize)]
struct Lib {
    files: u64,
    edited: Vec<String>,
}

/// How many files of a kind there are, and how many have the same bytes in both builds.
#[derive(Deserialize)]
struct Compiled {
    all: u64,
    same: u64,
}

/// What sysconfig tells.
#[derive(Deserialize)]
struct Variables {
    same: u64,
    added: u64,
    changed: Vec<String>,
}

/// Of CPython's own tests.
#[derive(Deserialize)]
struct Results {
    date: String,
    command: String,
    modules: u64,
    count: BTreeMap<String, BTreeMap<String, u64>>,
    /// Tests whose results differ from run to run in the stock tree, or with the load, by all results seen.
    flaky: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    other: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// What fails in both.
    failing: Vec<String>,
}

/// The page, with what `record` says.
fn text(record: &Path) -> Result<String> {
    let shown = record.display();
    let text = std::fs::read_to_string(record)
        .with_context(|| format!("cannot read {shown}; `cargo xtask twin-guarantee` writes it"))?;
    let record: Record = serde_json::from_str(&text)
        .with_context(|| format!("{shown} is not whole; run `cargo xtask twin-guarantee` again"))?;
    Ok(HEAD.to_owned() + &builds(&record) + &results(&record.results))
}

fn builds(record: &Record) -> String {
    let mut text = format!(
        "\n## What is built\n\nCPython {}, on {}. Of {} files that a build leaves (without bytecode), {} have \
         the same bytes.\n\n| compiled | same bytes |\n|---|--:|\n",
        record.version,
        record.date,
        record.files,
        record.files - record.differing.len() as u64,
    );
    for (what, Compiled { all, same }) in &record.compiled {
        let _ = writeln!(text, "| {what} | {same} of {all} |");
    }
    text.push_str("\nThe others are texts, in which configure's results are listed:\n\n");
    for (name, why) in &record.differing {
        let _ = writeln!(text, "- `{name}`: {why}");
    }
    let Variables {
        same,
        added,
        changed,
    } = &record.variables;
    let _ = writeln!(
        text,
        "\nsysconfig has {same} variables with the same values and {added} more, which are Rust's;\n{} is what \
         configure was called with, and differs. Of the {} files in Lib, `{}` have lines more:\n\
         `base64` an import that may fail, `test.pythoninfo` names of Rust's variables.",
        changed.join(", "),
        record.lib.files,
        record.lib.edited.join("` and `"),
    );
    text
}

fn results(results: &Results) -> String {
    let Results {
        date,
        command,
        modules,
        count,
        flaky,
        other,
        failing,
    } = results;
    let mut text = format!(
        "\n## CPython's own tests\n\nOn {date}: `{command}`: the tests of {modules} modules.\n\n\
         | build | passed | failed | error | skipped |\n|---|--:|--:|--:|--:|\n"
    );
    for build in ["stock", "grafted"] {
        let of = |outcome: &str| count.get(build).and_then(|counts| counts.get(outcome));
        let cell = |outcome| of(outcome).copied().unwrap_or_default().to_string();
        let cells = ["passed", "failed", "error", "skipped"]
            .map(cell)
            .join(" | ");
        let _ = writeln!(text, "| {build} | {cells} |");
    }
    if !failing.is_empty() {
        let _ = writeln!(text, "\nIn both fails: `{}`.", failing.join("`, `"));
    }
    text.push('\n');
    if flaky.is_empty() && other.is_empty() {
        text.push_str("Every test has the same result in both.\n");
    } else {
        text.push_str("Every test has the same result in both, but for:\n\n");
    }
    for (kind, tests) in [("flaky", flaky), ("differs", other)] {
        for (name, seen) in tests {
            let of = |build: &str| {
                seen.get(build)
                    .map(|seen| seen.join(", "))
                    .unwrap_or_default()
            };
            let (stock, grafted) = (of("stock"), of("grafted"));
            let _ = writeln!(text, "- {kind}: `{name}`: stock {stock}; grafted {grafted}");
        }
    }
    if !flaky.is_empty() {
        text.push_str(
            "\nA flaky test had different results in the stock tree itself, or had the same in both\nwhen its file \
             was run alone, three times in each.\n",
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: &str = r#"{"date": "2026-11-25", "version": "3.13.15", "files": 10, "compiled": {"objects": {"all": 7, "same": 6}},
        "differing": {"Makefile": "rules"}, "variables": {"same": 900, "added": 12, "changed": ["CONFIG_ARGS"]},
        "lib": {"files": 5, "edited": ["base64.py"]},
        "results": {"date": "2026-11-25", "command": "./python -m test", "modules": 2, "failing": [],
            "count": {"stock": {"passed": 3}, "grafted": {"passed": 3, "failed": 1}},
            "flaky": {}, "other": {"test_x": {"stock": ["passed"], "grafted": ["failed"]}}}}"#;

    fn page(record: &str) -> Result<String> {
        let folder = tempfile::tempdir().expect("a temporary directory");
        let file = folder.path().join("record.json");
        std::fs::write(&file, record).expect("written");
        text(&file)
    }

    #[test]
    fn a_difference_is_not_told_as_anything_else() {
        let page = page(RECORD).expect("a whole record");
        assert!(
            page.contains("Of 10 files that a build leaves (without bytecode), 9 have"),
            "{page}"
        );
        assert!(page.contains("| objects | 6 of 7 |"), "{page}");
        assert!(page.contains("| grafted | 3 | 1 | 0 | 0 |"), "{page}");
        assert!(
            page.contains("- differs: `test_x`: stock passed; grafted failed"),
            "{page}"
        );
        assert!(!page.contains("in both.\n"), "{page}");
    }

    #[test]
    fn no_page_says_of_builds_what_was_found_of_half() {
        let error = page(r#"{"date": "2026-11-25", "files": 10}"#).expect_err("half");
        assert!(error.to_string().contains("is not whole"), "{error}");
    }
}
