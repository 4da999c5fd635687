//! Compare the Rust modules with their C twins.

/// Compare the Rust modules with their C twins.
#[derive(clap::Args)]
pub(crate) struct Args {}

pub(crate) fn run(_args: Args) -> anyhow::Result<()> {
    anyhow::bail!("not written yet")
}
