//! `docs/design/attacks.md` names tests that exist, and all that are named after an attack.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::root;

const PAGE: &str = "docs/design/attacks.md";
const REFUSED: &str = "tests/compile/ui";
const RUN: &str = "tests/xxrust";

#[test]
fn the_tests_of_each_attack_exist_and_are_named() {
    let tests = tests();
    let page = fs::read_to_string(Path::new(&root()).join(PAGE)).expect(PAGE);
    let rows = rows(&page);
    let letters: String = rows.iter().map(|(letter, _)| letter.as_str()).collect();
    assert_eq!(letters, "abcdefghijk", "{PAGE} has a row for each attack");
    for (letter, names) in &rows {
        assert!(!names.is_empty(), "{PAGE}: no test in row {letter}");
        for name in names {
            assert!(
                tests.iter().any(|test| fits(name, test)),
                "{PAGE}: there is no test {name}"
            );
        }
        for test in tests.iter().filter(|test| is_about(test, letter)) {
            assert!(
                names.iter().any(|name| fits(name, test)),
                "{PAGE}: row {letter} does not name {test}"
            );
        }
    }
}

/// All tests, as the page calls them.
fn tests() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (folder, extension) in [(REFUSED, "rs"), (RUN, "py")] {
        for entry in fs::read_dir(Path::new(&root()).join(folder)).expect(folder) {
            let path = entry.expect("an entry").path();
            if path.extension().is_none_or(|other| other != extension) {
                continue;
            }
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            if extension == "rs" {
                found.insert(format!("ui/{stem}"));
                continue;
            }
            let text = fs::read_to_string(&path).expect("text");
            let names = text.lines().filter_map(|line| {
                let name = line.trim_start().strip_prefix("def ")?.split('(').next()?;
                name.starts_with("test_").then(|| format!("{stem}::{name}"))
            });
            found.extend(names);
        }
    }
    found
}

/// The letter in the first cell of each row, and the names in its last.
fn rows(page: &str) -> Vec<(String, Vec<String>)> {
    let mut rows = Vec::new();
    for line in page.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        match cells[..] {
            [_, letter, .., tests, _] if letter.len() == 1 => {
                let names = tests.split('`').skip(1).step_by(2).map(str::to_owned);
                rows.push((letter.to_owned(), names.collect()));
            }
            _ => (),
        }
    }
    rows
}

fn fits(name: &str, test: &str) -> bool {
    match name.strip_suffix('*') {
        Some(beginning) => test.starts_with(beginning),
        None => name == test,
    }
}

/// Whether a test has the letter of an attack in its name. In the name of a test in Python `a` is
/// an article.
fn is_about(test: &str, letter: &str) -> bool {
    test.starts_with(&format!("ui/{letter}_"))
        || letter != "a" && test.contains(&format!("::test_{letter}_"))
}

#[test]
fn rows_are_read() {
    let page =
        "| | attack | by | tests |\n|---|---|---|---|\n| a | x | `y` | `ui/a_*`, `b::test_c` |\n";
    let names = vec!["ui/a_*".to_owned(), "b::test_c".to_owned()];
    assert_eq!(rows(page), [("a".to_owned(), names)]);
    assert!(fits("ui/a_*", "ui/a_b") && !fits("ui/a_b", "ui/a_bc"));
    assert!(is_about("test_x::test_b_y", "b") && !is_about("test_x::test_bc", "b"));
}
