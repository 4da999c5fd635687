//! `docs/bootstrap.md`: the chain drawn, and what was run of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

/// The page, but for what was run.
const TEMPLATE: &str = include_str!("page.md");

/// Stands in the page where the table of what was run comes.
const STEPS: &str = "@@STEPS@@";

/// What a run of `tests/bootstrap.py` found.
#[derive(Deserialize)]
struct Record {
    date: String,
    /// Debian's version of rustc's source.
    package: String,
    steps: Vec<Step>,
    closure: Closure,
    planned: Vec<String>,
}

#[derive(Deserialize)]
struct Step {
    what: String,
    command: String,
    result: String,
}

#[derive(Deserialize)]
struct Closure {
    modules: u64,
    imported: u64,
    /// Modules that exist in Rust and in C, and who imports them first.
    c: BTreeMap<String, String>,
    /// Those that stand for functions in Python.
    python: Vec<String>,
}

/// The page, with what `record` says.
pub(super) fn text(record: &Path) -> Result<String> {
    let shown = record.display();
    let text = std::fs::read_to_string(record).with_context(|| {
        format!("cannot read {shown}; `cargo xtask bootstrap-check` writes it when all steps pass")
    })?;
    let record: Record = serde_json::from_str(&text).with_context(|| {
        format!("{shown} has not all steps; run `cargo xtask bootstrap-check` until all pass")
    })?;
    Ok(TEMPLATE.replacen(STEPS, &steps(&record), 1))
}

fn steps(record: &Record) -> String {
    let Record {
        date,
        package,
        steps,
        closure,
        planned,
    } = record;
    let mut text = format!(
        "On {date}, with Debian's source package rustc {package}:\n\n| step | command | what came of it |\n|---|---|---|\n"
    );
    for step in steps {
        let command = step.command.replace('|', "\\|");
        let _ = writeln!(text, "| {} | `{command}` | {} |", step.what, step.result);
    }
    let _ = write!(
        text,
        "\nOf the {} modules that can be imported ({} were), these exist in Rust as well:\n\n",
        closure.modules, closure.imported
    );
    for (name, importer) in &closure.c {
        let _ = writeln!(
            text,
            "- `{name}`, first for `{importer}`: there is one in C"
        );
    }
    for name in &closure.python {
        let _ = writeln!(
            text,
            "- `{name}`: who imports it has functions in Python for when it is not there"
        );
    }
    let _ = write!(text, "\nThe plan has: {}.", planned.join(", "));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_one_place_for_what_was_run() {
        assert_eq!(TEMPLATE.matches(STEPS).count(), 1);
    }

    #[test]
    fn a_run_that_did_not_come_to_its_end_gives_no_page() {
        let folder = tempfile::tempdir().expect("a temporary directory");
        let file = folder.path().join("record.json");
        let read = || text(&file).map_err(|error| error.to_string());
        assert!(read().expect_err("no file").contains("bootstrap-check"));
        std::fs::write(
            &file,
            r#"{"date": "2026-11-25", "package": "1", "steps": []}"#,
        )
        .expect("written");
        assert!(read().expect_err("no closure").contains("not all steps"));
    }

    #[test]
    fn a_step_is_a_line_of_the_table() {
        let record = Record {
            date: "2026-11-25".into(),
            package: "1.95.0+dfsg1-2".into(),
            steps: vec![Step {
                what: "stage 0".into(),
                command: "configure && make".into(),
                result: "Python".into(),
            }],
            closure: Closure {
                modules: 2,
                imported: 1,
                c: [("zlib".to_owned(), "shutil".to_owned())].into(),
                python: vec!["_base64".into()],
            },
            planned: vec!["stage1 library".into()],
        };
        let text = steps(&record);
        assert!(
            text.contains("\n| stage 0 | `configure && make` | Python |\n"),
            "{text}"
        );
        assert!(text.contains("- `zlib`, first for `shutil`"), "{text}");
    }
}
