//! Regenerate api/cpython-sys from CPython's headers.

/// Regenerate api/cpython-sys from CPython's headers.
#[derive(clap::Args)]
pub(crate) struct Args {}

pub(crate) fn run(_args: Args) -> anyhow::Result<()> {
    anyhow::bail!("not written yet")
}
