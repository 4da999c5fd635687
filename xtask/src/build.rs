//! Build a CPython with Rust in it.

/// Build a CPython with Rust in it.
#[derive(clap::Args)]
pub(crate) struct Args {}

pub(crate) fn run(_args: Args) -> anyhow::Result<()> {
    anyhow::bail!("not written yet")
}
