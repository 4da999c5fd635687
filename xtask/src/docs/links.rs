//! Links from page to page lead somewhere.

use std::fs;
use std::path::{Path, PathBuf};

use super::root;

/// Pages, and folders of pages.
const PAGES: [&str; 5] = [
    "README.md",
    "CONTRIBUTING.md",
    "docs",
    "tests/README.md",
    "bench/README.md",
];

#[test]
fn links_lead_to_files() {
    let mut pages = Vec::new();
    for page in PAGES {
        find(&Path::new(&root()).join(page), &mut pages);
    }
    let mut broken = Vec::new();
    for page in pages {
        let text = fs::read_to_string(&page).expect("text");
        let folder = page.parent().unwrap_or(Path::new("."));
        for link in links(&text) {
            if !folder.join(link).exists() {
                broken.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

/// The pages at or below `path`.
fn find(path: &Path, pages: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("a folder") {
            find(&entry.expect("an entry").path(), pages);
        }
    } else if path.extension().is_some_and(|extension| extension == "md") {
        pages.push(path.to_owned());
    }
}

/// The files that a page links to.
fn links(page: &str) -> impl Iterator<Item = &str> {
    page.split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .map(|link| link.split('#').next().unwrap_or_default())
        .filter(|link| !link.is_empty() && !link.contains("://"))
}

#[test]
fn links_are_found() {
    let page = "[a](b.md), [c](https://example.org) and [d](e/f.md#g), [h](#i)";
    assert_eq!(links(page).collect::<Vec<_>>(), ["b.md", "e/f.md"]);
}
