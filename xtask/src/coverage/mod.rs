//! `cargo xtask coverage`: what CPython's modules use of the C API, and what stands for it here, in
//! `docs/c-api-coverage.md`.

mod aliases;
mod used;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use aliases::Item;

/// The modules that the API should be enough for, and the C files of each.
const MODULES: [(&str, &str); 8] = [
    ("_struct", "_struct.c"),
    ("_csv", "_csv.c"),
    ("_heapq", "_heapqmodule.c"),
    ("_bisect", "_bisectmodule.c"),
    ("_json", "_json.c"),
    ("zlib", "zlibmodule.c"),
    ("_random", "_randommodule.c"),
    ("_queue", "_queuemodule.c"),
];

const API: &str = "api/cpython-api/src";
const USED: &str = "docs/c-api/used.txt";
const NOT_NEEDED: &str = "docs/c-api/not-needed.txt";
const TABLE: &str = "docs/c-api-coverage.md";

/// Compare the C API that CPython's modules use with this API, and write docs/c-api-coverage.md.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Read which names the modules use from this CPython source tree first
    #[arg(long, value_name = "TREE")]
    tree: Option<PathBuf>,
    /// Write nothing; fail if a name is missing, or the table out of date
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(args: Args) -> Result<()> {
    let root = repository();
    if let Some(tree) = &args.tree {
        let used = used::of_tree(tree, &MODULES)?;
        if args.check {
            ensure!(
                read(&root.join(USED))? == used,
                "{USED} differs from what the tree uses: run `cargo xtask coverage --tree {}`",
                tree.display()
            );
        } else {
            write(&root.join(USED), &used)?;
        }
    }
    if args.check {
        return check(&root);
    }
    let table = Coverage::read(&root)?.table();
    write(&root.join(TABLE), &table)?;
    println!("{}", root.join(TABLE).display());
    Ok(())
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or(Path::new("."))
        .to_owned()
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// Whether each name is accounted for, and the table that is checked in says so.
fn check(root: &Path) -> Result<()> {
    let coverage = Coverage::read(root)?;
    let missing = coverage.missing();
    ensure!(
        missing.is_empty(),
        "the API has nothing for {}: add it with `#[doc(alias = \"…\")]`, or say in {NOT_NEEDED} why \
         it is not needed",
        missing.join(", ")
    );
    ensure!(
        read(&root.join(TABLE)).unwrap_or_default() == coverage.table(),
        "{TABLE} is out of date: run `cargo xtask coverage`, and commit what it writes"
    );
    Ok(())
}

/// What stands for a name of the C API.
enum Answer<'a> {
    Item(&'a Item),
    NotNeeded(&'a str),
    Missing,
}

struct Coverage {
    /// The names that each module uses, sorted.
    used: Vec<(String, Vec<String>)>,
    /// The items of the API, by the names that they stand for.
    items: BTreeMap<String, Item>,
    /// Why a name is not needed.
    reasons: BTreeMap<String, String>,
}

impl Coverage {
    fn read(root: &Path) -> Result<Self> {
        Ok(Coverage {
            used: used::parse(&read(&root.join(USED))?)?,
            items: aliases::of_folder(&root.join(API))?,
            reasons: parse_reasons(&read(&root.join(NOT_NEEDED))?)?,
        })
    }

    fn answer(&self, name: &str) -> Answer<'_> {
        match (self.items.get(name), self.reasons.get(name)) {
            (Some(item), _) => Answer::Item(item),
            (None, Some(reason)) => Answer::NotNeeded(reason),
            (None, None) => Answer::Missing,
        }
    }

    fn missing(&self) -> Vec<&str> {
        let names = self.used.iter().flat_map(|(_, names)| names);
        let mut missing: Vec<&str> = names
            .map(String::as_str)
            .filter(|name| matches!(self.answer(name), Answer::Missing))
            .collect();
        missing.sort_unstable();
        missing.dedup();
        missing
    }

    fn table(&self) -> String {
        let mut page = String::from(
            "# What CPython's modules use of the C API, and what stands for it here\n\
             \n\
             Written by `cargo xtask coverage` from `c-api/used.txt` (what is used), the\n\
             `#[doc(alias = \"…\")]` of `cpython-api` (what stands for it) and `c-api/not-needed.txt`.\n\
             `cargo test -p xtask` fails if a name has neither. The names are those of CPython 3.13's\n\
             C files, with what Argument Clinic wrote for them.\n\
             \n\
             | module | names | an item of the API | not needed | missing |\n\
             |---|--:|--:|--:|--:|\n",
        );
        for (module, names) in &self.used {
            let mut counts = [0; 3];
            for name in names {
                counts[match self.answer(name) {
                    Answer::Item(_) => 0,
                    Answer::NotNeeded(_) => 1,
                    Answer::Missing => 2,
                }] += 1;
            }
            let [items, reasons, missing] = counts;
            let all = names.len();
            let _ = writeln!(
                page,
                "| {module} | {all} | {items} | {reasons} | {missing} |"
            );
        }
        for (module, names) in &self.used {
            let _ = write!(page, "\n## {module}\n\n| C | Rust |\n|---|---|\n");
            for name in names {
                let _ = match self.answer(name) {
                    Answer::Item(item) => {
                        writeln!(page, "| `{name}` | `{}` ({}) |", item.name, item.file)
                    }
                    Answer::NotNeeded(reason) => {
                        writeln!(page, "| `{name}` | not needed: {reason} |")
                    }
                    Answer::Missing => writeln!(page, "| `{name}` | **missing** |"),
                };
            }
        }
        page
    }
}

/// A line that ends in a colon is a reason; the names below it have it.
fn parse_reasons(text: &str) -> Result<BTreeMap<String, String>> {
    let mut reasons = BTreeMap::new();
    let mut reason = None;
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some(new) = line.strip_suffix(':') {
            reason = Some(new);
            continue;
        }
        for name in line.split_whitespace() {
            let Some(reason) = reason else {
                bail!("{NOT_NEEDED}: there is no reason above {name}");
            };
            if reasons.insert(name.to_owned(), reason.to_owned()).is_some() {
                bail!("{NOT_NEEDED}: {name} is there twice");
            }
        }
    }
    Ok(reasons)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_is_accounted_for() {
        if let Err(error) = check(&repository()) {
            panic!("{error:#}");
        }
    }

    #[test]
    fn a_name_without_an_answer_is_missing() {
        let item = Item {
            name: "f".to_owned(),
            file: "f.rs".to_owned(),
        };
        let coverage = Coverage {
            used: vec![(
                "m".to_owned(),
                ["Py_A", "Py_B", "Py_C"].map(str::to_owned).into(),
            )],
            items: [("Py_A".to_owned(), item)].into(),
            reasons: parse_reasons("because of this:\n    Py_B\n").expect("reasons"),
        };
        assert_eq!(coverage.missing(), ["Py_C"]);
        let table = coverage.table();
        assert!(table.contains("| m | 3 | 1 | 1 | 1 |"), "{table}");
        assert!(table.contains("| `Py_A` | `f` (f.rs) |"), "{table}");
        assert!(
            table.contains("| `Py_B` | not needed: because of this |"),
            "{table}"
        );
        assert!(table.contains("| `Py_C` | **missing** |"), "{table}");
    }

    #[test]
    fn a_reason_is_needed_once() {
        assert!(parse_reasons("Py_A\n").is_err());
        assert!(parse_reasons("a:\nPy_A\nb:\nPy_A\n").is_err());
    }
}
