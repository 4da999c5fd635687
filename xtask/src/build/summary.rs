//! What a build says at its end, on standard output.

use std::io::Write;
use std::path::Path;
use std::time::Duration;

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
    table.load_preset(presets::UTF8_HORIZONTAL_ONLY);
    let mut row = |name: &str, value: String| {
        table.add_row([name.to_owned(), value]);
    };
    row("CPython", description(built));
    if let Some(facts) = &built.facts {
        let twins: Vec<_> = modules_of_repository()
            .into_iter()
            .filter(|module| !facts.rust_modules.contains(module))
            .collect();
        if !facts.rust_modules.is_empty() {
            row("modules in Rust", facts.rust_modules.join(", "));
        }
        if !twins.is_empty() {
            row("their C twins", twins.join(", "));
        }
    }
    row("interpreter", size_of(&built.interpreter));
    let object = built.build_dir.join(RUST_OBJECT);
    let has_rust = built
        .facts
        .as_ref()
        .is_some_and(|facts| !facts.rust_modules.is_empty());
    if has_rust && object.is_file() {
        row("Rust object", size_of(&object));
    }
    row("time", times(&built.durations));
    table
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

fn times(durations: &[(&'static str, Duration)]) -> String {
    let steps: Vec<_> = durations
        .iter()
        .map(|(name, time)| format!("{name} {}", shown_time(*time)))
        .collect();
    let total = durations.iter().map(|(_, time)| *time).sum();
    format!("{}\n({})", shown_time(total), steps.join(", "))
}
