//! rustc's source as Debian builds it, unpacked in `build/`: that of the rustc at hand, or of the next.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::build::Layout;
use crate::process::{self, Log};
use crate::progress::{Progress, Step};
use crate::source::SourceParts;

/// The package's files, what they unpack to, and a margin.
const ROOM: u64 = 2 << 30;

/// Written last, with Debian's version.
const STAMP: &str = ".xtask-rustc-source";

/// How the unfinished directory is called; left behind only by a crash.
const PARTIAL: &str = ".partial-rustc-";

/// The source tree, which is fetched if it is not there.
pub(crate) fn source(layout: &Layout, progress: &Progress) -> Result<(PathBuf, String)> {
    let minor = minor(&compiler_version()?).context("rustc says no version that is known")?;
    let tree = layout.root().join("rustc");
    if let Ok(version) = std::fs::read_to_string(tree.join(STAMP)) {
        if rank(&version, minor).is_some() {
            return Ok((tree, version));
        }
    }
    let mut step = progress.step("rustc's source");
    std::fs::create_dir_all(layout.root())
        .with_context(|| format!("cannot make the directory {}", layout.root().display()))?;
    let parts = SourceParts::fetch(
        "rustc",
        |version| rank(version, minor),
        ROOM,
        layout.root(),
        &layout.log("rustc-source.log"),
        &mut step,
    )
    .context("Debian's source package of rustc is not to be had")?;
    let partial = tempfile::Builder::new()
        .prefix(PARTIAL)
        .tempdir_in(layout.root())
        .with_context(|| format!("cannot make a directory in {}", layout.root().display()))?;
    let root = partial.path().join("root");
    unpack(&parts, &root, layout, &mut step)?;
    std::fs::write(root.join(STAMP), &parts.version)
        .with_context(|| format!("cannot write to {}", root.display()))?;
    if tree.exists() {
        std::fs::remove_dir_all(&tree)
            .with_context(|| format!("cannot remove {}", tree.display()))?;
    }
    std::fs::rename(&root, &tree)
        .with_context(|| format!("cannot rename to {}", tree.display()))?;
    step.done(&parts.version);
    Ok((tree, parts.version))
}

fn unpack(parts: &SourceParts, root: &Path, layout: &Layout, step: &mut Step<'_>) -> Result<()> {
    let mut log = Log::create(&layout.log("rustc-unpack.log"))?;
    let mut run = |what: &str, command: &mut Command, step: &mut Step<'_>| {
        step.say(what);
        process::run(what, command, &mut log, &mut |_| ())
    };
    std::fs::create_dir(root).with_context(|| format!("cannot make {}", root.display()))?;
    let tar = |file: &Path| {
        let mut tar = process::command("tar");
        tar.arg("-C").arg(root).arg("-xf").arg(file);
        tar
    };
    let upstream = &mut tar(&parts.tarball());
    upstream.arg("--strip-components=1");
    run("unpacking rustc's source", upstream, step)?;
    run(
        "unpacking Debian's changes",
        &mut tar(&parts.changes()?),
        step,
    )?;
    let patches = root.join("debian/patches");
    let series = std::fs::read_to_string(patches.join("series"))
        .context("Debian's changes have no list of patches")?;
    for name in patch_names(&series) {
        let mut patch = process::command("patch");
        patch
            .args(["-p1", "--silent", "--force", "-i"])
            .arg(patches.join(name))
            .current_dir(root);
        run(name, &mut patch, step)?;
    }
    Ok(())
}

/// The names in a list of patches, in their order.
fn patch_names(series: &str) -> impl Iterator<Item = &str> {
    let lines = series.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// What `rustc` says it is, such as `1.95.0`.
fn compiler_version() -> Result<String> {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let said = process::output(process::command(&rustc).arg("--version"));
    let said = said.with_context(|| format!("{rustc} does not run; install a Rust compiler"))?;
    match said.split_whitespace().nth(1) {
        Some(version) => Ok(version.to_owned()),
        None => bail!("{rustc} does not say which version it is"),
    }
}

/// `95` of `1.95.0`, or of Debian's `1.95.0+dfsg1-2`.
fn minor(version: &str) -> Option<u64> {
    version.strip_prefix("1.")?.split('.').next()?.parse().ok()
}

/// How good it is to plan the building of `version` with a rustc 1.`minor`: rustc is built by itself, or by the
/// version before it.
fn rank(version: &str, by: u64) -> Option<u64> {
    match minor(version)?.checked_sub(by)? {
        0 => Some(2),
        1 => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rustc_is_built_by_itself_or_by_the_version_before() {
        let known = [
            "1.63.0+dfsg1-2",
            "1.94.1+dfsg1-1",
            "1.95.0+dfsg1-2",
            "1.96.1+dfsg1-1",
        ];
        let best = |by| {
            let usable = known.iter().filter(|version| rank(version, by).is_some());
            usable.max_by_key(|version| rank(version, by)).copied()
        };
        assert_eq!(best(95), Some("1.95.0+dfsg1-2"));
        assert_eq!(best(93), Some("1.94.1+dfsg1-1"));
        assert_eq!(best(97), None);
        assert_eq!(best(80), None);
    }

    #[test]
    fn a_series_has_comments_and_blank_lines() {
        let names: Vec<_> =
            patch_names("# upstream\n\nupstream/a.patch\n prune/b.patch\n").collect();
        assert_eq!(names, ["upstream/a.patch", "prune/b.patch"]);
    }
}
