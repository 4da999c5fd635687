//! Packages of Debian unstable for any architecture, by an apt that has nothing installed.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use super::PARTIAL;
use crate::process::{self, Log};
use crate::progress::Step;
use crate::source::Mirror;

const SUITE: &str = "unstable";

/// apt for one architecture, with a directory of its own.
pub(super) struct Archive {
    dir: TempDir,
}

impl Archive {
    /// Reads which packages there are for `architecture`.
    pub(super) fn open(
        below: &Path,
        architecture: &str,
        mirror: &Mirror,
        log: &mut Log,
        step: &mut Step<'_>,
    ) -> Result<Self> {
        if process::search_path("apt-get").is_none() {
            bail!("this system has no apt, by which Debian's packages are got");
        }
        let dir = tempfile::Builder::new()
            .prefix(PARTIAL)
            .tempdir_in(below)
            .with_context(|| format!("cannot make a directory in {}", below.display()))?;
        configure(dir.path(), architecture, mirror)
            .with_context(|| format!("cannot write to {}", dir.path().display()))?;
        let archive = Self { dir };
        step.say("apt-get update, in a directory of its own");
        archive.run("apt-get update", &["update"], log, step)?;
        Ok(archive)
    }

    /// Which version a package has.
    pub(super) fn version_of(&self, package: &str) -> Result<String> {
        let mut show = self.apt("apt-cache");
        show.args(["show", "--no-all-versions", package]);
        let text = process::output(&mut show).unwrap_or_default();
        let version = text.lines().find_map(|line| line.strip_prefix("Version: "));
        version
            .map(str::to_owned)
            .with_context(|| format!("Debian {SUITE} has no {package}"))
    }

    /// The files of `packages` and of all that they need, and of those in `alone`.
    pub(super) fn download(
        &self,
        packages: &[&str],
        alone: &[&str],
        log: &mut Log,
        step: &mut Step<'_>,
    ) -> Result<Vec<PathBuf>> {
        let mut install = vec!["install", "--download-only", "--yes"];
        install.extend(packages);
        self.run("apt-get install", &install, log, step)?;
        if !alone.is_empty() {
            let mut download = vec!["download"];
            download.extend(alone);
            self.run("apt-get download", &download, log, step)?;
        }
        let folder = self.archives();
        let mut files = Vec::new();
        for entry in std::fs::read_dir(&folder)
            .with_context(|| format!("cannot read {}", folder.display()))?
        {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "deb") {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    }

    fn archives(&self) -> PathBuf {
        self.dir.path().join("cache/archives")
    }

    fn apt(&self, program: &str) -> Command {
        let mut command = process::command(program);
        command
            .arg("-c")
            .arg(self.dir.path().join("apt.conf"))
            .env("LC_ALL", "C")
            // `apt-get download` writes there.
            .current_dir(self.archives());
        command
    }

    fn run(&self, what: &str, words: &[&str], log: &mut Log, step: &mut Step<'_>) -> Result<()> {
        let mut command = self.apt("apt-get");
        command.args(words);
        process::run(what, &mut command, log, &mut |line| step.say(line))
            .context("Debian's packages could not be got; if the archive is out of reach, run this again when it is not")
    }
}

fn configure(dir: &Path, architecture: &str, mirror: &Mirror) -> std::io::Result<()> {
    for name in ["lists/partial", "cache/archives/partial", "parts"] {
        std::fs::create_dir_all(dir.join(name))?;
    }
    std::fs::write(dir.join("status"), "")?;
    let trusted = if mirror.trusted { " [trusted=yes]" } else { "" };
    std::fs::write(
        dir.join("sources.list"),
        format!("deb{trusted} {} {SUITE} main\n", mirror.uri),
    )?;
    let mut conf = format!(
        "Dir::Etc::sourcelist \"{0}/sources.list\";\n\
         Dir::Etc::sourceparts \"{0}/parts\";\n\
         Dir::State::Lists \"{0}/lists\";\n\
         Dir::State::status \"{0}/status\";\n\
         Dir::Cache \"{0}/cache\";\n\
         APT::Architecture \"{architecture}\";\n\
         #clear APT::Architectures;\n\
         APT::Architectures:: \"{architecture}\";\n\
         APT::Install-Recommends \"false\";\n\
         Acquire::Check-Valid-Until \"false\";\n\
         Acquire::Languages \"none\";\n\
         #clear APT::Update::Pre-Invoke;\n\
         #clear APT::Update::Post-Invoke;\n\
         #clear APT::Update::Post-Invoke-Success;\n",
        dir.display()
    );
    if rustix::process::geteuid().is_root() {
        // apt's unprivileged user could not write into a directory of root's.
        conf.push_str("APT::Sandbox::User \"root\";\n");
    }
    std::fs::write(dir.join("apt.conf"), conf)
}
