//! zlib in Rust against C, zlib-ng and ISA-L: all in one process, as sizes are compared, too.

use anyhow::{Result, bail};

use super::{Args, bench, both, tell};
use crate::build::{self, Layout};
use crate::process;
use crate::progress::Progress;

/// In `docs/bench`.
const PAGE: &str = "zlib.md";

pub(super) fn compare(args: &Args, layout: &Layout, progress: &Progress) -> Result<()> {
    let is_told_more = !args.only.is_empty() || !args.sizes.is_empty() || args.json.is_some();
    if is_told_more || args.instructions || args.check_targets || args.fail_slower.is_some() {
        bail!("the comparison of zlib takes --quick, --docs, --markdown and --no-peers only");
    }
    let (rust, c) = both(args, progress)?;
    let mut command = process::command(&rust.interpreter);
    command.arg("-B").arg(bench("zlib_speed.py")?);
    command.arg(&c.build_dir).arg("--progress");
    if !args.no_peers {
        command.arg("--peers").arg(layout.root().join("bench"));
    }
    if args.quick {
        command.arg("--quick");
    }
    let page = build::repository()?.join("docs/bench").join(PAGE);
    if let Some(page) = args.docs.then_some(&page).or(args.markdown.as_ref()) {
        command.arg("--page").arg(page);
    }
    tell(&mut command, "bench-zlib.log", layout, progress)
}
