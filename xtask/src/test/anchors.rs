//! Whether the graft's edits have their places in newer CPythons, as far as a distribution
//! installs the files: what configure and makesetup have made of them still has their lines.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::counts::Speaker;
use super::session::Session;
use super::suite::Runner;
use crate::rootfs;

/// The files that are edited, and what of them is installed below `lib/python3.x/`, where
/// `config/` is called otherwise. configure.ac is nowhere.
const INSTALLED: [(&str, &str); 5] = [
    ("Makefile.pre.in", "config/Makefile"),
    ("Modules/Setup.stdlib.in", "config/Setup.stdlib"),
    ("Modules/makesetup", "config/makesetup"),
    ("Lib/test/pythoninfo.py", "test/pythoninfo.py"),
    ("Lib/base64.py", "base64.py"),
];

pub(crate) fn installed(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let Some(root) = rootfs::existing(&session.layout) else {
        runner.skip(
            "the anchors",
            "no root file system; `cargo xtask rootfs` makes it",
        );
        return Ok(());
    };
    for version in rootfs::VERSIONS {
        let library = root.join(format!("usr/lib/python{version}"));
        let Some(config) = folder_with(&library, &format!("config-{version}-")) else {
            runner.skip(version, "its development files are not installed");
            continue;
        };
        let folder = tempfile::tempdir().context("cannot make a temporary directory")?;
        for (file, installed) in INSTALLED {
            let from = match installed.strip_prefix("config/") {
                Some(name) => config.join(name),
                None => library.join(installed),
            };
            let to = folder.path().join(file);
            let parent = to.parent().expect("it is in the folder");
            fs::create_dir_all(parent)
                .and_then(|()| fs::copy(&from, &to))
                .with_context(|| format!("cannot copy {}", from.display()))?;
        }
        let mut command = session.command(&session.xtask);
        command.arg("graft").arg(folder.path()).args([
            "--anchors-only",
            "--python-version",
            version,
        ]);
        let what = format!("cargo xtask graft --anchors-only ({version})");
        runner.run(&what, Speaker::Nobody, &mut command)?;
    }
    Ok(())
}

/// The folder in `library` whose name begins so, and goes on with the platform's.
fn folder_with(library: &Path, prefix: &str) -> Option<PathBuf> {
    let entries = fs::read_dir(library).into_iter().flatten().flatten();
    let mut names = entries.filter(|entry| {
        let name = entry.file_name();
        name.to_string_lossy().starts_with(prefix)
    });
    names.next().map(|entry| entry.path())
}
