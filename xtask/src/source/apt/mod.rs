//! The operating system's source package, by apt, without touching the system's configuration.
//!
//! Debian's source packages carry the upstream tarball as it was released. Its suites have
//! different CPythons, and the machine's own suite need not be among them; so apt is run with a
//! directory of its own, whose deb-src entries are derived from the machine's.

mod package;
mod showsrc;
mod sources;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow, bail};
use tempfile::TempDir;

pub(crate) use self::package::SourceParts;
pub(crate) use self::sources::Mirror;

use self::showsrc::SourcePackage;
use super::Origin;
use super::checked::{PARTIAL_PREFIX, require_space};
use super::releases::Release;
use crate::process::{self, Log};
use crate::progress::Step;

/// The lists of three suites and a tarball. apt-get waits for ever on a disk that is full.
const ROOM: u64 = 200 << 20;

/// apt's source packages.
pub(crate) struct Apt {
    /// Where the private directory is made.
    below: PathBuf,
    log: PathBuf,
    /// The private directory, once apt has read its lists there; or why that failed.
    archive: Option<Result<Archive, String>>,
}

/// apt with its own configuration and lists.
struct Archive {
    dir: TempDir,
    log: Log,
    packages: Vec<SourcePackage>,
    /// apt's first word about something that it goes on without.
    warning: Option<String>,
}

impl Apt {
    pub(crate) fn new(below: &Path, log: &Path) -> Self {
        Self {
            below: below.to_owned(),
            log: log.to_owned(),
            archive: None,
        }
    }
}

impl Origin for Apt {
    fn name(&self) -> &'static str {
        "the operating system's source package"
    }

    fn open(&mut self, release: &Release, step: &mut Step<'_>) -> Result<Box<dyn Read>> {
        require_space(&self.below, ROOM)?;
        let archive = self.archive.get_or_insert_with(|| {
            let mut names: Vec<_> = super::RELEASES.iter().map(source_package).collect();
            names.dedup();
            Archive::new(&self.below, &self.log, &names, step).map_err(|error| format!("{error:#}"))
        });
        let archive = archive.as_mut().map_err(|error| anyhow!("{error}"))?;
        archive.download(release, step)
    }
}

impl Archive {
    /// With the versions that there are of the source packages `names`.
    fn new(below: &Path, log: &Path, names: &[String], step: &mut Step<'_>) -> Result<Self> {
        if process::search_path("apt-get").is_none() {
            bail!("this system has no apt");
        }
        let sources = sources::derive(Path::new("/etc/apt"), &codename())
            .context("apt's configuration names no Debian archive")?;
        let dir = tempfile::Builder::new()
            .prefix(&format!("{PARTIAL_PREFIX}apt-"))
            .tempdir_in(below)
            .with_context(|| format!("cannot make a directory in {}", below.display()))?;
        write_configuration(dir.path(), &sources)?;
        let mut archive = Self {
            dir,
            log: Log::create(log)?,
            packages: Vec::new(),
            warning: None,
        };

        step.say("apt-get update, in a directory of its own");
        let mut update = archive.apt("apt-get");
        update.arg("update");
        // An archive may lack one of the suites (Debian's derivatives do): what counts is what
        // is known afterwards.
        let updated = archive.run("apt-get update", &mut update, step);
        let mut show = archive.apt("apt-cache");
        show.args(["showsrc", "--only-source"]).args(names);
        archive.packages = showsrc::parse(&process::output(&mut show).unwrap_or_default());
        if archive.packages.is_empty() {
            updated?;
            let log = archive.log.path().display();
            match archive.warning {
                Some(warning) => bail!("apt-get update says: {warning} (the whole log is {log})"),
                None => bail!("apt knows no source package called {}", names.join(" or ")),
            }
        }
        Ok(archive)
    }

    /// Download the upstream tarball of a package that carries `release`.
    fn download(&mut self, release: &Release, step: &mut Step<'_>) -> Result<Box<dyn Read>> {
        let carries = |package: &&SourcePackage| package.sha256 == release.sha256;
        let candidates: Vec<_> = self.packages.iter().filter(carries).cloned().collect();
        let mut failure = anyhow!("no package that apt knows carries this release");
        for package in candidates {
            step.say(&format!("apt-get source {}", package.version));
            let mut source = self.apt("apt-get");
            source
                .args(["source", "--tar-only", "--download-only", "--only-source"])
                .arg(format!("{}={}", source_package(release), package.version))
                .current_dir(self.dir.path());
            match self.run("apt-get source", &mut source, step) {
                Ok(()) => {
                    let path = self.dir.path().join(&package.tarball);
                    return Ok(Box::new(File::open(&path).with_context(|| {
                        format!("apt-get source did not leave {}", package.tarball)
                    })?));
                }
                Err(error) => failure = error,
            }
        }
        Err(failure)
    }

    fn apt(&self, program: &str) -> Command {
        let mut command = process::command(program);
        command
            .arg("-c")
            .arg(self.dir.path().join("apt.conf"))
            .env("LC_ALL", "C");
        command
    }

    /// Run apt; its error is its own first complaint, for the log is long.
    fn run(&mut self, what: &str, command: &mut Command, step: &mut Step<'_>) -> Result<()> {
        let mut complaint = None;
        let warning = &mut self.warning;
        let result = process::run(what, command, &mut self.log, &mut |line| {
            step.say(line);
            let (kind, text) = line.split_once(": ").unwrap_or_default();
            match kind {
                "E" => complaint = complaint.take().or_else(|| Some(text.trim().to_owned())),
                "W" => *warning = warning.take().or_else(|| Some(text.trim().to_owned())),
                _ => (),
            }
        });
        match (result, complaint) {
            (Err(error), Some(complaint)) if error.is::<process::Failed>() => {
                let log = self.log.path().display();
                bail!("{what} says: {complaint} (the whole log is {log})")
            }
            (result, _) => result,
        }
    }
}

/// The Debian archive that this machine's apt uses.
pub(crate) fn debian_mirror() -> Option<Mirror> {
    sources::mirror(Path::new("/etc/apt"), &codename())
}

/// Debian's name for the source package of `release`'s minor version.
fn source_package(release: &Release) -> String {
    format!("python{}", release.minor())
}

/// apt's configuration in `dir`: the machine's own, except for where things are.
fn write_configuration(dir: &Path, sources: &str) -> Result<()> {
    let path = |name: &str| dir.join(name);
    for name in ["sources.list.d", "lists/partial", "cache/archives/partial"] {
        std::fs::create_dir_all(path(name))?;
    }
    std::fs::write(path("sources.list.d/debian.sources"), sources)?;
    let mut conf = format!(
        "Dir::Etc::sourcelist \"/dev/null\";\n\
         Dir::Etc::sourceparts \"{0}/sources.list.d\";\n\
         Dir::State::Lists \"{0}/lists\";\n\
         Dir::Cache \"{0}/cache\";\n\
         Acquire::Check-Valid-Until \"false\";\n\
         Acquire::Languages \"none\";\n\
         Acquire::Retries \"1\";\n\
         Acquire::http::Timeout \"15\";\n\
         Acquire::https::Timeout \"15\";\n\
         #clear APT::Update::Pre-Invoke;\n\
         #clear APT::Update::Post-Invoke;\n\
         #clear APT::Update::Post-Invoke-Success;\n",
        dir.display()
    );
    if rustix::process::geteuid().is_root() {
        // apt's unprivileged user could not write into a directory of root's.
        conf.push_str("APT::Sandbox::User \"root\";\n");
    }
    std::fs::write(path("apt.conf"), conf)
        .with_context(|| format!("cannot write to {}", dir.display()))
}

/// The name of the release that this machine runs, as its archives call it.
fn codename() -> String {
    let text = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    text.lines()
        .find_map(|line| line.strip_prefix("VERSION_CODENAME="))
        .map(|value| value.trim_matches('"').to_owned())
        .unwrap_or_default()
}
