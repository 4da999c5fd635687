//! `cargo xtask platforms`: which platforms have Rust, and how that is known, in `docs/platforms.md`.
//!
//! The platforms are `platforms/*.toml`; what rustc says of its targets is `rustc-targets.toml`
//! there, as it was when somebody last asked a nightly compiler.

mod checks;
mod compile;
mod data;
mod page;
mod results;
mod targets;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::build::{self, Layout};
use crate::graft::{Modules, read_crates};
use crate::process;
use crate::progress::Progress;

pub(crate) use results::{Kind, Ran};

const PAGE: &str = "docs/platforms.md";

/// Write docs/platforms.md: which platforms have Rust, and how that is known.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Ask the nightly Rust compiler anew what it says of its targets.
    #[arg(long)]
    read_rustc: bool,
    /// Take in what the suites of `cargo xtask test` have recorded when they ran on other platforms.
    #[arg(long)]
    record: bool,
    /// See for which targets everything compiles without Rust's standard library: those that are named, or
    /// all that the page has
    #[arg(long, num_args = 0.., value_name = "TARGET")]
    compile: Option<Vec<String>>,
    /// Write nothing; fail if the page differs from the data.
    #[arg(long, conflicts_with_all = ["read_rustc", "record", "compile"])]
    check: bool,
}

pub(crate) fn run(args: Args) -> Result<()> {
    let root = build::repository()?;
    if args.read_rustc {
        write(&root.join(targets::FILE), &targets::ask()?.text())?;
    }
    if args.record {
        let mut results = results::Results::read(&root)?;
        results.take(&Layout::of_repository()?)?;
        write(&root.join(results::FILE), &results.text()?)?;
    }
    if let Some(chosen) = &args.compile {
        process::watch_interrupts()?;
        let chosen = match chosen.is_empty() {
            true => targets_of(&root)?,
            false => chosen.clone(),
        };
        compile::run(&root, &chosen, &Progress::new())?;
    }
    let page = page(&root)?;
    if !args.check {
        return write(&root.join(PAGE), &page);
    }
    if fs::read_to_string(root.join(PAGE)).unwrap_or_default() != page {
        bail!(
            "{PAGE} differs from the data: run `cargo xtask platforms`, and commit what it writes"
        );
    }
    Ok(())
}

fn page(root: &Path) -> Result<String> {
    let sections = data::read(&root.join("platforms"))?;
    let targets = targets::Targets::read(root)?;
    let modules = Modules::read(&root.join("graft"), &read_crates(root)?)?;
    let checks = checks::Checks {
        results: results::Results::read(root)?,
        compiled: compile::Table::read(root)?,
    };
    page::page(&sections, &targets, &modules.modules, &checks)
}

/// The targets of all platforms, each once.
fn targets_of(root: &Path) -> Result<Vec<String>> {
    let sections = data::read(&root.join("platforms"))?;
    let platforms = sections.iter().flat_map(|section| &section.platforms);
    let targets: std::collections::BTreeSet<String> = platforms
        .filter_map(|platform| platform.target.clone())
        .collect();
    Ok(targets.into_iter().collect())
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
    println!("{}", path.display());
    Ok(())
}
