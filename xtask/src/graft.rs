//! Put Rust into a CPython source tree.

/// Put Rust into a CPython source tree.
#[derive(clap::Args)]
pub(crate) struct Args {}

pub(crate) fn run(_args: Args) -> anyhow::Result<()> {
    anyhow::bail!("not written yet")
}
