//! `cargo xtask bindings`: regenerate api/cpython-sys from CPython's headers.
//!
//! The work is done by a crate of its own, `xtask/bindings`, since it compiles bindgen and needs
//! libclang, which nothing else here does.

use anyhow::Context as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Regenerate api/cpython-sys from CPython's headers, for each version.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// A source tree of CPython, a directory of installed headers (.../include/python3.15), or a
    /// root file system with one [default: those in build/, for each version]
    #[arg(long, value_name = "DIR")]
    tree: Vec<PathBuf>,
    /// Write nothing; fail if the declarations are not what the headers give.
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(args: Args) -> anyhow::Result<()> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("bindings/Cargo.toml");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(["run", "--quiet", "--manifest-path"])
        .arg(manifest);
    command.arg("--");
    for tree in &args.tree {
        command.arg("--tree").arg(tree);
    }
    command.args(args.check.then_some("--check"));
    let status = command.status().context("cannot run cargo")?;
    if !status.success() {
        // The other program has said why.
        std::process::exit(1);
    }
    Ok(())
}
