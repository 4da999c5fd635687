//! The guide shows what is compiled: its code is that of the files.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::root;

/// A page's blocks of code in each language are the sections of a file, each from a line
/// `// begin NAME` to the next `// end NAME` (or `#`, in Python).
const PAGES: [(&str, &str, &str); 4] = [
    (
        "docs/guide/README.md",
        "rust",
        "tests/modules/_xxguide/src/lib.rs",
    ),
    ("docs/guide/README.md", "python", "tests/guide.py"),
    (
        "docs/guide/porting.md",
        "rust",
        "tests/modules/_xxported/src/lib.rs",
    ),
    (
        "docs/guide/porting.md",
        "c",
        "docs/guide/porting/_xxported.c",
    ),
];

#[test]
fn the_guide_shows_what_is_compiled() {
    for (page, language, file) in PAGES {
        let wanted = sections(&read(file));
        let shown = blocks(&read(page), language);
        assert!(!wanted.is_empty());
        if let Some(missing) = wanted.difference(&shown).next() {
            panic!("{page} does not show this section of {file} as it is:\n{missing}");
        }
        if let Some(other) = shown.difference(&wanted).next() {
            panic!("{page} shows what is no section of {file}:\n{other}");
        }
    }
}

fn read(path: &str) -> String {
    let path = Path::new(&root()).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The blocks of code in a language.
fn blocks(page: &str, language: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut block: Option<String> = None;
    let begin = format!("```{language}");
    for line in page.lines() {
        match &mut block {
            None if line == begin => block = Some(String::new()),
            None => (),
            Some(_) if line == "```" => found.extend(block.take()),
            Some(text) => {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    found
}

/// The sections of a file, without the blanks that all their lines begin with.
fn sections(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut section: Option<Vec<&str>> = None;
    for line in text.lines() {
        let code = line.trim().trim_start_matches(['/', '#']);
        if code.starts_with(" begin ") {
            section = Some(Vec::new());
        } else if code.starts_with(" end ") {
            found.extend(section.take().map(|lines| dedented(&lines)));
        } else if let Some(lines) = &mut section {
            lines.push(line);
        }
    }
    found
}

fn dedented(lines: &[&str]) -> String {
    let blanks = |line: &&str| line.len() - line.trim_start().len();
    let full = lines.iter().filter(|line| !line.trim().is_empty());
    let least = full.map(blanks).min().unwrap_or(0);
    lines
        .iter()
        .map(|line| format!("{}\n", line.get(least..).unwrap_or("")))
        .collect()
}

#[test]
fn sections_and_blocks_are_found() {
    let file = "x\n  // begin a\n  one\n\n    two\n  // end a\ny\n";
    let page = "text\n```rust\none\n\n  two\n```\n```c\nother\n```\n";
    assert_eq!(sections(file), blocks(page, "rust"));
    assert_eq!(sections(file).len(), 1);
}
