//! What a build says at its end, on standard output.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use comfy_table::{Table, presets};

use super::{Built, Facts, repository};
use crate::progress::{shown_size, shown_time};

/// The object that all Rust modules are in, in a build directory.
const RUST_OBJECT: &str = "Rust/build/rustmodules.o";

/// Print the table, and the path of the interpreter as the last line.
pub(crate) fn print(built: &Built) -> Result<()> {
    let text = format!("{}\n{}\n", table(built), built.interpreter.display());
    match std::io::stdout().write_all(text.as_bytes()) {
        // Whoever reads may have had enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        result => result.context("cannot write to standard output"),
    }
}

fn table(built: &Built) -> Table {
    let mut table = Table::new();
    table.load_preset(presets::UTF8_BORDERS_ONLY);
    for (name, value) in rows(built) {
        table.add_row([name.to_owned(), value]);
    }
    table
}

fn rows(built: &Built) -> Vec<(&'static str, String)> {
    let mut rows = vec![("CPython", description(built))];
    if let Some(facts) = &built.facts {
        let is_rust = |module: &String| facts.rust_modules.contains(module);
        let (rust, c): (Vec<_>, Vec<_>) = modules_of_repository().into_iter().partition(is_rust);
        rows.push(("modules in Rust", list(&rust)));
        rows.push(("C twins instead", list(&c)));
        let object = built.build_dir.join(RUST_OBJECT);
        if !rust.is_empty() && object.is_file() {
            rows.push(("size of their object", size_of(&object)));
        }
    }
    rows.push(("size of the interpreter", size_of(&built.interpreter)));
    let total = built.durations.iter().map(|(_, time)| *time).sum();
    rows.push(("time", shown_time(total)));
    // What took no time is not worth a line.
    let long = built
        .durations
        .iter()
        .filter(|(_, time)| time.as_secs_f64() >= 0.05);
    rows.extend(long.map(|(name, time)| ("", format!("{name} {}", shown_time(*time)))));
    rows
}

fn list(names: &[String]) -> String {
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(", ")
    }
}

fn description(built: &Built) -> String {
    let Some(Facts {
        rust_version,
        debug,
        free_threaded,
        ..
    }) = &built.facts
    else {
        return format!("{}, for another machine", built.tree.version);
    };
    let mut text = built.tree.version.clone();
    for (is, word) in [(debug, ", debug"), (free_threaded, ", free-threaded")] {
        if *is {
            text.push_str(word);
        }
    }
    if !rust_version.is_empty() {
        text.push_str(&format!(", with Rust {rust_version}"));
    }
    text
}

/// The modules that exist in Rust: the folders of `modules/`.
fn modules_of_repository() -> Vec<String> {
    let Ok(root) = repository() else {
        return Vec::new();
    };
    let entries = std::fs::read_dir(root.join("modules"))
        .into_iter()
        .flatten();
    let mut names: Vec<_> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.path().join("Cargo.toml").is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn size_of(path: &Path) -> String {
    std::fs::metadata(path).map_or_else(|_| "?".to_owned(), |metadata| shown_size(metadata.len()))
}
