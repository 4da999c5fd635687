//! `cargo xtask platforms`: which platforms have Rust, and how that is known, in `docs/platforms.md`.
//!
//! The platforms are `platforms/*.toml`; what rustc says of its targets is `rustc-targets.toml`
//! there, as it was when somebody last asked a nightly compiler.

mod checks;
mod data;
mod page;
mod targets;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::build;
use crate::graft::{Modules, read_crates};

const PAGE: &str = "docs/platforms.md";

/// Write docs/platforms.md: which platforms have Rust, and how that is known.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Ask the nightly Rust compiler anew what it says of its targets.
    #[arg(long)]
    read_rustc: bool,
    /// Write nothing; fail if the page differs from the data.
    #[arg(long, conflicts_with = "read_rustc")]
    check: bool,
}

pub(crate) fn run(args: Args) -> Result<()> {
    let root = build::repository()?;
    if args.read_rustc {
        write(&root.join(targets::FILE), &targets::ask()?.text())?;
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
    page::page(&sections, &targets, &modules.modules)
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
    println!("{}", path.display());
    Ok(())
}
